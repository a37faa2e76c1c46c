# SPDX-License-Identifier: Apache-2.0
# Kills a serving process at random moments while clients write, and looks for what it acknowledged.
"""kill9.py kill|present|retry TANSHU DATA NOTES [ROUNDS]: NOTES keeps what was acknowledged, between the steps.

Two kinds of commands are written. A participant can be registered once only, so a lost one is missed. A gift of one
milligram can be made again and again, so one that is applied twice is seen in the balances: nothing but its idempotency
key prevents it.
"""
import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time

CLIENTS = 4
RETRIES_MAX = 5000
chance = random.Random(20241218)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """The program, serving; killed only by its own process id."""

    def __init__(self, tanshu, data):
        self.port = free_port()
        self.said = data + ".said"
        with open(self.said, "wb") as said:
            self.process = subprocess.Popen(
                [tanshu, "serve", "--data", data, "--port", str(self.port), "--demo"], stdout=said, stderr=said)

    def wait_until_ready(self):
        for _ in range(6000):
            if self.process.poll() is not None:
                with open(self.said, encoding="utf-8") as said:
                    sys.exit(f"the server ended by itself with {self.process.returncode}: {said.read()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.005)
        self.kill()
        sys.exit("the server does not take connections")

    def kill(self):
        self.process.kill()
        self.process.wait()


def command_of(code):
    """The command that a code stands for, always the same: its name, who gives it, and its body."""
    if code.startswith("g-"):
        return "give_units", "firm-01-a", {
            "from": "firm-01", "to": "firm-02", "occasion": code,
            "lots": [{"batch": "bt-2023-001", "amount": "0.000000001 tCO2e"}]}
    return "register_participant", "admin", {
        "id": code, "kind": "firm", "name_zh": "写入企业", "name_en": "Writing firm", "region": "150200"}


class Client:
    """A connection, signed in as everybody who gives commands."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.headers = {user: self.sign_in(user) for user in ("admin", "firm-01-a")}

    def sign_in(self, user):
        answer, body = self.ask("POST", "/v1/demo/session", {"user": user}, {})
        return {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "X-Tanshu-Csrf": body["csrf"]}

    def ask(self, method, path, body, headers):
        if body is not None:
            headers = headers | {"Content-Type": "application/json"}
            body = json.dumps(body)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer, json.loads(text)

    def give(self, code):
        name, user, body = command_of(code)
        return self.ask("POST", "/v1/commands", {"command": name, "body": body},
                        self.headers[user] | {"Idempotency-Key": "key-" + code})

    def all(self, collection):
        after = ""
        while after is not None:
            _, page = self.ask("GET", f"/v1/{collection}?limit=1000&after={after}", None, {})
            yield from page["items"]
            after = page["next"]


def wrong_again(code, index, answer, body):
    """What is wrong with the answer to a command that was given before; `index` is None if nobody knows what became
    of it."""
    if answer.status != 200:
        return f"{code}: {answer.status} {body}"
    if index is not None and body["log_index"] != index:
        return f"{code}: log index {body['log_index']}, acknowledged as {index}"
    if index is not None and answer.getheader("Idempotent-Replayed") != "true":
        return f"{code}: no header Idempotent-Replayed"
    return None


def write_until_killed(port, prefix, again, notes):
    """Notes each command before it is sent, and its log index once it is acknowledged. Begins with commands that were
    given before the kill."""
    try:
        client = Client(port)
        for code, index in again:
            answer, body = client.give(code)
            wrong = wrong_again(code, index, answer, body)
            if wrong:
                notes["failure"] = wrong
                return
            notes[code] = body["log_index"]
        for number in range(100000):
            code = f"{prefix}-{number:05}"
            notes[code] = None
            answer, body = client.give(code)
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


def kill_while_writing(tanshu, data, round_number, again, write_s):
    """Writes for some time, at most `write_s` after the first answer. Returns the notes of a round and how long the server took to start."""
    began = time.monotonic()
    server = Server(tanshu, data)
    server.wait_until_ready()
    start_s = time.monotonic() - began
    notes = [{} for _ in range(CLIENTS)]
    writers = [threading.Thread(target=write_until_killed, args=(
        server.port, f"{'wg'[i % 2]}-{round_number:04}-{i}", again[i::CLIENTS], notes[i]))
               for i in range(CLIENTS)]
    for writer in writers:
        writer.start()
    patience = time.monotonic() + 20
    while not any(v is not None for n in notes for v in list(n.values())):
        if time.monotonic() > patience:
            break
        time.sleep(0.002)
    time.sleep(chance.uniform(0, write_s))
    server.kill()
    for writer in writers:
        writer.join()
    return {code: index for part in notes for code, index in part.items()}, start_s


def replays(tanshu, data):
    done = subprocess.run([tanshu, "replay", "--data", data], capture_output=True, text=True, timeout=1200,
                          check=False)
    return done.returncode == 0 or sys.exit(f"replay: {done.returncode} {done.stdout}{done.stderr}")


def kill(tanshu, data, notes_file, rounds):
    notes, again, started, kills, unknown = {}, [], [], 0, 0
    began = time.monotonic()
    write_s = 0.3 if rounds <= 100 else 0.05  # every replay costs what the whole journal has grown to
    for round_number in range(rounds - rounds // 4):
        if round_number % 3 == 2:  # every fourth kill
            kill_while_starting(tanshu, data)
            kills += 1
        made, start_s = kill_while_writing(tanshu, data, round_number, again, write_s)
        kills += 1
        started.append(start_s)
        if "failure" in made:
            sys.exit(f"round {round_number}: {made['failure']}")
        if not any(index is not None for index in made.values()):
            sys.exit(f"round {round_number}: nothing was acknowledged")
        replays(tanshu, data)
        notes |= made
        again = [(code, index) for code, index in made.items() if index is None]
        unknown += len(again)
        again += chance.sample(sorted((c, i) for c, i in notes.items() if i is not None), 1)
    with open(notes_file, "w", encoding="utf-8") as file:
        json.dump(notes, file)
    acknowledged = sum(index is not None for index in notes.values())
    print(f"{kills} kills in {time.monotonic() - began:.0f} s: {acknowledged} commands acknowledged, {unknown} "
          f"answers cut off and asked for again, {len(started)} restarts re-executed, the slowest ready in "
          f"{max(started):.2f} s")


def balance_mg(client, account):
    _, page = client.ask("GET", f"/v1/holdings?account={account}&place=free", None, {})
    amount, = (item["amount"] for item in page["items"])
    whole, _, part = amount.removesuffix(" tCO2e").partition(".")
    return int(whole) * 10 ** 9 + int(part.ljust(9, "0"))


def found_in(client):
    """Every written command as the books show it, in no order; and the milligrams that were given."""
    found = [item["id"] for item in client.all("participants") if item["id"].startswith("w-")]
    gifts = [item["occasion"] for item in client.all("gifts") if item["occasion"].startswith("g-")]
    given_mg = 512_500_000_000 - balance_mg(client, "firm-01")
    if given_mg != len(gifts):
        sys.exit(f"{len(gifts)} gifts of a milligram moved {given_mg} mg")
    return found + gifts


def present(tanshu, data, notes):
    """Every acknowledged command stands in the books once; of the others, none twice."""
    server = Server(tanshu, data)
    try:
        server.wait_until_ready()
        found = found_in(Client(server.port))
    finally:
        server.kill()
    if len(found) != len(set(found)):
        sys.exit("a command was applied twice")
    acknowledged = {code for code, index in notes.items() if index is not None}
    lost = sorted(acknowledged - set(found))
    if lost:
        sys.exit(f"{len(lost)} of {len(acknowledged)} acknowledged are lost: {lost[:5]}")
    strangers = [code for code in found if code not in notes]
    if strangers:
        sys.exit(f"nobody asked for {strangers[:5]}")


def retry(tanshu, data, notes):
    """The same key gets the first answer again; what had no answer is taken now, or was taken then."""
    unknown = [code for code, index in notes.items() if index is None]
    known = sorted(notes.keys() - set(unknown))
    server = Server(tanshu, data)
    try:
        server.wait_until_ready()
        client = Client(server.port)
        for code in unknown + chance.sample(known, min(len(known), RETRIES_MAX)):
            answer, body = client.give(code)
            wrong = wrong_again(code, notes[code], answer, body)
            if wrong:
                sys.exit(wrong)
            notes[code] = body["log_index"]
        found = found_in(client)
    finally:
        server.kill()
    if len(set(notes.values())) != len(notes):
        sys.exit("two commands share a log index")
    if sorted(found) != sorted(notes):
        sys.exit("the books do not hold what was asked for, each once")


def main():
    step, tanshu, data, notes_file, *rounds = sys.argv[1:]
    if step == "kill":
        return kill(tanshu, data, notes_file, int(rounds[0]))
    with open(notes_file, encoding="utf-8") as file:
        notes = json.load(file)
    {"present": present, "retry": retry}[step](tanshu, data, notes)


main()
