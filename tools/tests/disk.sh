#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A full disk, a read-only disk, a clock that jumps and a bad page under a real server: it says so, stops taking
# commands, serves readers, loses nothing it acknowledged, and goes on once the trouble is mended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tanshu=${TANSHU:-$PWD/build/tanshu}

# In a mount namespace of its own whatever is mounted goes with the last process in it, however this ends.
if [ -z "${MAY_MOUNT:-}" ]; then
  if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
    MAY_MOUNT=yes exec unshare --mount --propagation private "$PWD/tools/tests/disk.sh"
  fi
  export MAY_MOUNT=no
fi

work=$(mktemp -d)
trap 'umount -q "$work"/cases/*/ 2>/dev/null || true; rm -rf "$work"' EXIT
"$tanshu" demo baotou --data "$work/story" >/dev/null
mkdir "$work/cases"
python3 tools/tests/disk.py "$tanshu" "$work/story" "$work/cases"
