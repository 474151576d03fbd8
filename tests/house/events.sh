#!/usr/bin/env bash
# Every event's "heard by" in docs/api/events.yaml is what the services' events/ rooms (and the storefront's page dropper) listen to:
# a reader who trusts the document must not build on a listener that is not there.
set -euo pipefail
cd "$1"
declare -A rooms=([accounts]=accounts/events [catalog]=catalog/events [orders]=orders/events [payments]=payments/events
  [shipping]=shipping-adapters/events [storefront]=storefront/web/dropper.cpp)
wrong=0 events=0
while IFS='|' read -r topic said; do
  heard=()
  for service in accounts catalog orders payments shipping storefront; do
    if grep -rqF "\"$topic\"" "${rooms[$service]}"; then heard+=("$service"); fi
  done
  found=$(IFS=,; echo "${heard[*]:-nobody yet}"); found=${found//,/, }
  events=$((events + 1))
  if [ "$found" != "$said" ]; then
    echo "docs/api/events.yaml: $topic is heard by $found, not by $said"
    wrong=1
  fi
done < <(awk '/^channels:/ {on=1} /^components:/ {on=0} on && /^  [a-z.-]+:$/ {topic=$1; sub(":$", "", topic)}
  on && /heard by: / {said=$0; sub(/.*heard by: /, "", said); sub(/\.[^a-z]*$/, "", said); print topic "|" said}' docs/api/events.yaml)
[ "$events" -gt 25 ] || { echo "read only $events events of docs/api/events.yaml"; exit 1; }
exit $wrong
