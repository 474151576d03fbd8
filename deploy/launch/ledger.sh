# ./chophien ledger verify
source "$ROOT/deploy/launch/services.sh"
help_ledger() { echo "./chophien ledger verify: recomputes every balance from the entries, holds the books against the bank's own lines and the orders themselves, and names the rows that differ. Exit 1 if any does."; }
run_ledger() {
  [ "$*" = verify ] || { help_ledger; exit 2; }
  load_settings
  is_running mariadb || fail "The database does not run." "./chophien up"
  environment_of payments
  env -i "${ENVIRONMENT[@]}" LOG_LEVEL=warn "$(binary_of payments)" ledger-verify || exit $?
}
