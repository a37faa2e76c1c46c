#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# A second reader of journals, written from docs/journal-format.md alone, with Python's standard library alone.
"""journal_reader.py JOURNAL SCHEMA [sm3]: checks a journal.db and prints every entry as a line of JSON.

SCHEMA is what `tanshu schema json` prints; `sm3` is for a cell whose proofs are made with it. Every block's position, link, count, time and entries root is checked, and
every value must have its one encoding. Whatever is wrong is said on standard error with its block, and the reader
ends with 1.
"""
import base64
import datetime
import hashlib
import json
import re
import sqlite3
import struct
import sys

RECORD, BLOCK = 1, 2
INTEGERS = {"u8": "<B", "u16": "<H", "u32": "<I", "u64": "<Q", "i32": "<i", "i64": "<q"}
EPOCH = datetime.date(1970, 1, 1)
MISLEADING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
ID = re.compile("|[a-z0-9][a-z0-9._/-]{0,63}")
APPLICATION, VERSION = 0x54534A31, 1


class Wrong(Exception):
    """The journal is not what the format says."""


def need(condition, what):
    if not condition:
        raise Wrong(what)


class Bytes:
    """Bytes that are taken from the front."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        need(self.at + count <= len(self.data), f"breaks off at byte {self.at}")
        self.at += count
        return self.data[self.at - count:self.at]

    def integer(self, shape):
        form = INTEGERS[shape]
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def text(self):
        try:
            text = self.take(self.integer("u32")).decode("utf-8")
        except UnicodeDecodeError:
            raise Wrong(f"text before byte {self.at} is not UTF-8") from None
        need(len(text.encode()) <= 4000 and not MISLEADING.search(text), f"bad text at {self.at}")
        return text

    def flag(self):
        value = self.integer("u8")
        need(value in (0, 1), f"byte {self.at - 1} is {value} instead of 0 or 1")
        return value == 1

    def end(self):
        need(self.at == len(self.data), f"goes on after byte {self.at}")


def decimal(count, scale, unit, shortest=True):
    """A count of 10^-scale units, without needless zeros when it may be shortened."""
    whole, part = divmod(abs(count), 10 ** scale)
    digits = f"{part:0{scale}}"
    if shortest:
        digits = digits.rstrip("0")
    return ("-" if count < 0 else "") + str(whole) + ("." + digits if digits else "") + unit


def day_text(number):
    return (EPOCH + datetime.timedelta(days=number)).isoformat()


def instant_text(ns):
    days, in_day = divmod(ns, 86_400 * 10 ** 9)
    seconds, part = divmod(in_day, 10 ** 9)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{day_text(days)}T{clock}" + (f".{part:09}" if part else "") + "Z"


class Protocol:
    """Decodes values by the machine description of the protocol."""

    def __init__(self, schema):
        self.types, self.enums = schema["types"], schema["enums"]
        self.commands = {row["number"]: row for row in schema["commands"]}
        self.events = {row["number"]: row for row in schema["events"]}

    def value(self, data, form):
        return getattr(self, "get_" + form["shape"], self.get_integer)(data, form)

    def get_integer(self, data, form):
        need(form["shape"] in INTEGERS, f"the schema has an unknown shape {form['shape']}")
        return data.integer(form["shape"])

    def get_boolean(self, data, _):
        return data.flag()

    def get_text(self, data, _):
        return data.text()

    def get_id(self, data, _):
        text = data.text()
        need(ID.fullmatch(text), f"{text!r} is no id")
        return text

    def get_bytes(self, data, _):
        return base64.b64encode(data.take(data.integer("u32"))).decode()

    def get_digest(self, data, _):
        return data.take(32).hex()

    def get_carbon(self, data, _):
        return decimal(data.integer("i64"), 9, " tCO2e")

    def get_money(self, data, _):
        return decimal(data.integer("i64"), 2, " CNY", shortest=False)

    def get_area(self, data, _):
        return decimal(data.integer("i64"), 2, " mu")

    def get_degrees(self, data, _):
        return decimal(data.integer("i64"), 7, "")

    def get_instant(self, data, _):
        return instant_text(data.integer("i64"))

    def get_day(self, data, _):
        return day_text(data.integer("i32"))

    def get_serial(self, data, _):
        return str(data.integer("u64"))

    def get_enumeration(self, data, form):
        names, value = self.enums[form["name"]], data.integer("u8")
        need(value < len(names), f"{form['name']} has no value {value}")
        return names[value]

    def get_optional(self, data, form):
        return self.value(data, form["element"]) if data.flag() else None

    def get_list(self, data, form):
        return [self.value(data, form["element"]) for _ in range(data.integer("u32"))]

    def get_record(self, data, form):
        return {field["name"]: self.value(data, field["type"])
                for field in self.types[form["name"]]["fields"]}

    def row(self, rows, data, what):
        number = data.integer("u16")
        need(number in rows, f"the schema has no {what} {number}")
        return rows[number]

    def record(self, encoded):
        """A record's bytes as the object that the API and `tanshu replay --entries` show."""
        data = Bytes(encoded)
        need(data.integer("u8") == RECORD, "is no record")
        command = self.row(self.commands, data, "command")
        entry = {"command": command["name"], "actor": data.text(), "key": data.text(),
                 "at": instant_text(data.integer("i64")), "body": self.value(data, command["type"])}
        entry["accepted"] = data.flag()
        if entry["accepted"]:
            entry["events"] = [self.event(data) for _ in range(data.integer("u32"))]
        else:
            entry["refusal"] = {"number": data.integer("u16"), "parameters": {
                data.text(): data.text() for _ in range(data.integer("u32"))}}
        data.end()
        return entry

    def event(self, data):
        row = self.row(self.events, data, "event")
        return {"event": row["name"], "data": self.value(data, row["type"])}


def header_of(encoded):
    """A header's fields, as numbers and bytes."""
    data = Bytes(encoded)
    need(data.integer("u8") == BLOCK, "has no header")
    header = {"position": data.integer("u64"), "first_leaf": data.integer("u64"),
              "record_count": data.integer("u32"), "previous_hash": data.take(32),
              "entries_root": data.take(32), "state_digest": data.take(32), "at": data.integer("i64")}
    data.end()
    return header


def header_json(header):
    digests = {name: value.hex() for name, value in header.items() if isinstance(value, bytes)}
    return header | digests | {"at": instant_text(header["at"])}


def merkle_root(leaves, kind):
    """RFC 6962, section 2.1."""
    if len(leaves) == 1:
        return hashlib.new(kind, b"\0" + leaves[0]).digest()
    if not leaves:
        return hashlib.new(kind, b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.new(kind, b"\1" + merkle_root(leaves[:half], kind) + merkle_root(leaves[half:], kind)).digest()


def records_of(body):
    data, records = Bytes(body), []
    while data.at < len(body):
        records.append(data.take(data.integer("u32")))
    return records


class Reader:
    """Reads one cell's blocks in order and checks that each continues the chain."""

    def __init__(self, protocol, kind):
        self.protocol = protocol
        self.kind = kind
        self.position = self.next_leaf = 0
        self.previous_hash = bytes(32)
        self.last_at = -2 ** 63

    def block(self, position, header_bytes, body):
        header, records = header_of(header_bytes), records_of(body)
        need(position == self.position, f"stands where block {self.position} should")
        need(header["position"] == position, f"says that it is block {header['position']}")
        need(header["first_leaf"] == self.next_leaf, f"starts at leaf {header['first_leaf']}")
        need(header["record_count"] == len(records), f"counts {header['record_count']} records")
        need(header["previous_hash"] == self.previous_hash, "does not link to the block before")
        need(header["at"] >= self.last_at, "is older than the block before")
        need(header["entries_root"] == merkle_root(records, self.kind), "has another entries root")
        entries = [{"log_index": self.next_leaf + i, "block": position} | self.protocol.record(record)
                   for i, record in enumerate(records)]
        self.position += 1
        self.next_leaf += len(records)
        entries.append({"log_index": self.next_leaf, "block": position, "header": header_json(header)})
        self.next_leaf += 1
        self.previous_hash = hashlib.new(self.kind, header_bytes).digest()
        self.last_at = header["at"]
        return entries


def read(journal, schema, show, kind="sha256"):
    with open(schema, encoding="utf-8") as file:
        reader = Reader(Protocol(json.load(file)), kind)
    database = sqlite3.connect(f"file:{journal}?mode=ro", uri=True)
    try:
        need(database.execute("PRAGMA application_id").fetchone()[0] == APPLICATION, "is no journal")
        need(database.execute("PRAGMA user_version").fetchone()[0] == VERSION, "unknown version")
        for row in database.execute("SELECT position, header, body FROM blocks ORDER BY position"):
            for entry in reader.block(*row):
                show(entry)
    except (Wrong, sqlite3.Error) as problem:
        sys.exit(f"{journal}: block {reader.position}: {problem}")
    finally:
        database.close()


def show_line(entry):
    print(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["sm3"]):
        sys.exit(__doc__)
    read(sys.argv[1], sys.argv[2], show_line, *sys.argv[3:])
