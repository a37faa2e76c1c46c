# SPDX-License-Identifier: Apache-2.0
# For test scripts: damages one byte of a file.

# flip_byte FILE OFFSET: turns its lowest bit over; doing it twice mends it.
flip_byte() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  # shellcheck disable=SC2059
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
