# Debian and npm packages. Sourced.

missing_packages() {  # missing_packages [fuzz]: what only fuzzing needs, too
  local name purpose
  while read -r name purpose; do
    case "$name" in ''|'#'*) continue ;; esac
    [ "$purpose" != fuzz ] || [ "${1:-}" = fuzz ] || continue
    dpkg-query -W -f '${Status}' "$name" 2> /dev/null | grep -q '^install ok installed' || echo "$name"
  done < "$ROOT/deploy/packages.txt"
  # Any Node from 18 on will do; Debian's is taken when there is none.
  if ! command -v node > /dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then echo nodejs; fi
  command -v npm > /dev/null || echo npm
}

install_packages() {  # install_packages [fuzz]
  local missing log
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  command -v apt-get > /dev/null || fail "These packages are missing and this is no Debian: ${missing//$'\n'/ }" "Use Debian 12, or install their equivalents by hand."
  if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
    fail "These packages are missing and there is no sudo: ${missing//$'\n'/ }" "As root: apt-get install ${missing//$'\n'/ }"
  fi
  step "Installing $(echo "$missing" | wc -l) Debian packages"
  mkdir -p "$ROOT/build"
  log=$ROOT/build/packages.log
  as_root apt-get update > "$log" 2>&1 || fail "apt-get update failed." "Check this machine's network and /etc/apt." "$log"
  # The packages' own servers must not start: the market runs private ones. The file stands only while installing.
  local guard=/usr/sbin/policy-rc.d guarded=0
  if ! as_root test -e $guard; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee $guard > /dev/null && as_root chmod 755 $guard && guarded=1
  fi
  # shellcheck disable=SC2086
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >> "$log" 2>&1; then
    [ $guarded = 1 ] && as_root rm -f $guard
    fail "Debian's packages could not be installed." "Read the log; often another apt is running." "$log"
  fi
  [ $guarded = 1 ] && as_root rm -f $guard
  return 0
}

install_npm() {
  local stamp=$ROOT/node_modules/.chophien-stamp wanted
  wanted=$(sha256sum "$ROOT/package-lock.json" | cut -d' ' -f1)
  [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  step "Fetching the npm packages (build and tests only)"
  mkdir -p "$ROOT/build"
  (cd "$ROOT" && npm ci --no-audit --no-fund) > "$ROOT/build/npm.log" 2>&1 ||
    fail "npm could not fetch its packages." "Check this machine's network." "$ROOT/build/npm.log"
  echo "$wanted" > "$stamp"
}
