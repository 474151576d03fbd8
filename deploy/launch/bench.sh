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
  local size=10000 seconds=8
  while [ $# -gt 0 ]; do
    case "$1" in --size|--seconds) ;; *) fail "'bench' does not know '$1'." "./chophien bench --help" ;; esac
    [[ "${2:-}" =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 takes a whole number from 1." "For example: ./chophien bench --size 10000"
    if [ "$1" = --size ]; then size=$2; else seconds=$2; fi
    shift 2
  done
  install_packages
  install_npm
  build_preset release "${PRODUCT[@]}" tests/bench/all
  bash "$ROOT/tests/bench/run.sh" "$size" "$seconds" || exit $?
}
