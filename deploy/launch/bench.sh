# ./chophien bench
source "$ROOT/deploy/launch/packages.sh"
source "$ROOT/deploy/launch/build.sh"
help_bench() {
  cat <<'TEXT'
./chophien bench [--size N] [--seconds S]

Starts a market of its own (10,000 products unless told otherwise; data in build/bench-market, kept for the next run) and
measures pages, search and orders, each beside this machine's own limits taken in the same run. All load is on loopback.
TEXT
}
run_bench() {
  install_packages
  install_npm
  build_preset release "${PRODUCT[@]}" tests/bench/all
  bash "$ROOT/tests/bench/run.sh" "$@"
}
