#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The foreign verifier accepts the log in fixtures/tlog/minilog and finds every damage done to a copy of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/flip.sh

work=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
log=$work/log
keys=(-vkey fixtures/tlog/minilog/log.vkey -witness fixtures/tlog/minilog/witness.vkey)
verify=build/foreign/verify

lay_log() {
  rm -rf "$log"
  cp -r fixtures/tlog/minilog "$log"
}

verify_all() {
  "$verify" "${keys[@]}" -log "$log" -old "$log/checkpoint.old" -proof "$log/proof.tlog-proof" \
    -entry "$log/proof.entry"
}

# every_byte NAME PATTERN FILE STEP COMMAND...: no flipped byte may go unseen.
every_byte() {
  local name=$1 pattern=$2 file=$3 step=$4 offset size output code
  shift 4
  size=$(stat -c %s "$file")
  for ((offset = 0; offset < size; offset += step)); do
    flip_byte "$file" "$offset"
    code=0
    output=$("$@" 2>&1) || code=$?
    flip_byte "$file" "$offset"
    if [ $code -ne 1 ] || ! grep -qE -- "$pattern" <<<"$output"; then
      expect_report bad "$name" "byte $offset: exit code $code, wanted 1 and /$pattern/ in: $output"
      return
    fi
  done
  expect_report ok "$name"
}

with_extra() {
  { head -n 1 "$log/proof.tlog-proof"
    printf 'extra %s\n' "$(base64 -w 0 "$log/proof.entry")"
    tail -n +2 "$log/proof.tlog-proof"
  } >"$log/whole.tlog-proof"
}

# The serving address is not known before it serves: port 0 lets the system choose.
serve_log() {
  python3 -u -m http.server 0 --bind 127.0.0.1 --directory "$log" >"$work/server.log" 2>&1 &
  server=$!
  local port='' tries
  for ((tries = 0; tries < 100; tries++)); do
    port=$(grep -oE 'port [0-9]+' "$work/server.log" | grep -oE '[0-9]+' || true)
    [ -z "$port" ] || break
    sleep 0.1
  done
  expect_success 'the log over http' "$verify" "${keys[@]}" -log "http://127.0.0.1:$port/"
  rm "$log/tile/1/000.p/2"
  expect_refusal 'a tile that is not served' 'tile/1/000.p/2: answers 404' \
    "$verify" "${keys[@]}" -log "http://127.0.0.1:$port/"
}

tools/foreign/build
expect_success 'the verifier holds on logs of its own making' \
  env GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= GOCACHE="$PWD/build/foreign/cache" \
  CGO_ENABLED=0 sh -c 'cd tools/foreign && go test ./...'

lay_log
expect_success 'the log as made' verify_all
with_extra
expect_success 'a proof with its entry, without the log' \
  "$verify" "${keys[@]}" -proof "$log/whole.tlog-proof"

every_byte 'each byte of the checkpoint' 'verify: checkpoint:' "$log/checkpoint" 1 verify_all
every_byte 'each byte of the old checkpoint' 'verify: old checkpoint:' "$log/checkpoint.old" 1 verify_all
every_byte 'each byte of the proof' 'verify: proof:' "$log/whole.tlog-proof" 1 \
  "$verify" "${keys[@]}" -proof "$log/whole.tlog-proof"
every_byte 'each byte of the proven entry' 'verify: proof:' "$log/proof.entry" 1 verify_all
every_byte 'each byte of the level 1 tile' 'tile/1/000.p/2: hash [01] ' "$log/tile/1/000.p/2" 1 verify_all
every_byte 'bytes of a full leaf tile' 'entry [0-9]+ does not hash to leaf [0-9]+ of tile/0/001$' \
  "$log/tile/0/001" 101 verify_all
every_byte 'bytes of the partial leaf tile' 'entry [0-9]+ .* of tile/0/002.p/88$' \
  "$log/tile/0/002.p/88" 101 verify_all
every_byte 'bytes of a full bundle' 'verify: tile/entries/000: ' "$log/tile/entries/000" 307 verify_all
every_byte 'bytes of the partial bundle' 'verify: tile/entries/002.p/88: ' \
  "$log/tile/entries/002.p/88" 101 verify_all
expect_success 'the log mended' verify_all

truncate -s -1 "$log/tile/entries/001"
expect_refusal 'a bundle cut short' 'tile/entries/001: entry 511 says' verify_all
lay_log
printf x >>"$log/tile/entries/001"
expect_refusal 'a bundle with a byte too many' 'tile/entries/001: 1 bytes too many' verify_all
lay_log
serve_log
expect_close
