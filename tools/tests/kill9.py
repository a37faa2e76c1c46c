# SPDX-License-Identifier: Apache-2.0
# Kills a serving process at random moments while clients write, and looks for what it acknowledged.
"""kill9.py kill|present|retry TANSHU DATA NOTES: NOTES keeps what was acknowledged, between the steps."""
import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time

ROUNDS = 15
CLIENTS = 3
chance = random.Random(20241218)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """The program, serving; killed only by its own process id."""

    def __init__(self, tanshu, data):
        self.port = free_port()
        self.process = subprocess.Popen(
            [tanshu, "serve", "--data", data, "--port", str(self.port), "--demo"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_until_ready(self):
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(f"the server ended by itself with {self.process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.kill()
        sys.exit("the server does not take connections")

    def kill(self):
        self.process.kill()
        self.process.wait()


class Client:
    """One signed-in connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        answer, body = self.ask("POST", "/v1/demo/session", {"user": "admin"}, {})
        self.headers = {"Cookie": answer.getheader("Set-Cookie").split(";")[0]}
        _, body = self.ask("GET", "/v1/session", None, self.headers)
        self.headers["X-Tanshu-Csrf"] = body["csrf"]

    def ask(self, method, path, body, headers):
        if body is not None:
            headers = headers | {"Content-Type": "application/json"}
            body = json.dumps(body)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer, json.loads(text)

    def register(self, code):
        body = {"id": code, "kind": "firm", "name_zh": "写入企业", "name_en": "Writing firm",
                "region": "150200"}
        return self.ask("POST", "/v1/commands", {"command": "register_participant", "body": body},
                        self.headers | {"Idempotency-Key": "key-" + code})


def write_until_killed(port, prefix, notes):
    """Notes each command before it is sent, and its log index once it is acknowledged."""
    try:
        client = Client(port)
        for number in range(100000):
            code = f"{prefix}-{number:05}"
            notes[code] = None
            answer, body = client.register(code)
            if answer.status != 200:
                notes["failure"] = f"{code}: {answer.status} {body}"
                return
            notes[code] = body["log_index"]
    except (OSError, http.client.HTTPException, ValueError):
        pass  # the server is gone: what was under way has no answer


def kill_while_starting(tanshu, data):
    server = Server(tanshu, data)
    time.sleep(chance.uniform(0.005, 0.15))
    server.kill()


def kill_while_writing(tanshu, data, round_number):
    server = Server(tanshu, data)
    server.wait_until_ready()
    notes = [{} for _ in range(CLIENTS)]
    writers = [threading.Thread(target=write_until_killed,
                                args=(server.port, f"w-{round_number:02}-{i}", notes[i]))
               for i in range(CLIENTS)]
    for writer in writers:
        writer.start()
    patience = time.monotonic() + 20
    while not any(v is not None for n in notes for v in list(n.values())):
        if time.monotonic() > patience:
            break
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.3))
    server.kill()
    for writer in writers:
        writer.join()
    return {code: index for part in notes for code, index in part.items()}


def kill(tanshu, data, notes_file):
    notes = {}
    for round_number in range(ROUNDS):
        if round_number % 3 == 2:
            kill_while_starting(tanshu, data)
        made = kill_while_writing(tanshu, data, round_number)
        if "failure" in made:
            sys.exit(made["failure"])
        if not any(index is not None for index in made.values()):
            sys.exit(f"round {round_number}: nothing was acknowledged")
        notes |= made
    with open(notes_file, "w", encoding="utf-8") as file:
        json.dump(notes, file)


def participants(client):
    after = ""
    while after is not None:
        _, page = client.ask("GET", "/v1/participants?limit=100&after=" + after, None, {})
        yield from (item["id"] for item in page["items"])
        after = page["next"]


def present(tanshu, data, notes):
    """Every acknowledged command stands in the books once; of the others, none twice."""
    server = Server(tanshu, data)
    try:
        server.wait_until_ready()
        found = list(participants(Client(server.port)))
    finally:
        server.kill()
    if len(found) != len(set(found)):
        sys.exit("a participant is listed twice")
    acknowledged = {code for code, index in notes.items() if index is not None}
    lost = sorted(acknowledged - set(found))
    if lost:
        sys.exit(f"{len(lost)} of {len(acknowledged)} acknowledged are lost: {lost[:5]}")
    strangers = [code for code in found if code.startswith("w-") and code not in notes]
    if strangers:
        sys.exit(f"nobody asked for {strangers[:5]}")


def retry(tanshu, data, notes):
    """The same key gets the first answer again; what had no answer is taken now, or was taken then."""
    server = Server(tanshu, data)
    try:
        server.wait_until_ready()
        client = Client(server.port)
        indexes = set()
        for code, index in sorted(notes.items()):
            answer, body = client.register(code)
            if answer.status != 200:
                sys.exit(f"{code}: {answer.status} {body}")
            if index is not None and body["log_index"] != index:
                sys.exit(f"{code}: log index {body['log_index']}, acknowledged as {index}")
            if index is not None and answer.getheader("Idempotent-Replayed") != "true":
                sys.exit(f"{code}: no header Idempotent-Replayed")
            indexes.add(body["log_index"])
        found = list(participants(client))
    finally:
        server.kill()
    if len(indexes) != len(notes):
        sys.exit("two commands share a log index")
    if sorted(code for code in found if code.startswith("w-")) != sorted(notes):
        sys.exit("the participants are not those that were asked for, each once")


def main():
    step, tanshu, data, notes_file = sys.argv[1:]
    if step == "kill":
        return kill(tanshu, data, notes_file)
    with open(notes_file, encoding="utf-8") as file:
        notes = json.load(file)
    {"present": present, "retry": retry}[step](tanshu, data, notes)


main()
