# SPDX-License-Identifier: Apache-2.0
# Bad requests over HTTP: each gets its number in both languages, and the books stay as they were.
"""bad_input.py ADDRESS SERVER_PID TABLES: prints one line for each item, and how many failed at the end."""
import http.client
import json
import re
import sys
import urllib.parse

address, server_pid, tables = sys.argv[1], int(sys.argv[2]), sys.argv[3]
host = urllib.parse.urlparse(address).netloc
results = []

CERTIFICATE = {"beneficiary_zh": "受益方", "beneficiary_en": "Beneficiary", "purpose_zh": "抵销",
               "purpose_en": "Offsetting", "period": {"first": "2024-02-17", "last": "2024-02-27"}}


def ask(method, path, body=None, headers=None):
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer, json.loads(text) if text else {}
    finally:
        connection.close()


def sign_in(user):
    answer, body = ask("POST", "/v1/demo/session", json.dumps({"user": user}),
                       {"Content-Type": "application/json"})
    return {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "X-Tanshu-Csrf": body["csrf"]}


def books():
    """What no refusal may change, and the size of the log, which one audit entry may."""
    totals = ask("GET", "/v1/totals")[1]
    officer = sign_in("clearing-a")
    rest = [ask("GET", f"/v1/{name}?limit=500", None, officer)[1] for name in
            ("holdings", "ranges", "cash", "trades", "retirements", "batches", "participants")]
    log_size = totals.pop("log_size")
    return log_size, json.dumps([totals, rest], sort_keys=True)


def entries_after(log_index):
    page = ask("GET", "/v1/entries?limit=20")[1]
    return [entry for entry in page["items"] if entry["log_index"] >= log_index]


def wrong_words(number, answer, body):
    if body.get("code") != number:
        return f"number {body.get('code')}, wanted {number}: {body}"
    if answer.status < 400 or body.get("status") != answer.status:
        return f"status {answer.status} and {body.get('status')}"
    if answer.getheader("Content-Type") != "application/problem+json":
        return f"content type {answer.getheader('Content-Type')}"
    if not re.search("[A-Za-z]{2}", body.get("detail", "")):
        return "no English"
    if not re.search("[\u4e00-\u9fff]{2}", body.get("detail_zh", "")):
        return "no Chinese"
    if re.search(r"\{\w+\}", body["detail"] + body["detail_zh"]):
        return f"a parameter is left open: {body['detail']}"
    if re.search(r"\.\.|。。", body["detail"] + body["detail_zh"]):
        return f"two full stops: {body['detail']} {body['detail_zh']}"
    if re.search("[,:;()!?](?=[一-鿿])|(?<=[一-鿿])[,:;()!?]", body["detail_zh"]):
        return f"punctuation of English in {body['detail_zh']}"
    english = [value for value in body["parameters"].values() if re.search("[a-z]+ [a-z]+", value)]
    if any(value in body["detail_zh"] for value in english):
        return f"English words in {body['detail_zh']}"
    return None


def wrong_growth(number, audited, size_before, before):
    size, after = books()
    if after != before:
        return "the books have changed"
    if not audited:
        return None if size == size_before else f"the log grew from {size_before} to {size}"
    entries = entries_after(size_before)
    if len(entries) != 1 or size - size_before != 2:  # the record and the header of its block
        return f"{len(entries)} entries and {size - size_before} leaves instead of one audit entry"
    if entries[0]["accepted"] or entries[0]["refusal"] != number:
        return f"the audit entry says {entries[0]}"
    return None


def expect(name, number, audited, request):
    size_before, before = books()
    answer, body = request()
    wrong = wrong_words(number, answer, body) or wrong_growth(number, audited, size_before, before)
    results.append(wrong is None)
    print(f"{'ok     ' if wrong is None else 'NOT OK '} HTTP {number} {name}{': ' + wrong if wrong else ''}")


key_number = 0


def command(user, name, body, key=None, raw=None, headers=None):
    global key_number
    key_number += 1
    headers = (sign_in(user) if headers is None else headers) | {"Content-Type": "application/json"}
    if key != "":
        headers["Idempotency-Key"] = key or f"bad-{key_number}"
    text = raw if raw is not None else json.dumps({"command": name, "body": body})
    return lambda: ask("POST", "/v1/commands", text.encode(), headers)


def table(name):
    with open(f"{tables}/{name}.csv", "rb") as file:
        body = file.read()
    headers = sign_in("officer-a") | {"Content-Type": "text/csv"}
    return lambda: ask("POST", "/v1/estimates?method=stand-volume-v1", body, headers)


def firm(code, **more):
    return {"id": code, "kind": "firm", "name_zh": "企业", "name_en": "Firm", "region": "150200"} | more


def retire(account, amount):
    return {"kind": "retirement", "account": account,
            "lots": [{"batch": "bt-2023-001", "amount": amount}]} | CERTIFICATE


def issue(amount):
    return {"id": "bt-more", "report": "guyang-2023", "account": "guyang-farm", "vintage": 2022,
            "amount": amount, "buffer": "0 tCO2e"}


def buy(buyer, amount):
    return {"listing": "public-open", "buyer": buyer, "amount": amount}


def tables_refused():
    for name, number in (("bom", 2001), ("decimal_comma", 2031), ("bare_comma", 2007),
                         ("missing_column", 2020), ("wrong_unit", 2021), ("long_line", 2002)):
        expect(name, number, False, table(name))


def resident_peak_kb():
    with open(f"/proc/{server_pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read())[1])


def endless_line():
    """A body said to be 1 GB is refused before it is read."""
    headers = sign_in("officer-a") | {"Content-Type": "text/csv", "Content-Length": str(1 << 30)}

    def request():
        connection = http.client.HTTPConnection(host, timeout=20)
        connection.putrequest("POST", "/v1/estimates?method=stand-volume-v1")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, json.loads(answer.read())

    before_kb = resident_peak_kb()
    expect("a line of 1 GB", 1027, False, request)
    grown_kb = resident_peak_kb() - before_kb
    results.append(grown_kb < 64 * 1024)
    print(f"{'ok     ' if results[-1] else 'NOT OK '} HTTP the 1 GB line costs {grown_kb} KiB of memory")


def commands_refused():
    expect("a ticket larger than verified", 1201, True,
           command("officer-a", "issue_batch", issue("0.000000001 tCO2e")))
    expect("a second cancellation of the same units", 1203, True,
           command("organiser-a", "retire_units", retire("winter-games", "5000 tCO2e")))
    expect("cancelling more than is left", 1203, True,
           command("firm-01-a", "retire_units", retire("firm-01", "512.500000001 tCO2e")))
    expect("buying without money", 1306, True,
           command("donor-1-a", "buy_listing", buy("donor-1", "1 tCO2e")))
    expect("buying with too little money", 1306, True,
           command("firm-01-a", "buy_listing", buy("firm-01", "1667 tCO2e")))
    expect("somebody else's account", 1005, True,
           command("firm-01-a", "retire_units", retire("firm-02", "1 tCO2e")))
    expect("without the role", 1004, True,
           command("firm-01-a", "register_participant", firm("firm-new")))


def repeated_keys():
    answer, body = command("admin", "register_participant", firm("firm-once"), key="once")()
    results.append(answer.status == 200)
    print(f"{'ok     ' if results[-1] else 'NOT OK '} HTTP a key's first use is accepted")
    answer, again = command("admin", "register_participant", firm("firm-once"), key="once")()
    results.append(again.get("log_index") == body.get("log_index") and
                   answer.getheader("Idempotent-Replayed") == "true")
    print(f"{'ok     ' if results[-1] else 'NOT OK '} HTTP its second use gives the first answer")
    expect("a used key with another body", 1006, True,
           command("admin", "register_participant", firm("firm-twice"), key="once"))
    answer, again = command("admin", "register_participant", firm("firm-once"), key="once")()
    results.append(again.get("log_index") == body.get("log_index"))
    print(f"{'ok     ' if results[-1] else 'NOT OK '} HTTP the key still stands for its first body")


def forms_refused():
    put = "register_participant"
    expect("unknown field", 1021, False, command("admin", put, firm("firm-new", colour="red")))
    expect("unknown member", 1021, False, command(
        "admin", put, None, raw='{"command":"confirm_report","body":{"report":"x"},"more":1}'))
    expect("missing field", 1022, False, command("admin", put, {"id": "firm-new"}))
    expect("repeated field", 1023, False, command(
        "admin", put, None, raw='{"command":"confirm_report","body":{"report":"x","report":"x"}}'))
    expect("wrong type", 1024, False, command("admin", put, firm(7)))
    expect("a bare number as an amount", 1024, False,
           command("firm-01-a", "buy_listing", buy("firm-01", 1)))
    expect("a decimal comma in an amount", 1025, False,
           command("firm-01-a", "buy_listing", buy("firm-01", "1,5 tCO2e")))
    expect("an amount in another unit", 1025, False,
           command("firm-01-a", "buy_listing", buy("firm-01", "1 kg")))
    expect("unknown command", 1026, False, command("admin", "mint_units", {}))
    expect("no JSON", 1020, False, command("admin", put, None, raw='{"command":'))
    expect("no idempotency key", 1007, False, command("admin", put, firm("firm-new"), key=""))
    expect("not signed in", 1001, False, command("admin", put, firm("firm-new"), headers={}))
    cookie = {"Cookie": sign_in("admin")["Cookie"]}
    expect("no CSRF token", 1037, False, command("admin", put, firm("firm-new"), headers=cookie))


for part in (tables_refused, endless_line, commands_refused, repeated_keys, forms_refused):
    try:
        part()
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as problem:
        results.append(False)
        print(f"NOT OK  HTTP {part.__name__} stopped: {problem!r}")
print(f"{results.count(True)} {results.count(False)}")
