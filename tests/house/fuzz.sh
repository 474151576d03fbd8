#!/usr/bin/env bash
# Every fuzz target is built, has a corpus to replay, and every corpus and dictionary a target. Usage: fuzz.sh ROOT
set -uo pipefail
cd "$1/tests/fuzz" || exit 2
bad=0
complain() { bad=1; echo "✗ $*"; }
for file in targets/*.cpp; do
  name=$(basename "$file" .cpp)
  grep -qE "^chophien_fuzz\(${name}[ )]" CMakeLists.txt || complain "$file is in no CMakeLists.txt"
  [ -n "$(git ls-files "corpus/$name")" ] || complain "$file has no seed in tests/fuzz/corpus/$name"
  [ -z "$(find "corpus/$name" -type f -size +512k 2> /dev/null)" ] || complain "tests/fuzz/corpus/$name holds a file of more than half a megabyte"
done
for folder in corpus/*/ dictionaries/*.dict; do
  name=$(basename "$folder" .dict)
  [ -e "targets/$name.cpp" ] || complain "$folder belongs to no target"
done
[ $bad = 0 ] && echo "Every target has its corpus."
exit $bad
