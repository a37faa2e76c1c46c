# SPDX-License-Identifier: Apache-2.0
"""Clients that never give up: every command is retried under its key until a node acknowledges it."""
import http.client
import json
import threading
import time


class Client(threading.Thread):
    """Deposits one yuan after another; keeps its own list of what was acknowledged, and when."""

    def __init__(self, number, addresses, token, stopping):
        super().__init__(daemon=True)
        self.number, self.addresses, self.token, self.stopping = number, addresses, token, stopping
        self.at = number % len(addresses)
        self.acknowledged = {}   # key -> log index
        self.times = []          # when each was acknowledged
        self.retries = 0
        self.replayed = 0        # first answers that came again: the command had been taken before
        self.fault = None

    def body(self, key):
        return {"command": "deposit_cash",
                "body": {"account": "firm", "amount": "1.00 CNY", "bank_reference": "bank-" + key}}

    def run(self):
        count = 0
        while not self.stopping.is_set() and self.fault is None:
            count += 1
            self.give(f"c{self.number}-{count:06}")
            time.sleep(0.005)

    def give(self, key):
        while self.fault is None:
            answer = self.try_once(key)
            if answer is not None:
                self.acknowledged[key] = answer
                self.times.append(time.monotonic())
                return
            self.retries += 1

    def try_once(self, key):
        """The log index, or None when it must be tried again."""
        host = self.addresses[self.at].removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=5)
        try:
            connection.request("POST", "/v1/commands", json.dumps(self.body(key)), {
                "Authorization": "Bearer " + self.token, "Content-Type": "application/json",
                "Idempotency-Key": key})
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.turn(None)
            return None
        finally:
            connection.close()
        if answer.status == 503:
            self.turn(answer.getheader("Tanshu-Leader"))
            return None
        if answer.status != 200:
            self.fault = f"{key}: {answer.status} {text}"
            return None
        self.replayed += answer.getheader("Idempotent-Replayed") == "true"
        return json.loads(text)["log_index"]

    def turn(self, leader):
        """To the leader the node named, or to the next node."""
        named = leader in self.addresses and self.addresses.index(leader)
        self.at = named if leader in self.addresses and named != self.at else (self.at + 1) % len(self.addresses)
        time.sleep(0.2)


class Crowd:
    def __init__(self, count, addresses, token):
        self.stopping = threading.Event()
        self.clients = [Client(i, addresses, token, self.stopping) for i in range(count)]
        for client in self.clients:
            client.start()

    def faults(self):
        return [c.fault for c in self.clients if c.fault]

    def acknowledged_since(self, moment):
        return any(c.times and c.times[-1] > moment for c in self.clients)

    def finish(self):
        """Every client gets its last command acknowledged before it ends."""
        self.stopping.set()
        for client in self.clients:
            client.join(180)
        if any(c.is_alive() for c in self.clients):
            raise SystemExit("a client's last command is not acknowledged within 180 s")

    def outage(self, begin, end):
        """The longest time between begin and end in which nobody's command was acknowledged."""
        moments = sorted(t for c in self.clients for t in c.times if begin <= t <= end)
        edges = [begin] + moments + [end]
        return max(b - a for a, b in zip(edges, edges[1:]))
