# ./chophien doctor
source "$ROOT/deploy/launch/packages.sh"
source "$ROOT/deploy/launch/services.sh"
help_doctor() { echo "./chophien doctor: looks for missing packages, taken ports, full disks, long paths and dead services, and says how to mend each. Exit 1 if it found something."; }
run_doctor() {
  takes_nothing doctor "$@"
  local found=0 missing name port free
  complain() { found=1; printf '\033[31m✗\033[0m %s\n  What helps: %s\n' "$1" "$2"; }
  praise() { printf '\033[32m✓\033[0m %s\n' "$1"; }
  missing=$(missing_packages)
  if [ -n "$missing" ]; then complain "Debian packages are missing: ${missing//$'\n'/ }" "./chophien up installs them, or: sudo apt-get install ${missing//$'\n'/ }"; else praise "Debian packages"; fi
  if [ -d "$ROOT/node_modules" ]; then praise "npm packages"; else complain "The npm packages are missing." "./chophien up fetches them."; fi
  load_settings
  praise "Settings: $CHOPHIEN_CONF"
  if [ "$(stat -c %a "$CHOPHIEN_CONF")" = 600 ]; then praise "Secrets are readable by their owner only"; else complain "Others may read the secrets." "chmod 600 $CHOPHIEN_CONF"; fi
  free=$(df -Pm "$ROOT" | awk 'NR == 2 {print $4}')
  if [ "$free" -gt 3000 ]; then praise "Disk: $free MB free"; else complain "Only $free MB are free on this disk." "Make room: a build and a market take about 3 GB."; fi
  local behind_ports=("${SERVICES[@]}" nginx)
  if [ "$SIMULATORS" = 1 ]; then behind_ports+=("${SIMULATOR_NAMES[@]}"); fi
  for name in "${behind_ports[@]}"; do
    if [ "$name" = nginx ]; then port=$EDGE_PORT; else port=$(port_of "$name"); fi
    if ! is_running "$name" && (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      complain "Port $port is taken by another program; $name needs it." "Change EDGE_PORT, SERVICE_PORT_BASE or SIMULATOR_PORT_BASE in $CHOPHIEN_CONF."
    fi
  done
  if [ -d "$RUN" ]; then
    for name in mariadb redis "${behind_ports[@]}"; do
      if [ -e "$RUN/$name.pid" ] && ! is_running "$name"; then complain "$name was started and has died." "./chophien logs $name tells why; ./chophien up starts it again."; fi
    done
    for name in "${SERVICES[@]}"; do
      if is_running "$name" && ! is_ready "$name"; then complain "$name runs but is not ready: $(curl -s --max-time 2 "http://127.0.0.1:$(port_of "$name")/readyz")" "./chophien logs $name"; fi
    done
  fi
  if [ $found = 0 ]; then say "All is well."; fi
  exit $found
}
