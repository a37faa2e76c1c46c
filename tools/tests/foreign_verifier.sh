#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The log of the Baotou story, on disk and as served, is accepted by a verifier that is not ours.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/flip.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
verify=build/foreign/verify
work=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
data=$work/data
key=$data/keys/log.vkey

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# damaged NAME PATTERN FILE: one flipped byte in the middle of a file of the log must be found.
damaged() {
  local name=$1 pattern=$2 file=$3 middle
  middle=$(($(stat -c %s "$file") / 2))
  flip_byte "$file" "$middle"
  expect_refusal "$name" "$pattern" "$verify" -vkey "$key" -log "$data/log"
  flip_byte "$file" "$middle"
}

wait_until_served() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    ! curl -sf -o /dev/null "$1/log/checkpoint" || return 0
    kill -0 "$server" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

serve_and_verify() {
  local address
  address=http://127.0.0.1:$(free_port)
  "$tanshu" serve --data "$data" --port "${address##*:}" >"$work/serve.log" 2>&1 &
  server=$!
  expect_success 'the log is served' wait_until_served "$address"
  expect_success 'the served log, extending the one on disk' \
    "$verify" -vkey "$key" -log "$address/log" -old "$work/checkpoint.old"
}

tools/foreign/build
expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
expect_success 'the log on disk: checkpoint, full replay, audit paths' \
  "$verify" -vkey "$key" -log "$data/log"
if [ -f "$data/log/checkpoint" ]; then
  cp "$data/log/checkpoint" "$work/checkpoint.old"
  damaged 'a leaf tile' 'does not hash to leaf' "$(find "$data/log/tile/0" -type f | sort | head -n 1)"
  damaged 'a bundle' 'verify: tile/entries/' "$(find "$data/log/tile/entries" -type f | sort | head -n 1)"
  damaged 'the checkpoint' 'verify: checkpoint' "$data/log/checkpoint"
  serve_and_verify
fi
expect_close
