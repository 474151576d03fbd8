# ./chophien status
source "$ROOT/deploy/launch/services.sh"
help_status() { echo "./chophien status: a line for every process: running or not, ready or not, port, memory, since when. Exit 1 if one is missing."; }
run_status() {
  takes_nothing status "$@"
  load_settings
  local name pid state port memory all=0
  printf '%-28s %-9s %-7s %9s  %s\n' process state port memory since
  for name in mariadb redis "${SERVICES[@]}" $([ "$SIMULATORS" = 1 ] && echo "${SIMULATOR_NAMES[@]}") nginx; do
    if pid=$(pid_of "$name"); then
      state=running port=
      case "$name" in
        mariadb|redis) port=socket ;;
        nginx) port=$EDGE_PORT ;;
        *-simulator) port=$(port_of "$name") ;;
        *) port=$(port_of "$name"); is_ready "$name" && state=ready || state=unready ;;
      esac
      memory=$(awk '/VmRSS/ {printf "%.0f MB", $2 / 1024}' "/proc/$pid/status")
      printf '%-28s %-9s %-7s %9s  %s\n' "$name" "$state" "$port" "$memory" "$(ps -o lstart= -p "$pid")"
      [ "$state" = unready ] && all=1
    else
      printf '%-28s %-9s\n' "$name" stopped
      all=1
    fi
  done
  exit $all
}
