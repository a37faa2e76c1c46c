#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A stranger verifies certificates with nothing but the program and the file: no network, no home, no data.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
tanshu=$(realpath "$tanshu")
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
mkdir "$work/empty" "$work/served"

apart=(unshare -n)
[ "$(id -u)" -eq 0 ] || apart=(unshare -rn)

# offline COMMAND...: without network and environment, in an empty directory.
offline() { (cd "$work/empty" && "${apart[@]}" env -i PATH=/usr/bin:/bin "$@"); }

has_no_network() {
  offline python3 -c '
import socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), 2)
except OSError:
    sys.exit(0)
sys.exit("there is a network")' "$1"
}

fetch_documents() {
  local kind
  start_server "$tanshu" "$work/data" "$work/serve.log" --demo || return 1
  expect_success 'the server is out of reach' has_no_network "${address##*:}"
  for kind in json pdf proof; do
    curl -sf -o "$work/served/r000001.$kind" "$address/v1/certificates/r000001.$kind" || return 1
  done
  curl -sf -o "$work/served/voucher.pdf" "$address/v1/vouchers/t000001.pdf" || return 1
  curl -sf -o "$work/served/ticket.json" "$address/v1/tickets/guyang-farm/bt-2023-001.json" || return 1
  curl -sf -o "$work/served/ticket.pdf" "$address/v1/tickets/firm-01/bt-2023-001.pdf" || return 1
}

says_valid() {
  local output
  output=$(offline "$tanshu" verify "$@") && grep -q '^有效 VALID$' <<<"$output"
}

reports_valid_json() {
  offline "$tanshu" verify --json "$@" |
    python3 -c 'import json, sys; sys.exit(0 if json.load(sys.stdin)["valid"] is True else 1)'
}

nothing_left() { [ -z "$(ls -A "$work/empty")" ]; }

check_document() {
  local file=$1 name
  name=$(basename "$file")
  expect_success "$name is valid under the key" says_valid "$file" --key "$work/log.vkey"
  expect_success "$name is valid, as JSON" reports_valid_json "$file" --key "$work/log.vkey"
  if [ "${name##*.}" = proof ]; then
    expect_refusal "$name needs a key: it carries none" '无效 NOT VALID' \
      offline "$tanshu" verify "$file"
  else
    expect_success "$name is whole without a key" says_valid "$file"
  fi
  expect_refusal "$name under a wrong key" '无效 NOT VALID' \
    offline "$tanshu" verify "$file" --key "$work/wrong.vkey"
  head -c -1 "$file" >"$work/cut-$name"
  expect_refusal "$name without its last byte" '首个问题 First problem：.' \
    offline "$tanshu" verify "$work/cut-$name" --key "$work/log.vkey"
}

"$tanshu" demo baotou --data "$work/data" >/dev/null
"$tanshu" init --data "$work/other" --cell baotou --name-zh 他处 --name-en Elsewhere \
  --region 150200 >/dev/null
cp "$work/data/keys/log.vkey" "$work/log.vkey"
cp "$work/other/keys/log.vkey" "$work/wrong.vkey"
fetch_documents || expect_report bad 'documents are served' "$(cat "$work/serve.log")"
stop_server
rm -rf "$work/data" "$work/other"
for file in "$work"/served/*; do check_document "$file"; done
expect_success 'verifying leaves nothing behind' nothing_left
expect_close
