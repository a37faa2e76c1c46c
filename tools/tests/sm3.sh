#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A cell whose proofs are made with SM3: verified by the program with either key, by a foreign assessor with SM3 and
# SM2 alone, followed, replayed, and refused where it was changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh
source tools/dev/flip.sh

tanshu=$(realpath "${TANSHU:-$PWD/build/tanshu}")
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
data=$work/data
sm2=$data/keys/log.sm2.vkey

assess() { timeout 120 python3 tools/foreign/gm_assessor.py "$1" "$sm2"; }

says() { grep -q -- "$1" <<<"$("${@:2}")"; }

# flipped FILE OFFSET: a copy of the log with a bit changed there.
flipped() {
  rm -rf "$work/flipped"
  cp -r "$data/log" "$work/flipped"
  flip_byte "$work/flipped/$1" "$2"
}

read_journal() {
  "$tanshu" schema json >"$work/schema.json"
  python3 tools/foreign/journal_reader.py "$data/journal.db" "$work/schema.json" "$@" >/dev/null
}

fetch() {
  local kind
  for kind in json pdf proof; do
    curl -sf -o "$work/r000001.$kind" "$address/v1/certificates/r000001.$kind" || return 1
  done
}

names_both_keys() { curl -sf "$address/v1/log" | grep -q '"sm2_vkey":"tanshu/baotou+.*"hash":"sm3"'; }

follow() { timeout 120 "$tanshu" follow "$address" --data "$work/follower" --once "$@"; }

verifies() { "$tanshu" verify "$@" >"$work/verdict" 2>&1 || { cat "$work/verdict"; return 1; }; }

expect_success 'the story is told with SM3' "$tanshu" demo baotou --data "$data" --proof sm3
expect_success 'the checkpoint says so' grep -qx 'hash sm3' "$data/log/checkpoint"
expect_success 'the log is audited with the SM2 key' \
  says 'SM2-SM3' "$tanshu" verify --log "$data/log" --key "$sm2"
expect_success 'and with the Ed25519 key' "$tanshu" verify --log "$data/log" --key "$data/keys/log.vkey"
expect_success 'an assessor with SM3 and SM2 alone comes to the same' says 'hold' assess "$data/log"
expect_success 'the journal re-executes to the signed log' "$tanshu" replay --data "$data"
expect_success 'the second reader follows its chain with SM3' read_journal sm3
expect_refusal 'and not with SHA-256' 'entries root' read_journal
{ printf 'log = "%s"\nconfirmed = { executed = 1 }\n' "$(cat "$data/keys/log.vkey")"
  "$tanshu" follow --data "$work/follower" --name bank.example
} >"$work/policy.toml"
start_server "$tanshu" "$data" "$work/serve.log" --policy "$work/policy.toml"
expect_success 'the API names both keys and the hash' names_both_keys
expect_success 'a follower executes and cosigns' follow --key "$data/keys/log.vkey"
expect_success 'documents are served' fetch
stop_server
for kind in json pdf proof; do
  expect_success "the $kind is valid" verifies "$work/r000001.$kind" --key "$data/keys/log.vkey"
  expect_success "the $kind is valid with the SM2 key alone" verifies "$work/r000001.$kind" --key "$sm2"
done
expect_success 'the document is confirmed' verifies "$work/r000001.json" --policy "$work/policy.toml"
expect_success "an assessor verifies the follower's copy" says 'hold' assess "$work/follower/log"
flipped tile/entries/000 300
expect_refusal 'the assessor finds a changed entry' 'another root' assess "$work/flipped"
expect_refusal 'so does the program' 'NOT VALID' "$tanshu" verify --log "$work/flipped" --key "$sm2"
expect_close
