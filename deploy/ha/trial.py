#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills and pauses leaders, of PostgreSQL and of tanshu, while clients write; then audits what they were told.

trial.py [--rounds N] [--report FILE] PROGRAM: N rounds of one kill and one pause at each of the two levels.
"""
import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the tree stays as it was

from clients import Crowd  # noqa: E402
from machines import Site, wait_until  # noqa: E402

CLIENTS = 4
SETTLE = 3  # seconds of quiet work before each event


def await_work(crowd, seconds=120):
    """Commands are being acknowledged again."""
    now = time.monotonic()
    wait_until("an acknowledgement", seconds, lambda: crowd.acknowledged_since(now) or crowd.faults())


def strike(site, crowd, level, manner):
    """One event: the leader dies or hangs, another takes over, the old one comes back. Gives the outage."""
    leader = wait_until(f"a leader of {level}", 60, site.primary if level == "postgresql" else site.leader)
    begin = time.monotonic()
    leader.kill() if manner == "kill" else leader.pause()
    find = site.primary if level == "postgresql" else site.leader
    successor = wait_until(f"another leader of {level}", 90, lambda: (lambda m: m is not leader and m)(find()))
    await_work(crowd)
    if manner == "kill":
        leader.start()
    else:
        leader.resume()
    time.sleep(SETTLE)
    await_work(crowd)
    outage = crowd.outage(begin, time.monotonic())
    print(f"  {level:10} {manner:5} {leader.name} -> {successor.name}  outage {outage:5.1f} s", flush=True)
    return outage


def run_events(site, crowd, rounds):
    outages = {}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", flush=True)
        for level in ("tanshu", "postgresql"):
            for manner in ("kill", "pause"):
                time.sleep(SETTLE)
                outages.setdefault((level, manner), []).append(strike(site, crowd, level, manner))
                if crowd.faults():
                    raise SystemExit(f"a client was told: {crowd.faults()[0]}")
                if level == "postgresql":
                    site.await_databases(180)
    return outages


class Audit:
    def __init__(self):
        self.passed = self.failed = 0

    def expect(self, what, good):
        print(f"{'ok     ' if good else 'NOT OK '} {what}")
        self.passed += good
        self.failed += not good


def audit(site, crowd, set_up_records, audit_):
    """Asks the books, not the servers' word: re-executes the journal from the database."""
    told = {key: index for client in crowd.clients for key, index in client.acknowledged.items()}
    print(f"{len(told)} commands acknowledged, {sum(c.retries for c in crowd.clients)} retries, "
          f"{sum(c.replayed for c in crowd.clients)} of them found the first answer waiting")
    audit_.expect("no client was refused anything", not crowd.faults())
    audit_.expect("no two commands share a log index", len(set(told.values())) == len(told))
    books = json.loads(site.tanshu("replay", "--data", site.nodes[0].data, "--database", site.url, "--json"))
    audit_.expect("the journal re-executes and every invariant holds", not books["violations"])
    applied = books["records"] - set_up_records
    audit_.expect(f"{len(told)} acknowledged, {applied} applied: none lost, none twice", applied == len(told))
    lost = wrong = 0
    again = crowd.clients[0]
    for key, index in sorted(told.items()):
        replayed = again.replayed
        found = None
        for _ in range(100):
            found = again.try_once(key)
            if found is not None:
                break
        lost += again.replayed == replayed
        wrong += found != index
    audit_.expect(f"every key gets its first answer again ({lost} lost, {wrong} answered otherwise)",
                  lost == 0 and wrong == 0)
    digests = set()
    for node in site.nodes:
        wait_until(f"{node.name} to catch up", 60, lambda n=node: n.standing().get("head") == books["blocks"])
        site.tanshu("verify", "--log", os.path.join(node.data, "log"), "--key",
                    os.path.join(node.data, "keys", "log.vkey"))
        with open(os.path.join(node.data, "log", "checkpoint"), encoding="utf-8") as file:
            digests.add(tuple(file.read().split("\n")[1:3]))
    audit_.expect("all three nodes publish the same log, whole and sound", len(digests) == 1)


def report(outages, path):
    rows = []
    for (level, manner), times in sorted(outages.items()):
        rows.append({"level": level, "manner": manner, "events": len(times),
                     "median_s": round(statistics.median(times), 1), "max_s": round(max(times), 1)})
        print("{level:10} {manner:5} {events:3} events  outage median {median_s:5.1f} s  max {max_s:5.1f} s"
              .format(**rows[-1]))
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--rounds", type=int, default=10)
    words.add_argument("--report")
    words.add_argument("--keep", action="store_true", help="leave the directory for a look at the logs")
    words.add_argument("program")
    options = words.parse_args()
    directory = tempfile.mkdtemp(prefix="tanshu_ha_")
    site = Site(os.path.abspath(options.program), directory)
    audit_ = Audit()
    try:
        print("starting three etcd, three PostgreSQL under Patroni", flush=True)
        site.start_databases()
        set_up_records, token = site.make_cell()
        print("starting three nodes", flush=True)
        site.start_nodes()
        crowd = Crowd(CLIENTS, [node.address for node in site.nodes], token)
        await_work(crowd)
        outages = run_events(site, crowd, options.rounds)
        crowd.finish()
        audit(site, crowd, set_up_records, audit_)
        report(outages, options.report)
    finally:
        site.stop()
        if options.keep:
            print(f"kept: {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)
    print(f"{audit_.passed} passed, {audit_.failed} failed")
    raise SystemExit(audit_.failed != 0)


main()
