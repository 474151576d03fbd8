# Loading the demo market through the running services' own APIs. Sourced.

load_demo() {  # load_demo SIZE (0: the carried market of about 205 products)
  local stamp=$DATA_DIR/demo-loaded
  [ -e "$stamp" ] && return 0
  if [ "$SIMULATORS" != 1 ] || [ "$ALLOW_CLOCK" != 1 ]; then say "No demo market: SIMULATORS or ALLOW_CLOCK is 0."; return 0; fi
  step "Loading the demo market"
  DEMO_SIZE=$1 DEMO_DATA=$ROOT/deploy/demo DEMO_PICTURES=$BUILD/share/demo-pictures SIGN_INS_FILE=$DATA_DIR/sign-ins.txt \
    bash "$ROOT/deploy/demo/load.sh" || fail "The demo market could not be loaded." "./chophien reset and ./chophien up start afresh; the log says what went wrong." "$LOGS/demo.log"
  touch "$stamp"
}

show_sign_ins() {
  [ -e "$DATA_DIR/sign-ins.txt" ] || return 0
  say "Sign in at $EDGE_URL/vao with a phone number; the code arrives at the message page:"
  sed 's/^/  /' "$DATA_DIR/sign-ins.txt"
}
