#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Bad input gets a numbered refusal in Chinese and English, and changes nothing but its own audit entry.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
data=$work/data
sample=fixtures/measurement/soares_exfm/exfm2.csv

make_tables() {
  mkdir "$work/tables"
  { printf '\xef\xbb\xbf' && cat $sample; } >"$work/tables/bom.csv"
  sed '2s/7\.9/"7,9"/' $sample >"$work/tables/decimal_comma.csv"
  sed '2s/7\.9/7,9/' $sample >"$work/tables/bare_comma.csv"
  cut -d, -f1,3- $sample >"$work/tables/missing_column.csv"
  sed '1s/"VWB"/"VWB (ft3)"/' $sample >"$work/tables/wrong_unit.csv"
  { head -n 1 $sample && head -c 2M /dev/zero | tr '\0' x; } >"$work/tables/long_line.csv"
  # A file with a hole costs no disk; what a reader sees of it is a line of 1 GB.
  cp "$work/tables/long_line.csv" "$work/tables/gigabyte.csv"
  truncate -s 1G "$work/tables/gigabyte.csv"
}

# refused_in_both NAME NUMBER COMMAND...: exit code 1, the number, a line in Chinese, one in English.
refused_in_both() {
  local name=$1 number=$2 output code=0
  shift 2
  output=$("$@" 2>&1 >/dev/null) || code=$?
  if [ $code -eq 1 ] && python3 -c '
import re, sys
lines = sys.argv[2].splitlines()
sys.exit(not (len(lines) == 2 and lines[0].startswith(f"tanshu: {sys.argv[1]} ") and
              re.search("[\u4e00-\u9fff]{2}", lines[0]) and re.search("[A-Za-z]{2}", lines[1]) and
              not re.search(r"\{\w+\}", sys.argv[2])))' "$number" "$output"; then
    expect_report ok "CLI $number $name"
  else
    expect_report bad "CLI $number $name" "exit code $code, wanted 1 and both languages in: $output"
  fi
}

# The address space is bounded so that a reader that keeps the line fails, and the time as well.
estimate_table() {
  timeout 20 prlimit --as=600000000 "$tanshu" estimate --method stand-volume-v1 --rules rules \
    "$work/tables/$1.csv"
}

tables_refused() {
  refused_in_both 'a byte order mark' 2001 estimate_table bom
  refused_in_both 'a decimal comma' 2031 estimate_table decimal_comma
  refused_in_both 'a decimal comma without quotes' 2007 estimate_table bare_comma
  refused_in_both 'a missing column' 2020 estimate_table missing_column
  refused_in_both 'a wrong unit' 2021 estimate_table wrong_unit
  refused_in_both 'a line of 1 GB' 2002 estimate_table gigabyte
}

replayed() { "$tanshu" replay --data "$data" --json; }

# records: how many the journal holds, as replay counts them.
records() { replayed | python3 -c 'import json, sys; print(json.load(sys.stdin)["records"])'; }

# holdings: what the books say of units and money, read from views built anew.
holdings() {
  rm -f "$data"/views.db*
  "$tanshu" views rebuild --data "$data" >/dev/null
  sqlite3 "$data/views.db" 'SELECT json FROM holdings ORDER BY json' \
    'SELECT json FROM cash ORDER BY json' 'SELECT json FROM retirements ORDER BY json' \
    'SELECT json FROM batches ORDER BY json'
}

# refused_command NAME NUMBER AUDITED USER COMMAND BODY [OPTION...]
refused_command() {
  local name=$1 number=$2 audited=$3 user=$4 command=$5 body=$6 records_before books_before
  shift 6
  records_before=$(records)
  books_before=$(holdings)
  refused_in_both "$name" "$number" "$tanshu" command --data "$data" --as "$user" "$@" "$command" "$body"
  expect_success "CLI $number leaves $audited audit entry and no other trace" \
    books_stand "$((records_before + audited))" "$books_before"
}

books_stand() {
  [ -n "$2" ] && [ "$(records)" -eq "$1" ] && [ "$(holdings)" = "$2" ]
}

commands_refused() {
  local claim='"beneficiary_zh":"受益方","beneficiary_en":"Beneficiary","purpose_zh":"抵销",
    "purpose_en":"Offsetting","period":{"first":"2024-02-17","last":"2024-02-27"}'
  local firm='"kind":"firm","name_zh":"企业","name_en":"Firm","region":"150200"'
  refused_command 'a ticket larger than verified' 1201 1 officer-a issue_batch '{"id":"bt-more",
    "report":"guyang-2023","account":"guyang-farm","vintage":2022,"amount":"1 tCO2e","buffer":"0 tCO2e"}'
  refused_command 'a double cancellation' 1203 1 organiser-a retire_units '{"kind":"retirement",
    "account":"winter-games","lots":[{"batch":"bt-2023-001","amount":"5000 tCO2e"}],'"$claim}"
  refused_command 'buying without money' 1306 1 donor-1-a buy_listing \
    '{"listing":"public-open","buyer":"donor-1","amount":"1 tCO2e"}'
  refused_command 'an unknown field' 1021 0 donor-1-a buy_listing \
    '{"listing":"public-open","buyer":"donor-1","amount":"1 tCO2e","colour":"red"}'
  expect_success 'CLI a key is used' "$tanshu" command --data "$data" --as admin --key once-more \
    register_participant '{"id":"firm-a",'"$firm}"
  refused_command 'a used key with another body' 1006 1 admin register_participant \
    '{"id":"firm-b",'"$firm}" --key once-more
}

over_http() {
  local good bad
  start_server "$tanshu" "$data" "$work/serve.log" --demo --rules "$PWD/rules" || return 1
  timeout 120 python3 tools/tests/bad_input.py "$address" "$server" "$work/tables" >"$work/http" || return 1
  sed '$d' "$work/http"
  read -r good bad < <(tail -n 1 "$work/http")
  expect_passed=$((expect_passed + good))
  expect_failed=$((expect_failed + bad))
  stop_server
}

make_tables
expect_success 'the story is told' "$tanshu" demo baotou --data "$data"
tables_refused
over_http || expect_report bad 'HTTP' "$(cat "$work/serve.log")"
commands_refused
expect_success 'the journal replays clean' replayed
expect_close
