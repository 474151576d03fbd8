#!/usr/bin/env bash
# What a market writes into its settings reaches the service that reads it: the launcher starts services with nothing but what it
# names. And a market without simulators can be started. Usage: settings.sh ROOT
set -Eeuo pipefail
shopt -s inherit_errexit  # As `up` would end, so does this.
cd "$1"
ROOT=$PWD folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CHOPHIEN_CONF=$folder/chophien.conf
source deploy/launch/common.sh
source deploy/launch/services.sh
load_settings
binary_of() { echo "/nowhere/$1"; }  # Nothing is built yet, and nothing is started here.

# The launcher's own: folders, addresses and files that it makes or serves itself.
own=' PLACES_FILE MEDIA_DIR MEDIA_URL_PREFIX MEDIA_WORKER SEARCH_DIR STATIC_DIR TEMPLATE_DIR LOCALE_DIR BANK_SIM_URL INBOX_URL
  TOKEN_PRIVATE_KEY_FILE PEER_ACCOUNTS PEER_CATALOG PEER_ORDERS PEER_PAYMENTS PEER_SHIPPING '

keys_of() {  # keys_of FOLDER: what its main.cpp and registry.cpp declare, and what every service has
  git ls-files "$1/main.cpp" "$1/registry.cpp" | xargs grep -hoP '^ *(return )?\{\{?"\K[A-Z][A-Z0-9_]+(?=",)'
  printf '%s\n' ALLOW_CLOCK DB_POOL HTTP_QUEUE IO_THREADS LOG_LEVEL OUTBOX_DAYS
}

bad=0 seen=0
for SIMULATORS in 1 0; do
  for service in "${SERVICES[@]}"; do
    for key in $(keys_of "$(folder_of "$service")"); do
      [[ "$own" != *[[:space:]]"$key"[[:space:]]* ]] || continue
      told=$(declare "$key=as the market says"; environment_of "$service"; printf '%s\n' "${ENVIRONMENT[@]}")
      seen=$((seen + 1))
      grep -qxF "$key=as the market says" <<< "$told" || { echo "✗ $service is never told what the settings say of $key: deploy/launch/services.sh"; bad=1; }
    done
  done
done
[ "$seen" -gt 100 ] || { echo "✗ read only $seen settings of the services"; exit 1; }
exit $bad
