# ./chophien test
source "$ROOT/deploy/launch/packages.sh"
source "$ROOT/deploy/launch/build.sh"
help_test() {
  cat <<'TEXT'
./chophien test [words for ctest]

Installs what is missing, builds with the address and undefined-behaviour sanitizers, and runs every test: house, unit,
contract, integration, fault, the corpora of the fuzz targets, and the browser's stories against a whole market of its own
(data in build/test-market).

  ./chophien test -L unit          one kind: house, unit, fuzz, contract, integration, fault, browser
  ./chophien test -R VietQr        by name
TEXT
}
run_test() {
  install_packages
  install_npm
  build_preset dev
  step "Testing"
  (cd "$ROOT" && ctest --test-dir build/dev --output-on-failure --timeout 900 -j 2 "$@") || exit $?
}
