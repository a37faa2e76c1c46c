# SPDX-License-Identifier: Apache-2.0
# Compares what the second reader of a journal prints with what the program and its API say, field by field.
"""second_reader.py replay|api READ OTHER: READ holds the reader's lines; OTHER the program's lines, or its address."""
import http.client
import json
import sys
import urllib.parse

# What the program adds to a refusal for people; the journal has the number and the parameters.
WORDS = {"name", "message_zh", "message_en"}


def lines_of(name):
    with open(name, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def differences(read, said, place=""):
    """Where two JSON values differ, as paths."""
    if isinstance(read, dict) and isinstance(said, dict):
        for name in sorted(read.keys() | said.keys()):
            if place.endswith(".refusal") and name in WORDS:
                continue
            if name not in read or name not in said:
                yield f"{place}.{name} is only on one side"
            else:
                yield from differences(read[name], said[name], f"{place}.{name}")
    elif isinstance(read, list) and isinstance(said, list) and len(read) == len(said):
        for i, pair in enumerate(zip(read, said)):
            yield from differences(*pair, f"{place}[{i}]")
    elif read != said or type(read) is not type(said):
        yield f"{place}: {read!r} was read, {said!r} was said"


def compare(read, said, what):
    if len(read) != len(said) or not read:
        sys.exit(f"{what}: {len(read)} were read, {len(said)} said")
    fields = 0
    for one, other in zip(read, said):
        for difference in differences(one, other):
            sys.exit(f"{what} {one.get('log_index', one.get('position'))}{difference}")
        fields += json.dumps(one).count('":')
    print(f"{what}: {len(read)} alike in {fields} fields")


class Api:
    """The served cell as an officer sees it who may see all money."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(urllib.parse.urlparse(address).netloc, timeout=20)
        answer = self.ask("POST", "/v1/demo/session", json.dumps({"user": "clearing-a"}),
                          {"Content-Type": "application/json"})
        answer.read()
        self.headers = {"Cookie": answer.getheader("Set-Cookie").split(";")[0]}

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, headers or self.headers)
        return self.connection.getresponse()

    def all(self, collection):
        after = ""
        while after is not None:
            page = json.load(self.ask("GET", f"/v1/{collection}?limit=100&after={after}"))
            yield from page["items"]
            after = page["next"]

    def events(self, count):
        """So many events of the stream, from the first."""
        stream = self.ask("GET", "/v1/events?after=0.0")
        found = []
        while len(found) < count:
            line = stream.readline().decode()
            if line.startswith("data: "):
                found.append(json.loads(line[6:]))
        return found


def compare_with_api(read, address):
    api = Api(address)
    records = [entry for entry in read if "command" in entry]
    blocks = [entry["header"] for entry in read if "header" in entry]
    compare(blocks, sorted(api.all("blocks"), key=lambda row: row["position"]), "block")
    heads = [{name: record[name] for name in ("log_index", "block", "command", "actor", "at", "accepted")} |
             {"refusal": record.get("refusal", {}).get("number")} for record in records]
    said = sorted(api.all("entries"), key=lambda row: row["log_index"])
    compare(heads, [{name: row[name] for name in heads[0]} for row in said], "entry")
    events = [{"log_index": record["log_index"], "at": record["at"]} | event
              for record in records for event in record.get("events", [])]
    # "after=0.0" is after the first event of the first record.
    compare(events[1:], api.events(len(events) - 1), "event")


def main():
    mode, read, other = sys.argv[1:]
    if mode == "api":
        compare_with_api(lines_of(read), other)
    else:
        compare(lines_of(read), lines_of(other), "entry")


main()
