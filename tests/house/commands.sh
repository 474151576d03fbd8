#!/usr/bin/env bash
# ./chophien tells a mistyped word instead of doing something else, and --help helps wherever it stands; nothing is started by this.
set -euo pipefail
root=$1
export CHOPHIEN_CONF
CHOPHIEN_CONF=$(mktemp -d)/chophien.conf  # Whatever is made of settings is not this tree's.
trap 'rm -rf "$(dirname "$CHOPHIEN_CONF")"' EXIT
wrong=0
complain() { echo "✗ $1"; wrong=1; }

# refused "words": ends at once, not with 0, and says what helps.
refused() {
  local said
  # shellcheck disable=SC2086
  if said=$(timeout 20 "$root/chophien" $1 2>&1 < /dev/null); then complain "'$1' was taken"; fi
  [[ "$said" == *"What helps"* || "$said" == *"./chophien"*":"* ]] || complain "'$1' was refused without a word of help: $said"
}
for command in up down status logs test fuzz bench reset doctor ledger stock; do
  said=$(timeout 20 "$root/chophien" $command --help < /dev/null) || complain "'$command --help' failed"
  [[ "$said" == "./chophien $command"* ]] || complain "'$command --help' does not begin with the command: $said"
done
said=$(timeout 20 "$root/chophien" stock long-run --help < /dev/null) || complain "'stock long-run --help' failed"
[[ "$said" == *"stock long-run"* ]] || complain "'stock long-run --help' tells of something else: $said"
refused "upp"
refused "up --siez 10"
refused "up --size many"

# A size that a loaded market cannot take any more is not passed over; the size it has is.
market=$(dirname "$CHOPHIEN_CONF")
sized() { ROOT=$root bash -c 'source "$ROOT/deploy/launch/common.sh"; source "$ROOT/deploy/launch/demo.sh"; DATA_DIR=$1; load_demo "$2"' - "$market" "$1"; }
echo 500 > "$market/demo-loaded"
[[ "$(sized 10000)" == *"--size 10000 changes nothing"*"What helps"* ]] || complain "another size of a loaded market was passed over"
[ -z "$(sized 500)$(sized 0)" ] || complain "the size that the market has was complained of"

refused "down now"
refused "status x"
refused "doctor x"
refused "reset --yess"
refused "logs no-such-service"
refused "bench --siez 10"
refused "bench --seconds"
refused "fuzz --seconds"
refused "fuzz no-such-target"
refused "ledger"
refused "ledger verify all"
refused "stock verify all"
refused "stock long-run --placement 5"
refused "stock long-run --placements many"
exit $wrong
