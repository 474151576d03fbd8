# ./chophien up
source "$ROOT/deploy/launch/packages.sh"
source "$ROOT/deploy/launch/build.sh"
source "$ROOT/deploy/launch/database.sh"
source "$ROOT/deploy/launch/services.sh"
source "$ROOT/deploy/launch/edge.sh"
source "$ROOT/deploy/launch/demo.sh"

help_up() {
  cat <<'TEXT'
./chophien up [--size N] [--bare] [--no-build]

Installs the missing Debian and npm packages (asks for sudo only if something is missing), builds, starts a private
MariaDB and Redis, every service, the simulators and nginx, and loads the demo market the first time. Again: seconds.

  --size N     a demo market of about N products instead of 220 (only into an empty data folder)
  --bare       no demo market
  --no-build   start what is built already
TEXT
}

run_up() {
  local size=0 bare=0 build=1 begun=$SECONDS
  while [ $# -gt 0 ]; do
    case "$1" in
      --size) size=${2:-}; [[ "$size" =~ ^[0-9]+$ ]] || fail "--size takes a number of products." "For example: ./chophien up --size 10000"; shift ;;
      --bare) bare=1 ;;
      --no-build) build=0 ;;
      *) fail "'up' does not know '$1'." "./chophien up --help" ;;
    esac
    shift
  done
  load_settings
  if [ $build = 1 ]; then
    install_packages
    install_npm
    build_preset "$PRESET" "${PRODUCT[@]}"
  fi
  mkdir -p "$RUN" "$LOGS" "$DATA_DIR/tmp" "$DATA_DIR/media" "$DATA_DIR/search"
  chmod 711 "$DATA_DIR"
  exec 9> "$RUN/lock"
  flock -w 120 9 || fail "Another ./chophien up is at work on this data folder." "Wait for it to end."
  step "Starting"
  start_all 9>&-
  if [ $bare = 0 ]; then load_demo "$size" 9>&-; fi
  flock -u 9
  say
  say "Chợ Phiên is open: $EDGE_URL   ($((SECONDS - begun)) s)"
  [ "$SIMULATORS" = 1 ] && say "Messages (sign-in codes): $EDGE_URL/mo-phong/tin-nhan    Bank: $EDGE_URL/mo-phong/ngan-hang"
  say "API documents: $EDGE_URL/api/"
  show_sign_ins
}

start_all() {
  start_database
  start_redis
  make_schemas
  make_keys
  # A plain `wait` would wait for the servers too.
  local service migrating=()
  for service in "${SERVICES[@]}"; do
    [ "$service" = storefront ] && continue
    migrate_service "$service" &
    migrating+=($!)
  done
  for service in "${migrating[@]}"; do wait "$service" || exit 1; done
  start_all_services
  start_edge
}
