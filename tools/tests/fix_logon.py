#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Logs on over FIX, sends an order and prints the answer with bars: fix_logon.py PORT USER TOKEN_FILE."""

import datetime
import re
import socket
import sys

END = b"\x01"


def message(user, number, kind, rest):
    time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%d-%H:%M:%S")
    body = f"35={kind}|49={user}|56=TANSHU|34={number}|52={time}|{rest}".encode().replace(b"|", END)
    text = b"8=FIX.4.4" + END + b"9=%d" % len(body) + END + body
    return text + b"10=%03d" % (sum(text) % 256) + END


def answer(line):
    """The next message, without BeginString, BodyLength and CheckSum."""
    received = b""
    while not (found := re.match(rb"8=[^\x01]*\x019=\d+\x01(.*?)10=\d{3}\x01", received, re.S)):
        block = line.recv(65536)
        if not block:
            return b"closed"
        received += block
    return found[1].replace(END, b"|")


def main():
    port, user, token_file = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with open(token_file, encoding="utf-8") as file:
        token = file.read().strip()
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    line.sendall(message(user, 1, "A", f"98=0|108=30|141=Y|554={token}|"))
    first = answer(line)
    print(first.decode())
    if first == b"closed":
        return 1
    line.sendall(message(user, 2, "D", "11=A1|1=firm-01|55=x|54=1|60=20240501-08:30:00|40=2|38=1000000|44=80.50|"))
    print(answer(line).decode())
    line.sendall(message(user, 3, "5", ""))
    print(answer(line).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
