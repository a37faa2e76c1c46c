#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A reader in another language, written from docs/journal-format.md alone, reads what the program wrote: the same
# entries to the last field. And it finds what is wrong.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
data=$work/data

read_journal() { python3 tools/foreign/journal_reader.py "$1" "$work/schema.json"; }

same_as() { timeout 120 python3 tools/tests/second_reader.py "$@"; }

# refused: a command that is refused leaves an entry with a number and parameters.
refused_entry() {
  local code=0
  "$tanshu" command --data "$data" --as firm-01-a --key refused-1 retire_units '{"kind":"retirement",
    "account":"firm-01","lots":[{"batch":"bt-2023-001","amount":"999999 tCO2e"}],"beneficiary_zh":"受益方",
    "beneficiary_en":"Beneficiary","purpose_zh":"抵销","purpose_en":"Offsetting",
    "period":{"first":"2024-02-17","last":"2024-02-27"}}' >/dev/null 2>&1 || code=$?
  [ $code -eq 1 ]
}

same_as_api() {
  start_server "$tanshu" "$data" "$work/serve.log" --demo || return 1
  local code=0
  same_as api "$work/read" "$address" || code=$?
  stop_server
  return $code
}

# spoiled COLUMN BLOCK: a copy in which one byte of that blob is another, with everything around it in order.
spoiled() {
  cp "$data/journal.db" "$work/spoiled.db"
  python3 - "$work/spoiled.db" "$1" "$2" <<'PYTHON'
import sqlite3, sys
name, column, block = sys.argv[1:]
database = sqlite3.connect(name)
blob, = database.execute(f"SELECT {column} FROM blocks WHERE position = ?", (block,)).fetchone()
blob = bytearray(blob)
blob[len(blob) // 2] ^= 1
database.execute(f"UPDATE blocks SET {column} = ? WHERE position = ?", (bytes(blob), block))
database.commit()
PYTHON
}

# finds PATTERN: in the spoiled copy.
finds() { expect_refusal "it finds: $1" "$1" read_journal "$work/spoiled.db"; }

"$tanshu" schema json >"$work/schema.json"
expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
expect_success 'a command is refused' refused_entry
expect_success 'the program prints every entry' \
  bash -c '"$1" replay --data "$2" --entries >"$3"' - "$tanshu" "$data" "$work/said"
expect_success 'the second reader reads the journal' \
  bash -c 'python3 tools/foreign/journal_reader.py "$1" "$2" >"$3"' - \
  "$data/journal.db" "$work/schema.json" "$work/read"
expect_success 'a refusal is among them' grep -q '"refusal":{"number":1203' "$work/read"
expect_success 'both read the same, field by field' same_as replay "$work/read" "$work/said"
expect_success 'the API says the same' same_as_api
spoiled body 100
finds 'block 100: '
spoiled header 50
finds 'block 50: '
python3 -c 'import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("DELETE FROM blocks WHERE position = 7")
database.commit()' "$work/spoiled.db"
finds 'block 7: stands where block 7 should'
expect_close
