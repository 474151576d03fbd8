# ./chophien reset
source "$ROOT/deploy/launch/services.sh"
source "$ROOT/deploy/launch/edge.sh"
help_reset() { echo "./chophien reset [--yes]: stops everything and deletes the data folder (orders, photos, everything). Settings and secrets stay."; }
run_reset() {
  load_settings
  if [ "${1:-}" = --yes ]; then
    shift
    takes_nothing reset "$@"
  else
    takes_nothing reset "$@"
    [ -t 0 ] || fail "reset deletes $DATA_DIR." "Say so: ./chophien reset --yes"
    read -r -p "Delete $DATA_DIR with all its orders and photos? Type yes: " answer
    [ "$answer" = yes ] || { say "Nothing was deleted."; return; }
  fi
  stop_all
  rm -rf "${DATA_DIR:?}"
  say "Deleted: $DATA_DIR"
}
