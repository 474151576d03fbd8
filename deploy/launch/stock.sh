# ./chophien stock verify
source "$ROOT/deploy/launch/services.sh"
help_stock() { echo "./chophien stock verify: recomputes every stock level from its movements and names the rows that differ. Exit 1 if any does."; }
run_stock() {
  [ "${1:-}" = verify ] || { help_stock; return 2; }
  load_settings
  is_running mariadb || fail "The database does not run." "./chophien up"
  environment_of orders
  env -i "${ENVIRONMENT[@]}" LOG_LEVEL=warn "$(binary_of orders)" stock-verify
}
