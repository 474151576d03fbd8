# ./chophien fuzz
source "$ROOT/deploy/launch/packages.sh"
source "$ROOT/deploy/launch/build.sh"
help_fuzz() {
  cat <<'TEXT'
./chophien fuzz [target…] [--seconds N] [--list]

Installs clang and libFuzzer where they are missing, builds the targets of tests/fuzz with the address and
undefined-behaviour sanitizers, and runs each for N seconds (20 when nothing is said) from its corpus on. Prints what each
did; exit 1 if one broke its property or a sanitizer spoke.

  ./chophien fuzz                          every target
  ./chophien fuzz bank_feed --seconds 600  one target for ten minutes
  ./chophien fuzz --list                   their names

What was learnt stays in build/fuzz/corpus and is where the next run begins. A finding lies in build/fuzz/findings/<target>/;
run build/fuzz/tests/fuzz/fuzz_<target> on it, mend the parser with a test, and keep the file, under a name that tells what it
is, in tests/fuzz/corpus/<target>/.
TEXT
}

fuzz_names() { (cd "$ROOT/tests/fuzz/targets" && printf '%s\n' *.cpp | sed 's/\.cpp$//'); }

# last_of LOG "pattern with one group": what the group held in the last line that has it, or a dash.
last_of() {
  local found
  found=$(grep -a -oP "$2" "$1" | tail -n 1)
  echo "${found:--}"
}

# fuzz_one TARGET SECONDS: a line of figures; returns 1 on a finding.
fuzz_one() {
  local name=$1 seconds=$2 state=0 file
  local learnt=$BUILD/corpus/$name findings=$BUILD/findings/$name log=$BUILD/log/$name.log words=()
  mkdir -p "$learnt" "$findings" "$BUILD/log"
  touch "$BUILD/log/$name.begun"
  [ -e "$ROOT/tests/fuzz/dictionaries/$name.dict" ] && words=("-dict=$ROOT/tests/fuzz/dictionaries/$name.dict")
  # The time-out is for one that hangs where libFuzzer cannot end it.
  ASAN_OPTIONS=detect_leaks=1:symbolize=1 ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-14) UBSAN_OPTIONS=print_stacktrace=1 \
    timeout -k 10 $((seconds + 120)) "$BUILD/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$findings/" "${words[@]}" "$learnt" "$ROOT/tests/fuzz/corpus/$name" \
    > "$log" 2>&1 || state=$?
  printf '%-18s %10s runs %8s/s   coverage %6s   inputs %6s   ' "$name" "$(last_of "$log" 'number_of_executed_units: \K\d+')" \
    "$(last_of "$log" 'average_exec_per_sec: +\K\d+')" "$(last_of "$log" 'cov: \K\d+')" "$(last_of "$log" 'corp: \K\d+')"
  if [ $state = 0 ]; then
    echo "nothing found"
    return 0
  fi
  printf '\033[31m✗ found\033[0m: %s\n' "$(grep -a -m1 -oP '(✗ broken: .*|ERROR: .*|runtime error: .*)' "$log" || echo "it ended with $state")"
  while read -r file; do printf '  Look at: %s\n' "$file"; done < <(find "$findings" -type f -newer "$BUILD/log/$name.begun")
  printf '  Log: %s\n' "$log"
  return 1
}

run_fuzz() {
  local seconds=20 names=() name found=0
  while [ $# -gt 0 ]; do
    case "$1" in
      --seconds) seconds=${2:-}; [ $# = 1 ] || shift ;;
      --list) fuzz_names; return 0 ;;
      -*) help_fuzz; exit 2 ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  [[ "$seconds" =~ ^[1-9][0-9]{0,5}$ ]] || fail "--seconds takes a whole number from 1 on." "./chophien fuzz --seconds 60"
  for name in "${names[@]}"; do
    [ -e "$ROOT/tests/fuzz/targets/$name.cpp" ] || fail "There is no target '$name'." "./chophien fuzz --list names them all."
  done
  [ ${#names[@]} -gt 0 ] || mapfile -t names < <(fuzz_names)
  BUILD=$ROOT/build/fuzz
  install_packages fuzz
  install_npm
  build_preset fuzz "${names[@]/#/fuzz_}"
  step "Fuzzing ${#names[@]} targets, $seconds s each"
  for name in "${names[@]}"; do fuzz_one "$name" "$seconds" || found=$((found + 1)); done
  [ $found = 0 ] || { printf '\033[31m✗ %s of %s targets found something.\033[0m\n' "$found" "${#names[@]}"; exit 1; }
  say "Nothing found."
}
