#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two organisations follow an operator's log, execute it again and cosign it; the quorum confirms; an edited
# history is refused by both, who name the entry.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=$(realpath "${TANSHU:-$PWD/build/tanshu}")
work=$(mktemp -d)
watcher=''
false_server=''
stop_process() { [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }; }
trap 'stop_process "$watcher"; stop_process "$false_server"; stop_server; rm -rf "$work"' EXIT
data=$work/data
policy=$work/policy.toml
key=$data/keys/log.vkey

# follow NAME OPTION...: one round of that follower on the operator's server.
follow() {
  local name=$1
  shift
  timeout 120 "$tanshu" follow "$address" --data "$work/$name" --once "$@"
}

# member FILE NAME...: a member of a JSON document, by the names on the way to it.
member() {
  python3 -c '
import json, sys
value = json.load(open(sys.argv[1], encoding="utf-8"))
for name in sys.argv[2:]:
    value = value[int(name) if isinstance(value, list) else name]
print(json.dumps(value) if isinstance(value, (dict, list, bool)) else value)' "$@"
}

# served PATH NAME...: the same of an answer of the server.
served() {
  local path=$1
  shift
  curl -sf "$address$path" >"$work/answer" && member "$work/answer" "$@"
}

is() { [ "$1" = "$2" ] || { echo "'$1' instead of '$2'" && return 1; }; }

serve() { start_server "$tanshu" "$data" "$work/serve.log" "$@"; }

# A command at the operator's, while no server has the directory.
give_one() {
  "$tanshu" command --data "$data" --as admin register_participant "{\"id\":\"$1\",\"kind\":\"firm\",
    \"name_zh\":\"企业\",\"name_en\":\"Firm\",\"region\":\"150200\"}" >/dev/null
}

write_policy() {
  { printf 'log = "%s"\nconfirmed = { executed = 2, holds = 2 }\n' "$(cat "$key")"
    cat "$work/bureau.toml" "$work/bank.toml"
  } >"$policy"
}

make_keys() {
  "$tanshu" follow --data "$work/bureau" --name bureau.example/follower >"$work/bureau.toml" &&
    "$tanshu" follow --data "$work/bank" --name bank.example/follower >"$work/bank.toml"
}

keys_are_secret() { is "$(stat -c %a "$work"/bureau/keys/*.seed | sort -u)" 600; }

# state_is WANTED: of the first entry, of a certificate's retirement, and in the size that is confirmed.
state_is() {
  local wanted=$1 size=0
  [ "$wanted" = sequenced ] || size=$(served /v1/log size)
  is "$(served /v1/entries/0 confirmation)" "$wanted" &&
    is "$(served /v1/confirmations/retirements/r000001 confirmation)" "$wanted" &&
    is "$(served /v1/log confirmed_size)" "$size"
}

same_state_digest() {
  "$tanshu" replay --data "$data" --json >"$work/replay.json"
  is "$(member "$work/bureau.json" state_digest)" "$(member "$work/replay.json" state_digest)" &&
    is "$(member "$work/bureau.json" root)" "$(member "$work/replay.json" root)"
}

confirm() {
  expect_success 'the bureau keeps, executes and cosigns' \
    sh -c '"$@" >'"$work/bureau.json" - "$tanshu" follow "$address" --data "$work/bureau" \
    --policy "$policy" --once --json
  expect_success 'it states all three' is "$(member "$work/bureau.json" statements)" \
    '["seen", "holds", "executed"]'
  expect_success 'one of two does not confirm' state_is sequenced
  expect_success 'the bank does the same' follow bank --policy "$policy"
  expect_success 'two of two confirm' state_is confirmed
  expect_success 'the checkpoint served carries six cosignatures' \
    is "$(curl -sf "$address/log/checkpoint" | grep -c '^— .*example/follower/')" 6
}

fetch_documents() {
  curl -sf -o "$work/confirmed.json" "$address/v1/certificates/r000001.json" &&
    curl -sf -o "$work/confirmed.pdf" "$address/v1/certificates/r000001.pdf" &&
    curl -sf -o "$work/confirmed.proof" "$address/v1/certificates/r000001.proof"
}

says_who_confirmed() {
  local output
  output=$("$tanshu" verify "$1" --policy "$policy") || { echo "$output" && return 1; }
  grep -q '^有效 VALID$' <<<"$output" && grep -q 'bureau.example/follower' <<<"$output" &&
    grep -q 'bank.example/follower' <<<"$output" && grep -q '已确认' <<<"$output" || { echo "$output" && return 1; }
}

documents() {
  local kind
  expect_success 'documents are served' fetch_documents
  for kind in json pdf proof; do
    expect_success "a $kind says who confirmed it" says_who_confirmed "$work/confirmed.$kind"
  done
  sed 's/executed = 2, holds = 2/executed = 2, seen = 2, holds = 2/' "$policy" >"$work/more.toml"
  expect_success 'a policy that all three satisfy' "$tanshu" verify "$work/confirmed.json" \
    --policy "$work/more.toml"
  { sed '/^\[\[follower/,$d' "$policy" && cat "$work/stranger-1.toml" "$work/stranger-2.toml"; } >"$work/strange.toml"
  expect_refusal 'strangers have not confirmed it' '仅获排序|not confirmed' \
    "$tanshu" verify "$work/confirmed.json" --policy "$work/strange.toml"
}

make_strangers() {
  local number
  for number in 1 2; do
    "$tanshu" follow --data "$work/stranger-$number" --name "stranger-$number" \
      >"$work/stranger-$number.toml" || return 1
  done
}

grow() {
  stop_server
  give_one "$1"
  serve --policy "$policy"
}

wait_until() {
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  "$@"
}

# kept NAME: how much the follower's own copy covers.
kept() { sed -n 2p "$work/$1/log/checkpoint"; }

caught_up() { is "$(kept "$1")" "$(served /v1/log size)"; }

killed_and_resumed() {
  "$tanshu" follow "$address" --data "$work/bank" --interval 0.2 >"$work/watch.log" 2>&1 &
  watcher=$!
  expect_success 'a follower that runs on catches up' wait_until caught_up bank
  kill -9 "$watcher"
  wait "$watcher" 2>/dev/null || true
  watcher=''
  grow after-the-kill
  expect_success 'killed, it goes on where it was' follow bank
  expect_success 'and has all there is' caught_up bank
  expect_success 'its copy audits' "$tanshu" verify --log "$work/bank/log" --key "$key"
  expect_success 'the log served audits' "$tanshu" verify --log "$address/log" --key "$key"
}

# serve_falsely DIR: the operator's log as DIR has it, at the same kind of address.
serve_falsely() {
  local port
  port=$(free_port)
  python3 -m http.server "$port" --bind 127.0.0.1 --directory "$1" >"$work/false.log" 2>&1 &
  false_server=$!
  false_address=http://127.0.0.1:$port
  wait_until curl -sf -o /dev/null "$false_address/log/checkpoint"
}

refused_at() { is "$(member "$work/$1/refusal.json" log_index)" "$2"; }

note_stands() { is "$(sha256sum <"$work/$1/log/checkpoint")" "$2"; }

edited_history() {
  local name before index=20
  expect_success 'the operator edits an old entry and signs it all anew' \
    python3 tools/tests/edit_history.py "$data" $index "$work/edited"
  expect_success 'by its own files the edited log is sound' \
    "$tanshu" verify --log "$work/edited/log" --key "$key"
  serve_falsely "$work/edited"
  for name in bureau bank; do
    before=$(sha256sum <"$work/$name/log/checkpoint")
    expect_refusal "the $name refuses it and names the entry" "REFUSED .*entry $index \(block [0-9]+\)" \
      "$tanshu" follow "$false_address" --data "$work/$name" --once
    expect_success "the $name wrote it down" refused_at $name $index
    expect_success "the $name signed nothing" note_stands $name "$before"
    expect_refusal "the $name refuses ever after" "entry $index " follow $name
  done
  expect_refusal 'one who meets it first finds that executing comes to something else' \
    "REFUSED .*entry ($index|$((index + 1))) \(block [0-9]+\)" \
    "$tanshu" follow "$false_address" --data "$work/stranger-1" --key "$key" --once
  expect_success 'and signs nothing' test "$(grep -c '^— ' "$work/stranger-1/log/checkpoint")" -eq 1
  stop_process "$false_server"
  false_server=''
}

cleared() {
  expect_success 'a person lifts the refusal' "$tanshu" follow --data "$work/bureau" --clear
  grow after-the-refusal
  expect_success 'and the bureau follows the true log again' follow bureau
}

expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
expect_success 'keys are made without a server' make_keys
expect_success 'they are for their owner alone' keys_are_secret
expect_success 'strangers make theirs' make_strangers
write_policy
serve --policy "$policy"
expect_success 'nothing is confirmed yet' state_is sequenced
confirm
expect_success 'the bureau holds the books of the operator' same_state_digest
documents
expect_refusal 'a key that the policy does not list is turned away' '1046' \
  sh -c '"$@" 2>&1 || exit 1' - "$tanshu" follow "$address" --data "$work/stranger-2" --key "$key" --once
grow after-the-quorum
expect_success 'what is new is sequenced' is "$(served '/v1/entries?limit=1' items 0 confirmation)" sequenced
expect_success 'what was confirmed stays so' is "$(served /v1/entries/0 confirmation)" confirmed
killed_and_resumed
expect_success 'the bureau catches up' follow bureau
expect_success 'and confirms it' state_is confirmed
edited_history
cleared
expect_close
