# SPDX-License-Identifier: Apache-2.0
# A disk that fills or turns read-only, a clock that jumps, a page that goes bad, all under a serving process.
"""disk.py TANSHU STORY WORK: STORY is a data directory to copy, WORK an empty one. Prints a line for each expectation
and closes on "N passed, N failed".

Each time the server has to say in Chinese and English what is wrong, take no more commands, go on answering readers, and
take commands again once the trouble is mended, with nothing lost that it ever acknowledged. Mounting needs root and a
mount namespace of our own (disk.sh makes it).
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

TANSHU, STORY, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
PAGE_BYTES = 16384  # of the journal
PATIENCE_S = 90
STOPPED = 1031
results = []
cells = []


def expect(name, wrong=None):
    results.append(not wrong)
    print(f"{'NOT OK ' if wrong else 'ok     '} {name}{': ' + str(wrong) if wrong else ''}", flush=True)


def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, check=False,
                          **more)


def must(*words):
    done = run(*words)
    if done.returncode != 0:
        raise OSError(f"{' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Cell:
    """A data directory, the server on it, and what the server acknowledged."""

    def __init__(self, name, data, environment=None):
        self.name, self.data, self.environment = name, data, environment
        self.acknowledged, self.unknown, self.shown, self.count = {}, [], set(), 0
        self.process = self.port = self.token = None
        cells.append(self)

    def copy_story(self):
        shutil.copytree(STORY, self.data)
        os.sync()  # what is copied by hand must survive what is done to the disk
        self.token = must(TANSHU, "user", "token", "--data", self.data, "--user", "admin").split()[-1]

    def start(self):
        """Empty once it serves, else what it said when it ended."""
        self.port = free_port()
        with open(WORK / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen([TANSHU, "serve", "--data", str(self.data), "--port", str(self.port)],
                                            stdout=log, stderr=log, env=os.environ | (self.environment or {}))
        for _ in range(600):
            if self.process.poll() is not None:
                lines = (WORK / f"{self.name}.log").read_text(encoding="utf-8").splitlines()
                return f"exit code {self.process.returncode}: {lines[-1] if lines else ''}"
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return ""
            except OSError:
                time.sleep(0.05)
        return "no connection in 30 s"

    def stop(self, how="terminate"):
        if self.process is not None and self.process.poll() is None:
            getattr(self.process, how)()
            self.process.wait(30)

    def ask(self, method, path, body=None, key=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text[:1] in b"{[" else {}
        finally:
            connection.close()

    def give(self, code):
        """Registers a firm under that code; its name makes the entry a few kilobytes."""
        body = {"id": code, "kind": "firm", "name_zh": "写入企业" * 300, "name_en": "Writing firm", "region": "150200"}
        return self.ask("POST", "/v1/commands", {"command": "register_participant", "body": body}, f"key-{code}")

    def write(self):
        """One command more; returns what is wrong with its answer, if anything."""
        self.count += 1
        code = f"w-{self.count:05}"
        status, body = self.give(code)
        if status == 200:
            self.acknowledged[code] = body["log_index"]
            return ""
        self.unknown.append(code)
        return f"{status} {body}"

    def write_some(self, count):
        return next((wrong for wrong in (self.write() for _ in range(count)) if wrong), "")

    def write_until_stopped(self, count_max=20000):
        return next((wrong for wrong in (self.write() for _ in range(count_max)) if wrong), "")

    def wait_until_writing(self):
        """Writes again by itself within the patience; else the last answer."""
        until, wrong = time.monotonic() + PATIENCE_S, "never asked"
        while wrong and time.monotonic() < until:
            time.sleep(0.2)
            wrong = self.write()
        return wrong

    # What must hold.

    def says_stopped(self):
        status, body = self.give("w-refused")
        if status != 503 or body.get("code") != STOPPED:
            return f"a command got {status} {body}"
        status, health = self.ask("GET", "/v1/health")
        if status != 200 or health.get("writing") is not False:
            return f"/v1/health says {status} {health}"
        for zh, en in ((body["detail_zh"], body["detail"]), (health["status_zh"], health["status_en"])):
            if not re.search("[\u4e00-\u9fff]{4}", zh) or not re.search("[a-z]+ [a-z]+ [a-z]+", en):
                return f"not in both languages: {zh!r} {en!r}"
        return ""

    def says_writing(self):
        status, health = self.ask("GET", "/v1/health")
        return "" if status == 200 and health.get("writing") is True else f"/v1/health says {status} {health}"

    def serves_readers(self):
        for path in ("/v1/totals", "/v1/participants?limit=10", "/v1/entries?limit=10", "/log/checkpoint", "/v1/log"):
            status, body = self.ask("GET", path)
            if status != 200:
                return f"{path}: {status} {body}"
        # What the views show follows behind what is durable: they are asked for what they showed before.
        return self.has_all(self.shown)

    def has_acknowledged(self):
        wrong = self.has_all(self.acknowledged)
        self.shown = set(self.acknowledged)
        return wrong

    def has_all(self, codes):
        found, after = [], ""
        while after is not None:
            _, page = self.ask("GET", f"/v1/participants?limit=1000&after={after}")
            found += [item["id"] for item in page["items"] if item["id"].startswith("w-")]
            after = page["next"]
        if len(found) != len(set(found)):
            return "a command was applied twice"
        lost = sorted(set(codes) - set(found))
        return f"{len(lost)} of {len(codes)} acknowledged are lost: {lost[:5]}" if lost else ""

    def answers_again(self):
        """The same keys get the same answers; what had none is taken now, or was taken then."""
        for code in self.unknown + sorted(self.acknowledged)[-50:]:
            status, body = self.give(code)
            if status != 200:
                return f"{code}: {status} {body}"
            if self.acknowledged.setdefault(code, body["log_index"]) != body["log_index"]:
                return f"{code}: {body['log_index']}, acknowledged as {self.acknowledged[code]}"
        self.unknown = []
        return self.has_acknowledged()

    def expect_stopped(self, what):
        expect(f"{self.name}: {what} is said in both languages, and commands are refused", self.says_stopped())
        expect(f"{self.name}: readers are served", self.serves_readers())

    def expect_mended(self, what):
        expect(f"{self.name}: {what}, it writes again by itself", self.wait_until_writing())
        expect(f"{self.name}: and says so", self.says_writing())
        expect(f"{self.name}: nothing is lost, nothing twice", self.answers_again())

    def expect_whole(self):
        """Stops, and looks at what lies on the disk."""
        self.stop()
        replayed = run(TANSHU, "replay", "--data", self.data)
        expect(f"{self.name}: the journal replays", replayed.returncode and replayed.stdout + replayed.stderr)
        audited = run(TANSHU, "verify", "--log", self.data / "log", "--key", self.data / "keys/log.vkey")
        expect(f"{self.name}: the log is sound", audited.returncode and audited.stdout + audited.stderr)


def fill(path):
    """Takes all the room there is."""
    with open(path, "wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                pass


def full_disk():
    place = WORK / "full"
    place.mkdir()
    must("mount", "-t", "tmpfs", "-o", "size=64m", "tanshu-full", place)
    cell = Cell("full disk", place / "data")
    cell.copy_story()
    expect("full disk: it starts", cell.start())
    expect("full disk: it writes", cell.write_some(20) or cell.has_acknowledged())
    fill(place / "filler")
    expect("full disk: it stops", "" if cell.write_until_stopped() else "never")
    cell.expect_stopped("a full disk")
    (place / "filler").unlink()
    cell.expect_mended("with room again")
    fill(place / "filler")
    cell.write_until_stopped()
    cell.stop("kill")
    said = cell.start()
    expect("full disk: started on a full disk, it says so or serves readers",
           "" if "exit code 2" in said else said or cell.serves_readers())
    cell.stop()
    (place / "filler").unlink()
    expect("full disk: with room again, it starts", cell.start())
    expect("full disk: nothing is lost, nothing twice", cell.answers_again())
    cell.expect_whole()
    must("umount", place)


def read_only_disk():
    place, image = WORK / "read_only", WORK / "disk.img"
    place.mkdir()
    with open(image, "wb") as file:
        file.truncate(96 << 20)
    must("mkfs.ext4", "-q", "-F", image)
    must("mount", "-o", "loop", image, place)
    cell = Cell("read-only disk", place / "data")
    cell.copy_story()
    expect("read-only disk: it starts", cell.start())
    expect("read-only disk: it writes", cell.write_some(20) or cell.has_acknowledged())
    must("mount", "-o", "remount,abort", place)  # what the system does itself when a disk fails
    expect("read-only disk: it stops", "" if cell.write_until_stopped(50) else "never")
    cell.expect_stopped("a read-only disk")
    cell.stop()
    must("umount", place)
    checked = run("e2fsck", "-p", image)
    if checked.returncode > 1:
        raise OSError(f"e2fsck: {checked.stdout}{checked.stderr}")
    must("mount", "-o", "loop,ro", image, place)
    said = cell.start()
    expect("read-only disk: started on one, it says so or serves readers",
           "" if "exit code 2" in said else said or cell.serves_readers())
    cell.stop()
    must("umount", place)
    must("mount", "-o", "loop", image, place)
    expect("read-only disk: with a disk that can be written, it starts", cell.start())
    expect("read-only disk: nothing is lost, nothing twice", cell.answers_again())
    cell.expect_whole()
    must("umount", place)


def clock_jumps():
    stamp = WORK / "clock"
    cell = Cell("clock", WORK / "clock_data", {
        "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(stamp), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1"})

    def set_clock(offset):
        aside = stamp.with_suffix(".new")
        aside.write_text(offset, encoding="ascii")
        aside.rename(stamp)

    set_clock("+0")
    cell.copy_story()
    expect("clock: it starts", cell.start())
    expect("clock: it writes", cell.write_some(5))
    for jump, what in (("+3650d", "a clock ten years ahead"), ("-1d", "a clock a day behind")):
        set_clock(jump)
        cell.expect_stopped(what)
        set_clock("+0")
        cell.expect_mended("with the clock set right")
    set_clock("-60")
    expect("clock: a minute back is nothing to stop for", cell.write_some(5))
    set_clock("+0")
    cell.stop()
    set_clock("-1d")
    expect("clock: it starts a day behind", cell.start())
    cell.expect_stopped("a clock behind the journal")
    set_clock("+0")
    cell.expect_mended("with the clock set right")
    times = [entry["at"] for entry in cell.ask("GET", "/v1/entries?limit=500")[1]["items"]]
    order = [(at[:19], at[20:-1].ljust(9, "0")) for at in times]
    expect("clock: time never ran backwards in the journal", "" if order == sorted(order, reverse=True) else times)
    cell.expect_whole()


def bad_page():
    cell = Cell("bad page", WORK / "page_data")
    cell.copy_story()
    expect("bad page: it starts", cell.start())
    expect("bad page: it writes", cell.write_some(5))
    journal = cell.data / "journal.db"
    purpose = cell.ask("GET", "/v1/retirements/r000001")[1]["purpose_en"]
    offset = journal.read_bytes().rindex(purpose.encode()[:12])

    def turn_over():
        with open(journal, "r+b") as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 1]))

    turn_over()
    status, body = cell.ask("GET", "/v1/certificates/r000001.proof")
    expect("bad page: what stands there is not handed out", "" if status >= 500 else f"{status} {body}")
    cell.expect_stopped("the page")
    expect("bad page: it is named", "" if f"page {offset // PAGE_BYTES + 1}" in cell.ask(
        "GET", "/v1/health")[1].get("status_en", "") else cell.ask("GET", "/v1/health"))
    cell.stop("kill")
    said = cell.start()
    expect("bad page: it does not start on it, and names it",
           "" if "exit code 2" in said and f"page {offset // PAGE_BYTES + 1}" in said else said or "it started")
    turn_over()
    expect("bad page: with the page mended, it starts", cell.start())
    expect("bad page: nothing is lost, nothing twice", cell.answers_again())
    turn_over()
    cell.ask("GET", "/v1/certificates/r000001.proof")
    turn_over()
    cell.expect_mended("with the page mended")
    cell.expect_whole()


def main():
    cases = [clock_jumps, bad_page]
    if os.environ.get("MAY_MOUNT") == "yes":
        cases = [full_disk, read_only_disk] + cases
    else:
        print("--      no mounting here: full and read-only disks were not tried")
    for case in cases:
        try:
            case()
        except (OSError, http.client.HTTPException, ValueError, KeyError, subprocess.SubprocessError) as problem:
            expect(case.__name__, f"stopped at {problem!r}")
        finally:
            for cell in cells:
                cell.stop("kill")
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    sys.exit(results.count(False) and 1)


main()
