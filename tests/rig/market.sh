#!/usr/bin/env bash
# A whole market for tests: its own data folder, ports and secrets, run from the sanitized build.
# Usage: market.sh up|down|restart [NAME]   (restart starts what was killed; or that service, mariadb or redis alone, a service
# without waiting until it is ready)
# TEST_MARKET names another one beside it; TEST_BARE=1: without the demo market, only its operator; FAULT_POINTS as keel/fault says.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
home=$root/build/${TEST_MARKET:-test-market}
export CHOPHIEN_CONF=$home/chophien.conf
bring_in() {
  ROOT=$root
  source deploy/launch/common.sh
  source deploy/launch/database.sh
  source deploy/launch/services.sh
  source deploy/launch/demo.sh
  load_settings
}
case "$1" in
  up)
    if [ -e "$CHOPHIEN_CONF" ]; then "$root/chophien" down || true; fi
    rm -rf "$home"
    mkdir -p "$home/data"
    if [ -n "${TEST_DISK_MB:-}" ]; then mount -t tmpfs -o "size=${TEST_DISK_MB}M" tmpfs "$home/data"; fi  # with_small_disk.sh
    # A throwaway first call makes the file with its secrets; then the test's own values follow and win.
    (ROOT=$root; cd "$root"; source deploy/launch/common.sh; load_settings)
    cat >> "$CHOPHIEN_CONF" <<CONF

# The test market
DATA_DIR=$home/data
EDGE_PORT=${TEST_EDGE_PORT:-18080}
SERVICE_PORT_BASE=${TEST_PORT_BASE:-18100}
SIMULATOR_PORT_BASE=$((${TEST_PORT_BASE:-18100} + 10))
PRESET=${TEST_PRESET:-dev}
SIM_STEP_S=3600
DB_BUFFER=${TEST_DB_BUFFER:-64M}
DB_LOG_FILE=${TEST_DB_LOG_FILE:-32M}
SIGN_IN_RATE=200
SIGN_IN_BURST=500
CODES_PER_PHONE=500
CODES_PER_ADDRESS=5000
CODES_PER_DEVICE=500
CODE_GAP_S=0
INVITES_PER_ACCOUNT=500
INVITES_PER_PHONE=500
# Sooner than goods may come back: what was paid out and then returned is to be seen too.
PAYOUT_DAYS=3
FAULT_POINTS=${FAULT_POINTS:-}
CONF
    export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 DEMO_ORDERS=${DEMO_ORDERS:-120}
    "$root/chophien" up --no-build ${TEST_BARE:+--bare}
    if [ -n "${TEST_BARE:-}" ]; then (cd "$root"; bring_in; make_operator); fi ;;
  restart)
    if [ $# -gt 1 ]; then  # Only this one; it may die again before it is ready.
      cd "$root"
      bring_in
      case "$2" in
        mariadb) start_database ;;
        redis) start_redis ;;
        *) start_service "$2" ;;
      esac
      exit
    fi
    "$root/chophien" up --no-build --bare > "$home/restart.log" 2>&1 ;;
  down) "$root/chophien" down ;;
  *) echo "market.sh up|down|restart"; exit 2 ;;
esac
