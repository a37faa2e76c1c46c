#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Baotou story comes out as publicly reported, to the yuan and the tonne, and replays to one digest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh
source tools/dev/served.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
data=$work/data

# totals_match FILE: the figures of the public reports, and a ledger that is above the rounded ones.
totals_match() {
  python3 - "$1" <<'PYTHON'
import json, sys
from decimal import Decimal
found = json.load(open(sys.argv[1], encoding="utf-8"))
wanted = {"area_mu": "22000", "issued_t": "150000", "sold_yuan": "2000000.00",
          "buyers_from_other_provinces": 2, "first_listing_yuan": "45200.00",
          "three_listings_yuan": "69000.00", "donated_t": "5000", "donors": 3,
          "cancelled_t": "5000", "certificate": "r000001"}
wrong = [f"{name}: {found.get(name)!r}, wanted {value!r}"
         for name, value in wanted.items() if found.get(name) != value]
if not 32000 < Decimal(found["sold_t"]) < 33000:
    wrong.append(f"sold_t: {found['sold_t']}, wanted 32,000 and a bit")
if not 20 < found["buyers"] < 30:
    wrong.append(f"buyers: {found['buyers']}, wanted 20-odd")
sys.exit("; ".join(wrong) or None)
PYTHON
}

member() {
  python3 -c 'import json, sys; print(json.load(open(sys.argv[1], encoding="utf-8"))[sys.argv[2]])' \
    "$1" "$2"
}

# same_member NAME FILE FILE...: all say the same, and say something.
same_member() {
  local name=$1 first file
  shift
  first=$(member "$1" "$name")
  [ -n "$first" ] || return 1
  for file in "$@"; do
    [ "$(member "$file" "$name")" = "$first" ] || { echo "$name differs in $file" && return 1; }
  done
}

no_violations() { [ "$(member "$1" violations)" = '[]' ]; }

table_has_rows() {
  local row
  for row in '22000 .*mu, project area' '150000 .*t issued' '2000000\.00 .*yuan, sold for' \
    ' 2 .*外省' '45200\.00 .*首宗公开挂牌' '69000\.00 .*三宗' ' 5000 .*捐赠' ' 3 .*donors' \
    ' 5000 .*注销 t cancelled' 'r000001 .*注销证明'; do
    grep -qE -- "$row" "$1" || { echo "no row /$row/" && cat "$1" && return 1; }
  done
}

# refused_demo: a directory that holds a cell is left alone, and the message says why.
demo_into_existing() {
  local before after code=0
  before=$(sha256sum "$data/journal.db" "$data/log/checkpoint")
  "$tanshu" demo baotou --data "$data" >"$work/again" 2>&1 || code=$?
  after=$(sha256sum "$data/journal.db" "$data/log/checkpoint")
  [ $code -ne 0 ] && [ $code -lt 128 ] && [ "$before" = "$after" ] &&
    grep -q "$data holds a cell already" "$work/again"
}

# totals_into FILE: what the server says of the whole.
totals_into() {
  start_server "$tanshu" "$data" "$work/serve.log" &&
    curl -sf "$address/v1/totals" >"$1" && curl -sf "$address/v1/retirements" >>"$1" &&
    curl -sf "$address/v1/holdings" >>"$1"
  local code=$?
  stop_server
  return $code
}

same_file() { cmp "$1" "$2" && [ -s "$1" ]; }

expect_success 'the story is told' "$tanshu" demo baotou --data "$data" --json
"$tanshu" demo baotou --data "$work/second" --json >"$work/demo.json"
expect_success 'every total as publicly reported' totals_match "$work/demo.json"
expect_success 'the story is told as a table' \
  bash -c '"$1" demo baotou --data "$2" >"$3"' - "$tanshu" "$work/third" "$work/table"
expect_success 'the table has the same figures' table_has_rows "$work/table"
"$tanshu" replay --data "$data" --json >"$work/replay1.json"
"$tanshu" replay --data "$data" --json >"$work/replay2.json"
expect_success 'one state digest: two tellings, two replays' same_member state_digest \
  "$work/demo.json" "$work/replay1.json" "$work/replay2.json"
expect_success 'one root of the log in both replays' \
  same_member root "$work/replay1.json" "$work/replay2.json"
expect_success 'no invariant is violated' no_violations "$work/replay1.json"
expect_success 'telling it into an existing directory fails and changes nothing' demo_into_existing
expect_success 'totals before' totals_into "$work/before"
expect_success 'views are rebuilt' "$tanshu" views rebuild --data "$data"
expect_success 'totals after' totals_into "$work/after"
expect_success 'totals, retirements and holdings are as before' \
  same_file "$work/before" "$work/after"
rm -f "$data"/views.db*
expect_success 'totals with the views deleted' totals_into "$work/anew"
expect_success 'dropping the views loses nothing' same_file "$work/before" "$work/anew"
expect_close
