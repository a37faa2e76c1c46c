#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One flipped byte in the journal, in the log or in a certificate is found and its place is named; so is a
# journal that has lost its end, and an append that the power cut off is given up only when told. The offsets are drawn from a fixed seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/flip.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
data=$work/data
key=$data/keys/log.vkey
page_bytes=16384

# offsets_in FIRST END COUNT: that many different offsets from FIRST to before END.
offsets_in() {
  python3 -c '
import random, sys
first, end, count = map(int, sys.argv[1:])
span = range(first, end)
print(*sorted(random.Random(20240520).sample(span, min(count, len(span)))))' "$@"
}

# flips_are_found FILE FIRST COUNT PATTERN READER...: the reader ends with 1 or 2 at each flip from offset FIRST
# on, and says what PATTERN matches; PAGE in it stands for the page that was hit.
flips_are_found() {
  local file=$1 first=$2 count=$3 pattern=$4 offset code output wanted
  shift 4
  for offset in $(offsets_in "$first" "$(stat -c %s "$file")" "$count"); do
    wanted=${pattern/PAGE/page $((offset / page_bytes + 1))}
    code=0
    flip_byte "$file" "$offset"
    output=$("$@" 2>&1) || code=$?
    flip_byte "$file" "$offset"
    if [ $code -ne 1 ] && [ $code -ne 2 ] || ! grep -qE -- "$wanted" <<<"$output"; then
      echo "byte $offset of $file: exit code $code, wanted /$wanted/ in: $output"
      return 1
    fi
  done
}

flips_in_journal() {
  local copy=$work/flipped
  cp -r "$data" "$copy"
  rm -f "$copy"/journal.db-*
  expect_success 'the untouched journal is sound' "$tanshu" replay --data "$copy"
  expect_success 'journal.db: flips anywhere' flips_are_found \
    "$copy/journal.db" 0 50 'journal.db .*PAGE( |,)' "$tanshu" replay --data "$copy"
  expect_success 'journal.db: flips near its end' flips_are_found "$copy/journal.db" \
    $(($(stat -c %s "$copy/journal.db") - page_bytes)) 10 'journal.db .*PAGE( |,)' \
    "$tanshu" replay --data "$copy"
  expect_success 'the journal is sound again' "$tanshu" replay --data "$copy"
}

# flips_in_log FILE: relative to the log.
flips_in_log() {
  expect_success "log/$1: flips" flips_are_found "$data/log/$1" 0 6 "^${1//./\\.}: ." \
    "$tanshu" verify --log "$data/log" --key "$key"
}

fullest() { find "$data/log/$1" -type f -printf '%f\n' | sort -n | tail -n 1; }

flips_in_all_of_log() {
  local audit=("$tanshu" verify --log "$data/log" --key "$key")
  expect_success 'the untouched log is sound' "${audit[@]}"
  flips_in_log checkpoint
  flips_in_log tile/0/000
  flips_in_log "tile/0/001.p/$(fullest tile/0/001.p)"
  flips_in_log tile/0/001.p/10
  flips_in_log "tile/1/000.p/$(fullest tile/1/000.p)"
  flips_in_log tile/entries/000
  flips_in_log "tile/entries/001.p/$(fullest tile/entries/001.p)"
  flips_in_log tile/entries/001.p/10
  expect_success 'the log is sound again' "${audit[@]}"
}

# flips_in_document FILE FIRST COUNT
flips_in_document() {
  expect_success "$(basename "$1"): flips from byte $2 on" flips_are_found "$1" "$2" "$3" \
    '首个问题 First problem：.' "$tanshu" verify "$1" --key "$key"
}

flips_in_documents() {
  local kind file
  start_server_here || return 1
  for kind in json pdf proof; do
    file=$work/r000001.$kind
    curl -sf -o "$file" "$address/v1/certificates/r000001.$kind" || return 1
    expect_success "the untouched $kind is valid" "$tanshu" verify "$file" --key "$key"
    flips_in_document "$file" 0 15
  done
  file=$work/r000001.pdf
  flips_in_document "$file" $(($(stat -c %s "$file") - 7000)) 15
  expect_success 'the pdf is valid again' "$tanshu" verify "$file" --key "$key"
  stop_server
}

start_server_here() { start_server "$tanshu" "$data" "$work/serve.log" --demo; }

# register CODE: a participant more, over HTTP; the answer comes once it is durable.
register() {
  local jar=$work/cookies csrf
  csrf=$(curl -sf -c "$jar" -H 'Content-Type: application/json' -d '{"user":"admin"}' \
    "$address/v1/demo/session" | python3 -c 'import json, sys; print(json.load(sys.stdin)["csrf"])')
  curl -sf -b "$jar" -H 'Content-Type: application/json' -H "X-Tanshu-Csrf: $csrf" \
    -H "Idempotency-Key: $1" "$address/v1/commands" -d '{"command":"register_participant","body":{
    "id":"'"$1"'","kind":"firm","name_zh":"企业","name_en":"Firm","region":"150200"}}'
}

# crash_with_open_wal: the server dies with its last commits in journal.db-wal only.
crash_with_open_wal() {
  start_server_here && register late-1 && register late-2 && register late-3 || return 1
  kill -9 "$server"
  wait "$server" 2>/dev/null || true
  server=''
  [ -s "$data/journal.db-wal" ]
}

# lost NAME COMMAND...: replay of a copy in which COMMAND took the end away; COPY stands for it.
lost() {
  local name=$1 copy=$work/cut
  shift
  rm -rf "$copy"
  cp -r "$data" "$copy"
  "${@//COPY/$copy}"
  expect_lost "$name" "$copy"
}

expect_lost() {
  local output code=0
  output=$("$tanshu" replay --data "$2" 2>&1) || code=$?
  if [ $code -eq 2 ] && grep -qE 'entry [0-9]+ and on are lost' <<<"$output"; then
    expect_report ok "$1"
  else
    expect_report bad "$1" "exit code $code, wanted 2 and the lost entries in: $output"
  fi
}

older_journal() {
  rm -f "$1"/journal.db-wal "$1"/journal.db-shm
  cp "$work/older.db" "$1/journal.db"
}

half_of_wal() {
  rm -f "$1/journal.db-shm"
  truncate -s $(($(stat -c %s "$1/journal.db-wal") / 2)) "$1/journal.db-wal"
}

cut_off_journals() {
  cp "$data/journal.db" "$work/older.db"
  expect_success 'a server dies with commits in its write-ahead log' crash_with_open_wal
  cp -r "$data" "$work/crashed"
  expect_success 'what it left is whole' "$tanshu" replay --data "$work/crashed"
  lost 'an older journal beside a newer checkpoint' older_journal COPY
  lost 'the write-ahead log cut in half' half_of_wal COPY
  lost 'the write-ahead log deleted' rm -f COPY/journal.db-wal COPY/journal.db-shm
  lost 'the write-ahead log emptied' truncate -s 0 COPY/journal.db-wal
  rm -rf "$work/crashed"
  cp -r "$data" "$work/crashed"
  expect_success 'journal.db-wal: flips' flips_are_found "$work/crashed/journal.db-wal" 0 20 \
    'journal\.db|are lost' "$tanshu" replay --data "$work/crashed"
}

# torn_last_append DIRECTORY: what is left when the power goes before the last append has reached the disk: the
# page is damaged, and nothing derived knows of the block.
torn_last_append() {
  rm -rf "$1" && cp -r "$work/crashed" "$1" &&
    rm -rf "$1/log" "$1"/views.db* "$1/journal.db-shm" && cp -r "$work/log_before" "$1/log" &&
    flip_byte "$1/journal.db-wal" $(($(stat -c %s "$1/journal.db-wal") - 100))
}

# given_up DIRECTORY: the server starts on it when told to drop the torn tail, with all that was acknowledged.
given_up() {
  start_server "$tanshu" "$1" "$work/serve.log" --demo --drop-torn-tail || return 1
  local kept gone=0
  kept=$(curl -sf "$address/v1/participants?id=torn-1" | grep -c '"id":"torn-1"')
  curl -sf "$address/v1/participants/torn-2" >/dev/null || gone=$?
  stop_server
  [ "$kept" = 1 ] && [ $gone -eq 22 ] && "$tanshu" replay --data "$1"
}

# refused_start DIRECTORY PATTERN OPTION...
refused_start() {
  local data=$1 pattern=$2 output code=0
  shift 2
  output=$(timeout 60 "$tanshu" serve --data "$data" --port 0 "$@" 2>&1) || code=$?
  [ $code -eq 2 ] && grep -qE -- "$pattern" <<<"$output" || { echo "$code: $output" && return 1; }
}

torn_tails() {
  local torn=$work/torn
  start_server_here && register torn-1 >/dev/null || return 1
  stop_server
  cp -r "$data/log" "$work/log_before"
  start_server_here && register torn-2 >/dev/null || return 1
  # Asking for the log's head waits until what is durable is published.
  curl -sf "$address/v1/log" >/dev/null || return 1
  kill -9 "$server"
  wait "$server" 2>/dev/null || true
  server=''
  rm -rf "$work/crashed" && cp -r "$data" "$work/crashed"
  torn_last_append "$torn"
  expect_success 'a torn last append is refused by itself' refused_start "$torn" 'last append'
  expect_success 'an operator can give it up' given_up "$torn"
  torn_last_append "$torn"
  rm -rf "$torn/log" && cp -r "$work/crashed/log" "$torn/log"
  expect_success 'but not one that was published' \
    refused_start "$torn" 'are lost' --drop-torn-tail
}

expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
flips_in_journal
flips_in_all_of_log
flips_in_documents || expect_report bad 'documents' "$(cat "$work/serve.log")"
torn_tails
cut_off_journals
expect_close
