# Loading the demo market through the running services' own APIs. Sourced.

OPERATOR_PHONE=0900000001

make_operator() {
  environment_of accounts
  env -i "${ENVIRONMENT[@]}" "$(binary_of accounts)" make-operator "$OPERATOR_PHONE" "Điều hành mẫu" >> "$LOGS/demo.log" 2>&1 ||
    fail "The operator's account could not be made." "" "$LOGS/demo.log"
}

load_demo() {  # load_demo SIZE (0: the carried market of 220 products)
  local stamp=$DATA_DIR/demo-loaded
  if [ -e "$stamp" ]; then
    # The stamp tells the size; one of an earlier release tells none.
    if [ "$1" != 0 ] && [ "$1" != "$(cat "$stamp")" ]; then
      say "The demo market was loaded before, and --size $1 changes nothing in it."
      say "  What helps: ./chophien reset and ./chophien up --size $1 make one of that size; reset deletes what is in this one."
    fi
    return 0
  fi
  if [ "$SIMULATORS" != 1 ] || [ "$ALLOW_CLOCK" != 1 ]; then say "No demo market: SIMULATORS or ALLOW_CLOCK is 0."; return 0; fi
  if [ -e "$DATA_DIR/demo-begun" ]; then
    fail "An earlier loading of the demo market was interrupted." "./chophien reset and ./chophien up start afresh; ./chophien up --bare keeps what is there."
  fi
  step "Loading the demo market (a month of trade, made by the real flows)"
  touch "$DATA_DIR/demo-begun"
  make_operator
  DEMO_SIZE=$1 DEMO_ORDERS=${DEMO_ORDERS:-300} DEMO_DATA=$ROOT/deploy/demo DEMO_PICTURES=$BUILD/share/demo-pictures \
    SIGN_INS_FILE=$DATA_DIR/sign-ins.txt OPERATOR_PHONE=$OPERATOR_PHONE INTERNAL_KEY=$INTERNAL_KEY \
    ACCOUNTS=http://127.0.0.1:$(port_of accounts) CATALOG=http://127.0.0.1:$(port_of catalog) ORDERS=http://127.0.0.1:$(port_of orders) \
    PAYMENTS=http://127.0.0.1:$(port_of payments) SHIPPING=http://127.0.0.1:$(port_of shipping) \
    MESSAGES=http://127.0.0.1:$(port_of message-gateway-simulator) BANK=http://127.0.0.1:$(port_of bank-simulator) \
    GHN=http://127.0.0.1:$(port_of ghn-simulator) VNPOST=http://127.0.0.1:$(port_of vnpost-simulator) \
    node "$ROOT/deploy/demo/load.mjs" 2>&1 | tee -a "$LOGS/demo.log" ||
    fail "The demo market could not be loaded." "./chophien reset and ./chophien up start afresh; the log says what went wrong." "$LOGS/demo.log"
  echo "$1" > "$stamp"
  rm -f "$DATA_DIR/demo-begun"
}

show_sign_ins() {
  [ -e "$DATA_DIR/sign-ins.txt" ] || return 0
  say "Sign in at $EDGE_URL/vao with a phone number; the code arrives at the message page:"
  sed 's/^/  /' "$DATA_DIR/sign-ins.txt"
}
