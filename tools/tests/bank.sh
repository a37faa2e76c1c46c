#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A settlement day with the bank's files: deposits in, a trade and a withdrawal, the payment order out, and three books
# that agree, or say where they do not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/expect.sh

tanshu=${TANSHU:-$PWD/build/tanshu}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=fixtures/bank
today=$(TZ=Asia/Shanghai date +%F)
source tools/dev/served.sh
trap 'stop_server; rm -rf "$work"' EXIT

as() { "$tanshu" command --data "$work/data" --as "$1" "$2" "$3"; }
deposits() { "$tanshu" bank deposits --statement "$work/day.xml"; }
payments() {
  "$tanshu" bank payments --data "$work/data" --day "$today" --payees "$files/payees.csv" \
    --from-name 碳市场结算专户 --from-account '6200 0001 0000 0001' --from-bank 102100099996 "$@"
}
reconcile() { "$tanshu" bank reconcile --data "$work/data" --statement "$work/day.xml" "$@"; }
submitted() {
  local totals
  totals=$("$tanshu" submit "$work/deposits" --server "$address" --token "$work/token" --json | tail -1)
  [ "$totals" = "$1" ] || { echo "$totals" && return 1; }
}
# The payment order read by another reader: reference, payee and sum.
order_says() {
  python3 - "$work/order.xml" "$@" <<'END'
import sys, xml.etree.ElementTree as tree
n = {"p": "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"}
root = tree.parse(sys.argv[1]).getroot()
found = [(t.findtext("p:PmtId/p:EndToEndId", namespaces=n), t.findtext("p:Cdtr/p:Nm", namespaces=n),
          t.findtext("p:IntrBkSttlmAmt", namespaces=n)) for t in root.iter("{%s}CdtTrfTxInf" % n["p"])]
total = root.findtext(".//p:TtlIntrBkSttlmAmt", namespaces=n)
assert found == [tuple(sys.argv[2:5])] and total == sys.argv[4], (found, total)
END
}

sed "s/2024-05-06/$today/g" "$files/2024-05-06.camt053.xml" >"$work/day.xml"
sed "s/2024-05-06/$today/g" "$files/2024-05-06.csv" >"$work/day.csv"
{
  "$tanshu" init --data "$work/data" --cell town --name-zh 小镇 --name-en Town --region 150200
  as admin authorise_user '{"id":"op","participant":"registry","roles":["bureau_officer","exchange_operator","clearing_officer"]}'
  for firm in firm-a firm-b; do
    as admin register_participant "{\"id\":\"$firm\",\"kind\":\"firm\",\"name_zh\":\"公司\",\"name_en\":\"Firm\",\"region\":\"150200\"}"
    as op open_account "{\"id\":\"$firm\",\"participant\":\"$firm\"}"
    as admin authorise_user "{\"id\":\"$firm-1\",\"participant\":\"$firm\",\"roles\":[\"trader\"]}"
  done
  as op import_batch '{"id":"b","account":"firm-b","vintage":2024,"amount":"10 tCO2e","origin_registry":"elsewhere","origin_id":"1"}'
} >"$work/setup.log"

expect_success 'the statement reads' "$tanshu" bank read --statement "$work/day.xml"
expect_success 'and in CSV' "$tanshu" bank read --statement "$work/day.csv"
expect_refusal 'a credit that names no account is told' 'B-3 .*names no account' deposits
deposits 2>/dev/null >"$work/deposits" || true
start_server "$tanshu" "$work/data" "$work/serve.log"
"$tanshu" user token --data "$work/data" --user op >"$work/token"
expect_success 'the others become deposits' submitted '{"accepted":2,"repeated":0,"refused":0}'
expect_success 'each once' submitted '{"accepted":2,"repeated":2,"refused":0}'
stop_server
as op deposit_cash '{"account":"firm-b","amount":"60.50 CNY","bank_reference":"B-3"}' >"$work/log"

as op open_listing "{\"id\":\"l\",\"seller\":\"firm-b\",\"batch\":\"b\",\"amount\":\"10 tCO2e\",\"lot\":\"1 tCO2e\",\"price\":\"20.00 CNY\",\"open_days\":{\"first\":\"$today\",\"last\":\"$today\"}}" >"$work/log"
as firm-a-1 buy_listing '{"listing":"l","buyer":"firm-a","amount":"2 tCO2e"}' >"$work/log"
as op register_transfer '{"trade":"t000001"}' >"$work/log"

expect_refusal 'a withdrawal that only the bank knows is a difference' 'only at the bank W-1' reconcile
expect_refusal 'nothing is to be paid before it is recorded' '2131 ' payments
as op withdraw_cash '{"account":"firm-a","amount":"50.00 CNY","bank_reference":"W-1"}' >"$work/log"
expect_success 'the three books agree' reconcile --accounts "$work/accounts.csv"
# shellcheck disable=SC2016
expect_success 'with the trade in them' bash -c 'reconciled=$("$@" --json); grep -q "\"trades\":1,\"trade_value\":\"40.00 CNY\"" <<<"$reconciled"' - \
  "$tanshu" bank reconcile --data "$work/data" --statement "$work/day.xml"
expect_success 'and in the accounts' grep -x 'firm-b,0.00,140.50,0.00,40.00,0.00,0.00,0.00,180.50' "$work/accounts.csv"
payments >"$work/order.xml"
expect_success 'the payment order pays the withdrawal' order_says W-1 '甲公司, 包头' 50.00
expect_success 'and in CSV' grep -q '^W-1,firm-a,"甲公司, 包头",6200 0002 0000 0002,102100099996,50.00,' <(payments --csv)

as op deposit_cash '{"account":"firm-b","amount":"1.00 CNY","bank_reference":"B-9"}' >"$work/log"
expect_refusal 'a deposit that only the ledger knows is a difference' 'only in the ledger B-9' reconcile
sed 's/590.50/590.51/' "$work/day.xml" >"$work/wrong.xml"
expect_refusal 'a statement that does not balance is refused' '2124 ' "$tanshu" bank read --statement "$work/wrong.xml"
expect_refusal 'a file that is not there is refused' '2120 ' "$tanshu" bank read --statement "$work/nothing"
expect_close
