# ./chophien stock verify
source "$ROOT/deploy/launch/build.sh"
source "$ROOT/deploy/launch/services.sh"
help_stock() {
  cat <<'TEXT'
./chophien stock verify: recomputes every stock level from its movements, in every lot and place, and names the rows that
differ. Exit 1 if any does.
./chophien stock long-run [--placements 1000000] [--minutes 180] [--batch 20000] [--blow-every 5] [--check-every 15] [--seed N]:
buys from hot lots in a test market of its own (release build) while orders, payments, MariaDB and Redis are killed at random,
every 5 seconds or so, and Redis is emptied, with innodb_snapshot_isolation on and off by turns, a round of 20000 buyers each;
every 15 minutes and at the end all levels and balances are recomputed. Ends by itself: exit 1 if anything was oversold, lost
or doubled, 3 if the minutes were over before all were placed.
TEXT
}
# Known before a market is made for them: the run itself would refuse a wrong word only when everything is up.
each_has_a_number() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --placements|--minutes|--batch|--blow-every|--check-every|--seed) ;;
      *) fail "stock long-run does not know '$1'." "./chophien stock --help" ;;
    esac
    [[ "${2:-}" =~ ^[1-9][0-9]{0,8}$ ]] || fail "$1 takes a whole number from 1." "For example: ./chophien stock long-run --placements 20000"
    shift 2
  done
}
run_stock() {
  if [ "${1:-}" = long-run ]; then
    shift
    each_has_a_number "$@"
    export TEST_MARKET=long-run TEST_BARE=1 TEST_PRESET=${TEST_PRESET:-release} TEST_DB_BUFFER=1G TEST_DB_LOG_FILE=512M
    build_preset "$TEST_PRESET" "${PRODUCT[@]}"
    trap 'bash "$ROOT/tests/rig/market.sh" down > /dev/null 2>&1 || true' EXIT
    bash "$ROOT/tests/rig/market.sh" up || exit $?
    node "$ROOT/tests/bench/orders/long_run.mjs" "$@" || exit $?
    return
  fi
  [ "$*" = verify ] || { help_stock; exit 2; }
  load_settings
  is_running mariadb || fail "The database does not run." "./chophien up"
  environment_of orders
  env -i "${ENVIRONMENT[@]}" LOG_LEVEL=warn "$(binary_of orders)" stock-verify || exit $?
}
