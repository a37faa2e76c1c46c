# SPDX-License-Identifier: Apache-2.0
# Carries out a workload file, read as docs/order-workload.md says, on a book of lists: nothing of Tanshu is in it.
"""match.py FILE: prints the result that a right order book has, as one line of JSON."""
import json
import pathlib
import struct
import sys

WORD = (1 << 64) - 1


class Book:
    def __init__(self):
        self.resting = {}  # number -> [symbol, side, price, quantity], oldest first
        self.queues = {}  # (symbol, side, price) -> numbers, oldest first
        self.trades = self.quantity = self.notional = self.hash = self.accepted = self.refused = 0

    def cancel(self, number):
        if number not in self.resting:
            self.refused += 1
            return
        self.accepted += 1
        self.leave(number)

    def leave(self, number):
        symbol, side, price, _ = self.resting.pop(number)
        queue = self.queues[symbol, side, price]
        queue.remove(number)
        if not queue:
            del self.queues[symbol, side, price]

    def best(self, symbol, side):
        prices = [at[2] for at in self.queues if at[:2] == (symbol, side)]
        return (max if side == 0 else min)(prices, default=None)

    def place(self, number, price, quantity, symbol, side):
        while quantity:
            best = self.best(symbol, 1 - side)
            if best is None or (best > price if side == 0 else best < price):
                break
            maker = self.queues[symbol, 1 - side, best][0]
            traded = min(quantity, self.resting[maker][3])
            self.fill(maker, number, best, traded)
            quantity -= traded
            self.resting[maker][3] -= traded
            if self.resting[maker][3] == 0:
                self.leave(maker)
        if quantity:
            self.resting[number] = [symbol, side, price, quantity]
            self.queues.setdefault((symbol, side, price), []).append(number)

    def fill(self, maker, taker, price, quantity):
        self.trades += 1
        self.quantity += quantity
        self.notional = (self.notional + price * quantity) & WORD
        mixed = maker * 0x9E3779B97F4A7C15 + taker * 0xC2B2AE3D27D4EB4F + (price << 32) + quantity
        self.hash = (self.hash ^ mixed & WORD) * 0xD6E8FEB86659FD93 & WORD
        self.hash ^= self.hash >> 32


def main():
    data = pathlib.Path(sys.argv[1]).read_bytes()
    assert data[:8] == b"OCMWL001"
    book = Book()
    for number, price, quantity, symbol, op, side, _ in struct.iter_unpack("<QIIIBBH", data[128:]):
        if op == 1:
            book.cancel(number)
        else:
            book.place(number, price, quantity, symbol, side)
    print(json.dumps({"trades": book.trades, "traded_quantity": book.quantity, "notional": book.notional,
                      "fill_hash": book.hash, "cancels_accepted": book.accepted, "cancels_refused": book.refused,
                      "live_orders": len(book.resting),
                      "live_quantity": sum(order[3] for order in book.resting.values())}, separators=(",", ":")))


main()
