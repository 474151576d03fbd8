#!/usr/bin/env bash
# The OpenAPI documents lint clean with Spectral's and Redocly's own rules, none of them switched off; the events'
# AsyncAPI document with Spectral's. Usage: api_documents.sh ROOT
set -euo pipefail
cd "$1"
export NO_UPDATE_NOTIFIER=1 REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true CI=true
bin=node_modules/.bin
"$bin/spectral" lint --fail-severity=warn --ruleset docs/api/spectral.yaml docs/api/accounts.yaml docs/api/catalog.yaml docs/api/orders.yaml docs/api/payments.yaml docs/api/shipping.yaml docs/api/events.yaml
for document in accounts catalog orders payments shipping; do
  "$bin/redocly" lint --extends recommended --max-problems 50 "docs/api/$document.yaml" 2>&1 | tee /tmp/redocly.$$ 
  if grep -qE '[1-9][0-9]* (warning|error)' /tmp/redocly.$$; then rm -f /tmp/redocly.$$; echo "✗ $document.yaml does not lint clean with Redocly"; exit 1; fi
done
rm -f /tmp/redocly.$$
echo "The documents lint clean."
