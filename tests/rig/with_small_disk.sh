#!/usr/bin/env bash
# with_small_disk.sh MB node-test-file: a test market whose data folder is a disk of so many megabytes (in a mount namespace of its own,
# so that nothing stays mounted), the test against it, and the market's end. Exit 77 where this machine lets nobody mount.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${TEST_DISK_MB:-}" ]; then
  megabytes=$1 test=$2
  for own in "--mount" "--mount --map-root-user"; do
    # shellcheck disable=SC2086
    unshare $own bash -c 'mount -t tmpfs tmpfs /mnt' 2> /dev/null || continue
    # shellcheck disable=SC2086
    TEST_DISK_MB=$megabytes exec unshare $own bash "$0" "$test"
  done
  echo "Skipped: this machine lets nobody mount a small disk."
  exit 77
fi
# The edge's cache needs its room in memory whatever this machine gives.
mount -t tmpfs -o size=640M,mode=1777 tmpfs /dev/shm
trap 'bash "$here/market.sh" down > /dev/null 2>&1 || true' EXIT
bash "$here/market.sh" up
node --test "$1"
