# ./chophien down
source "$ROOT/deploy/launch/services.sh"
source "$ROOT/deploy/launch/edge.sh"
help_down() { echo "./chophien down: stops what ./chophien up started, letting requests under way finish. Data stays."; }
run_down() {
  takes_nothing down "$@"
  load_settings
  stop_all
  say "Everything is stopped. Data stays in $DATA_DIR."
}
