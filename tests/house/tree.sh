#!/usr/bin/env bash
# Checks of the tree itself, each a sentence that was once broken somewhere. Usage: tree.sh ROOT
set -uo pipefail
cd "$1" || exit 2
bad=0
complain() { bad=1; echo "✗ $*"; }

# Every test in the tree is built: a test that no target names never fails.
while read -r file; do
  folder=$(dirname "$file") name=$(basename "$file")
  found=0
  while [ "$folder" != . ]; do
    if grep -qs "$name" "$folder/CMakeLists.txt"; then found=1; break; fi
    folder=$(dirname "$folder")
  done
  [ $found = 1 ] || complain "$file is in no CMakeLists.txt"
done < <(git ls-files 'tests/*_test.cpp')

# No globbing of sources.
grep -rn 'file(GLOB' --include=CMakeLists.txt . 2> /dev/null | grep -v '^./\(build\|node_modules\)' && complain "CMake globs sources"

# Templates escape: the pragma stands first, and what it does not protect is not used with a variable. Only *_HTML goes in as
# it is: code can fill such a variable with a storefront::view::TrustedHtml alone.
while read -r template; do
  head -n 1 "$template" | grep -q '^{{%AUTOESCAPE context="HTML"}}' || complain "$template does not begin with the auto-escape pragma"
  grep -nP '(?<!_HTML):none|srcdoc|xlink:href="[^"]*\{\{|formaction="[^"]*\{\{' "$template" && complain "$template uses what auto-escape does not protect"
done < <(git ls-files 'storefront/templates/*.html')

# Migrations: one statement a file, and a header that says whether the previous release can run beside it.
while read -r migration; do
  head -n 3 "$migration" | grep -qi 'safe beside the previous release' || complain "$migration does not say whether it is safe beside the previous release"
  [ "$(sed 's/--.*//' "$migration" | grep -c ';[[:space:]]*$')" -le 1 ] || complain "$migration holds more than one statement"
done < <(git ls-files '*/store/migrations/*.sql')

# Nothing sleeps in tests without its reason on the line ("// Sleeps: between two looks."), nothing points at one machine, no registry host is written down.
git ls-files 'tests/*.cpp' 'tests/*.hpp' | xargs -r grep -nE 'sleep_for|usleep\(|[^_]sleep\(' | grep -v '// Sleeps: [a-z]' && complain "a test sleeps and does not say why: wait for a condition or move a clock"
git ls-files | grep -v '^tests/house/' | xargs -r grep -nIE '/work/(main|shared)|registry\.npmjs\.org|deb\.debian\.org' && complain "a path or host of one machine is in the tree"
git ls-files '*.cpp' '*.hpp' '*.mjs' '*.ts' '*.sh' '*.html' '*.css' | grep -v '^tests/house/' | xargs -r grep -nwE 'TODO|FIXME|XXX|HACK' && complain "a mark of unfinished work is in the tree"

# Heavy headers stay out of headers. A reader's header may include nlohmann/json.hpp when it says "Include from .cpp files
# only" (keel/http/fields.hpp is one), and then no other header may include it unless it says the same.
only='Include from \.cpp files only'
git ls-files '*.hpp' | xargs -r grep -nE '#include <(cppconn|pistache|spdlog)' && complain "a heavy header is included from a header"
while read -r header; do
  grep -q "$only" "$header" && continue
  grep -nE '#include <nlohmann/json\.hpp>' "$header" && complain "$header includes nlohmann/json.hpp: use json_fwd.hpp"
  while read -r inner; do
    [ -e "$inner" ] && grep -q "$only" "$inner" && complain "$header includes $inner, which is for .cpp files only"
  done < <(grep -oP '^ *#include "\K[^"]+' "$header")
done < <(git ls-files '*.hpp' | grep -v '^tests/')

# Every problem code a service can answer has its sentences, and stands in docs/problems.md. keel/outbox is left out: how a
# feed fared is told to the log, never to a caller.
for service in accounts catalog orders payments shipping-adapters storefront keel; do
  [ -d "$service" ] || continue
  git ls-files "$service/*.cpp" "$service/*.hpp" | grep -v '^keel/outbox/' | xargs -r grep -ohE '\bKind::k[A-Za-z]+, *"[a-z0-9-]+"' | grep -oE '"[^"]+"' | tr -d '"' | sort -u | while read -r code; do
    grep -rqs "{\"$code\"" "$service" keel --include='*.cpp' || echo "$service answers '$code' but no ProblemText has it"
    [ -e docs/problems.md ] && { grep -q "^### $code" docs/problems.md || echo "docs/problems.md lacks '$code'"; }
  done
done > /tmp/house.$$ 
if [ -s /tmp/house.$$ ]; then cat /tmp/house.$$; bad=1; fi
rm -f /tmp/house.$$
# One layout everywhere: a change shows what it changes, not how its writer breaks lines.
git ls-files -z '*.cpp' '*.hpp' | xargs -0 -n 40 -P 2 clang-format --dry-run -Werror || complain "a source is not laid out by .clang-format: clang-format -i"

# Scripts are read by ShellCheck with nothing but what .shellcheckrc leaves out, and why.
git ls-files -z '*.sh' | xargs -0 shellcheck chophien || complain "ShellCheck finds fault with a script"

# Every number that a market may choose has its bounds: FLAT_FREIGHT_VND=-30000 would be taken, PLACING_LANES=0 place nothing ever.
git ls-files '*main.cpp' '*registry.cpp' | grep -v '^\(tests\|deploy\)/' | xargs grep -n 'IsNumber' && complain "a setting without bounds: keel::Between"

# `up` builds what stands in PRODUCT, CI builds everything: a part that PRODUCT leaves out is missed only by newcomers.
for part in $(git ls-files '*/CMakeLists.txt' | cut -d/ -f1 | sort -u | grep -v '^tests$'); do
  grep -qE "^PRODUCT=\(.*\b$part/all\b" deploy/launch/build.sh || complain "./chophien up does not build $part/: deploy/launch/build.sh, PRODUCT"
done
[ $bad = 0 ] && echo "The tree is in order."
exit $bad
