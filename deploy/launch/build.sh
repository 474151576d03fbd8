# Building a preset with a progress line. Sourced.

# What a market runs, and no test of it: half the time on a new machine.
PRODUCT=(keel/all accounts/all catalog/all orders/all payments/all shipping-adapters/all storefront/all deploy/all)

build_preset() {  # build_preset release [targets…]
  local preset=$1 log=$ROOT/build/$1.log
  shift
  mkdir -p "$ROOT/build"
  export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros
  if [ ! -e "$ROOT/build/$preset/build.ninja" ]; then
    step "Configuring ($preset)"
    (cd "$ROOT" && cmake --preset "$preset") > "$log" 2>&1 || fail "CMake did not like this machine." "Read the log; ./chophien doctor names missing packages." "$log"
  fi
  step "Building ($preset)"
  if [ -t 1 ]; then
    (cd "$ROOT" && NINJA_STATUS='[%f/%t %es] ' ninja -C "build/$preset" "$@" 2>&1 | tee "$log" | grep --line-buffered '^\[' | while read -r line; do printf '\r\033[K%.100s' "$line"; done; exit "${PIPESTATUS[0]}") ||
      { echo; fail "The build failed." "The first error is in the log." "$log"; }
    printf '\r\033[K'
  else
    # No terminal: a line every 25 steps, so that a log shows life.
    (cd "$ROOT" && NINJA_STATUS='[%f/%t %es] ' ninja -C "build/$preset" "$@" 2>&1 | tee "$log" | awk '/^\[/ && (++n % 25 == 0)'; exit "${PIPESTATUS[0]}") ||
      { grep -m5 -B2 -A12 -E 'error:|FAILED' "$log" >&2; fail "The build failed." "The first error is in the log." "$log"; }
  fi
}
