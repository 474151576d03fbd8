# nginx in front: rendered from deploy/nginx/nginx.conf.in. Sourced.

# Where the edge keeps its second of pages: in memory, where the machine has a folder for that with room. nginx cuts off an answer that it
# cannot also keep, so on a full disk nobody could read either. Emptied by `down`.
in_memory() { echo "/dev/shm/chophien-$(id -u)-$(cksum <<< "$DATA_DIR" | cut -d' ' -f1)"; }
cache_folder() {
  local memory
  memory=$(in_memory)
  if [ ! -e "$memory" ] && [ "$(df --output=avail -m /dev/shm 2> /dev/null | tail -n 1)" -ge 512 ]; then mkdir -m 700 "$memory" || true; fi 2> /dev/null
  if [ -O "$memory" ] && [ ! -L "$memory" ]; then echo "$memory"; else echo "$DATA_DIR/nginx/cache"; fi
}

render_edge() {
  local user_line=
  [ "$(id -u)" = 0 ] && user_line="user root;"  # Development only: the package's unit runs it as www-data.
  mkdir -p "$DATA_DIR/nginx"
  sed -e "s|@USER_LINE@|$user_line|" -e "s|@RUN@|$RUN|g" -e "s|@LOGS@|$LOGS|g" -e "s|@NGINX@|$DATA_DIR/nginx|g" -e "s|@CACHE@|$(cache_folder)|g" \
    -e "s|@MEDIA@|$DATA_DIR/media|g" -e "s|@STATIC@|$BUILD/share/storefront|g" -e "s|@API_DOCS@|$BUILD/share/api|g" \
    -e "s|@EDGE_PORT@|$EDGE_PORT|g" -e "s|@SIGN_IN_RATE@|$SIGN_IN_RATE|g" -e "s|@SIGN_IN_BURST@|$SIGN_IN_BURST|g" \
    -e "s|@ACCOUNTS@|127.0.0.1:$(port_of accounts)|g" -e "s|@CATALOG@|127.0.0.1:$(port_of catalog)|g" \
    -e "s|@ORDERS@|127.0.0.1:$(port_of orders)|g" -e "s|@PAYMENTS@|127.0.0.1:$(port_of payments)|g" \
    -e "s|@SHIPPING@|127.0.0.1:$(port_of shipping)|g" -e "s|@STOREFRONT@|127.0.0.1:$(port_of storefront)|g" \
    -e "s|@MESSAGES@|127.0.0.1:$(port_of message-gateway-simulator)|g" -e "s|@BANK@|127.0.0.1:$(port_of bank-simulator)|g" \
    -e "s|@VNPAY@|127.0.0.1:$(port_of vnpay-simulator)|g" -e "s|@MOMO@|127.0.0.1:$(port_of momo-simulator)|g" \
    -e "s|@ZALOPAY@|127.0.0.1:$(port_of zalopay-simulator)|g" \
    "$ROOT/deploy/nginx/nginx.conf.in" > "$RUN/nginx.conf.new"
  if [ "$SIMULATORS" != 1 ]; then sed -i '/# simulators begin/,/# simulators end/d' "$RUN/nginx.conf.new"; fi
}

edge_answers() { curl -fsS -o /dev/null --max-time 3 "$EDGE_URL/edge-healthz"; }
start_edge() {
  render_edge
  # A reload ends every idle connection, and a phone's next request with it: only when something changed.
  if is_running nginx && cmp -s "$RUN/nginx.conf.new" "$RUN/nginx.conf"; then return 0; fi
  mv "$RUN/nginx.conf.new" "$RUN/nginx.conf"
  if is_running nginx; then kill -HUP "$(pid_of nginx)"; return 0; fi
  needs_port "the market's door" "$EDGE_PORT" EDGE_PORT
  launch nginx "$(command -v nginx || echo /usr/sbin/nginx)" -e "$LOGS/nginx.log" -c "$RUN/nginx.conf" -g 'daemon off;'
  wait_until 15 nginx edge_answers || fail "nginx does not answer on port $EDGE_PORT." "Is the port taken? Change EDGE_PORT in $CHOPHIEN_CONF." "$LOGS/nginx.log"
}

stop_edge() {
  local memory
  stop_one nginx
  memory=$(in_memory)
  if [ -O "$memory" ] && [ ! -L "$memory" ]; then rm -rf "$memory"; fi
}
