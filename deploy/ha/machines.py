# SPDX-License-Identifier: Apache-2.0
"""The machines of the trial: etcd, Patroni with PostgreSQL, and tanshu nodes, all on loopback."""
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

BINARIES = "/usr/lib/postgresql/15/bin"
PASSWORD = "trial-only"


def free_ports(count):
    """Ports that nobody has now; all are held until all are found, so that none comes twice."""
    held = []
    for _ in range(count):
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        held.append(s)
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


def fetch(url, timeout=2):
    """(status, text), with (0, "") for a machine that does not answer."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except (OSError, ValueError):
        return 0, ""


def wait_until(what, seconds, probe):
    """The probe's first true value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = probe()
        if value:
            return value
        time.sleep(0.1)
    raise SystemExit(f"waited {seconds} s for {what}")


def children_of(parent):
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                if int(stat.read().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(name))
        except (OSError, IndexError, ValueError):
            pass
    return found


def send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


class Machine:
    """A program of ours on a machine of its own: started, killed and paused by process id only."""

    def __init__(self, name, command, directory, owner):
        self.name, self.command, self.directory, self.owner = name, command, directory, owner
        self.process = None

    def start(self):
        as_owner = {"user": self.owner, "group": self.owner, "extra_groups": []} if self.owner else {}
        with open(os.path.join(self.directory, self.name + ".log"), "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            cwd=self.directory, start_new_session=True, **as_owner)

    def pids(self):
        return [self.process.pid] if self.process and self.process.poll() is None else []

    def kill(self):
        send(self.pids(), signal.SIGKILL)
        self.process.wait()

    def pause(self):
        send(self.pids(), signal.SIGSTOP)

    def resume(self):
        send(self.pids(), signal.SIGCONT)

    def stop(self):
        if not self.process:
            return
        self.resume()
        send(self.pids(), signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


class PostgresMachine(Machine):
    """Patroni and the PostgreSQL it keeps: they die and hang together, as on one machine."""

    def __init__(self, name, directory, owner, ports, etcd_hosts):
        self.port, self.rest_port = ports
        self.data = os.path.join(directory, name)
        config = os.path.join(directory, name + ".yml")
        super().__init__(name, ["patroni", config], directory, owner)
        with open(config, "w", encoding="utf-8") as file:
            json.dump(self.settings(etcd_hosts), file, indent=1)  # JSON is YAML

    def settings(self, etcd_hosts):
        users = {role: {"username": role, "password": PASSWORD} for role in ("replication", "rewind")}
        users["superuser"] = {"username": "postgres", "password": PASSWORD}
        here = f"127.0.0.1:{self.port}"
        return {
            "scope": "tanshu", "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self.rest_port}", "connect_address": f"127.0.0.1:{self.rest_port}"},
            # Not "etcd3": there Patroni 3.0 renews its leadership without a compare, so that a primary that was
            # paused overwrites its successor's and what that one acknowledged is lost. The trial finds it.
            "etcd": {"hosts": etcd_hosts},
            "bootstrap": {
                "dcs": {
                    "ttl": 20, "loop_wait": 2, "retry_timeout": 4, "primary_start_timeout": 10,
                    "maximum_lag_on_failover": 1048576,
                    # An acknowledged commit is on two machines, or it is not acknowledged.
                    "synchronous_mode": True, "synchronous_mode_strict": True,
                    "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": {
                        "max_connections": 100, "shared_buffers": "64MB", "wal_keep_size": "256MB",
                        "wal_log_hints": "on", "max_wal_senders": 8, "max_replication_slots": 8}}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "data-checksums"],
                "pg_hba": ["local all all trust", "host all all 127.0.0.1/32 scram-sha-256",
                           "host replication replication 127.0.0.1/32 scram-sha-256"]},
            "postgresql": {
                "listen": here, "connect_address": here, "data_dir": self.data, "bin_dir": BINARIES,
                "pgpass": os.path.join(self.directory, self.name + ".pgpass"),
                "authentication": users,
                "parameters": {"unix_socket_directories": self.directory, "password_encryption": "scram-sha-256"}},
        }

    def pids(self):
        postmaster = []
        try:
            with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
                postmaster = [int(file.readline())]
            with open(f"/proc/{postmaster[0]}/comm", encoding="utf-8") as file:
                if file.read().strip() != "postgres":
                    postmaster = []
        except (OSError, ValueError):
            postmaster = []
        patroni = super().pids()
        return patroni + postmaster + [pid for one in postmaster for pid in children_of(one)]

    def is_primary(self):
        return fetch(f"http://127.0.0.1:{self.rest_port}/primary")[0] == 200


class TanshuNode(Machine):
    def __init__(self, name, program, directory, owner, port, url):
        self.port, self.data = port, os.path.join(directory, name)
        self.address = f"http://127.0.0.1:{port}"
        super().__init__(name, [program, "serve", "--data", self.data, "--database", url, "--port", str(port),
                                "--advertise", self.address], directory, owner)

    def standing(self):
        status, text = fetch(self.address + "/v1/standing")
        return json.loads(text) if status == 200 else {}

    def leads(self):
        return self.standing().get("leading") is True


class Site:
    """Everything together, in one directory."""

    def __init__(self, program, directory):
        self.owner = "postgres" if os.geteuid() == 0 else None
        self.directory = directory
        self.program = program
        if self.owner:
            entry = pwd.getpwnam(self.owner)
            os.chown(directory, entry.pw_uid, entry.pw_gid)
        ports = free_ports(15)
        self.etcd = self.make_etcd(ports[:6])
        hosts = [f"127.0.0.1:{port}" for port in ports[:3]]
        self.postgres = [PostgresMachine(f"pg{i + 1}", directory, self.owner, ports[6 + 2 * i:8 + 2 * i], hosts)
                         for i in range(3)]
        self.url = (f"postgresql://tanshu:{PASSWORD}@" + ",".join(f"127.0.0.1:{m.port}" for m in self.postgres)
                    + "/tanshu?connect_timeout=2")
        self.nodes = [TanshuNode(f"node{i + 1}", program, directory, self.owner, ports[12 + i], self.url)
                      for i in range(3)]

    def make_etcd(self, ports):
        clients, peers = ports[:3], ports[3:]
        cluster = ",".join(f"etcd{i + 1}=http://127.0.0.1:{peer}" for i, peer in enumerate(peers))
        members = []
        for i in range(3):
            client, peer = f"http://127.0.0.1:{clients[i]}", f"http://127.0.0.1:{peers[i]}"
            members.append(Machine(f"etcd{i + 1}", [
                "etcd", "--name", f"etcd{i + 1}", "--data-dir", os.path.join(self.directory, f"etcd{i + 1}"),
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                "--initial-cluster", cluster, "--initial-cluster-state", "new",
                "--enable-v2=true", "--heartbeat-interval", "500", "--election-timeout", "5000"], self.directory, self.owner))
        return members

    def start_databases(self):
        for member in self.etcd:
            member.start()
        for machine in self.postgres:
            machine.start()
        self.await_databases(180)
        self.sql(f"CREATE ROLE tanshu LOGIN PASSWORD '{PASSWORD}'")
        self.sql("CREATE DATABASE tanshu OWNER tanshu")
        # libpq asks no other server when one says that there is no such database.
        for machine in self.postgres:
            wait_until(f"the database on {machine.name}", 60, lambda m=machine: self.knows_database(m))

    def primary(self):
        return next((m for m in self.postgres if m.is_primary()), None)

    def await_databases(self, seconds):
        """One primary, and both others streaming, one of them synchronously."""
        def whole():
            for machine in self.postgres:
                status, text = fetch(f"http://127.0.0.1:{machine.rest_port}/cluster")
                if status != 200:
                    continue
                roles = sorted((m["role"], m["state"]) for m in json.loads(text)["members"])
                up = sum(state in ("running", "streaming") for _, state in roles)
                if up == 3 and [role for role, _ in roles] == ["leader", "replica", "sync_standby"]:
                    return True
            return False
        wait_until("three databases in step", seconds, whole)

    def sql(self, statement):
        self.psql(self.primary(), "postgres", statement).check_returncode()

    def knows_database(self, machine):
        return self.psql(machine, "tanshu", "SELECT 1").returncode == 0

    @staticmethod
    def psql(machine, database, statement):
        return subprocess.run([f"{BINARIES}/psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                               str(machine.port), "-U", "postgres", "-d", database, "-c", statement],
                              env=dict(os.environ, PGPASSWORD=PASSWORD), check=False, timeout=60,
                              capture_output=True, text=True)

    def tanshu(self, *words):
        """Runs the program as the nodes' owner; gives what it prints."""
        as_owner = {"user": self.owner, "group": self.owner, "extra_groups": []} if self.owner else {}
        done = subprocess.run([self.program, *words], capture_output=True, text=True, timeout=600,
                              cwd=self.directory, check=False, **as_owner)
        if done.returncode != 0:
            raise SystemExit(f"tanshu {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def make_cell(self):
        """Makes the cell, its bank and its cashier; every node gets the same keys and tokens."""
        first = self.nodes[0].data
        self.tanshu("init", "--data", first, "--database", self.url, "--cell", "trial", "--name-zh", "试验登记中心",
                    "--name-en", "Trial registry", "--region", "150200", "--administrator", "admin")
        bodies = [
            ("register_participant", {"id": "bank", "kind": "bank", "name_zh": "结算银行", "name_en": "Settlement bank",
                                      "region": "150200"}),
            ("authorise_user", {"id": "cashier", "participant": "bank", "roles": ["clearing_officer"]}),
            ("register_participant", {"id": "firm", "kind": "firm", "name_zh": "企业", "name_en": "Firm",
                                      "region": "150200"}),
            ("open_account", {"id": "firm", "participant": "firm"})]
        for name, body in bodies:
            self.tanshu("command", "--data", first, "--as", "admin", name, json.dumps(body))
        token = self.tanshu("user", "token", "--data", first, "--user", "cashier").strip()
        for node in self.nodes[1:]:
            shutil.copytree(first, node.data, ignore=shutil.ignore_patterns("log", "views.db*"))
            if self.owner:
                subprocess.run(["chown", "-R", f"{self.owner}:{self.owner}", node.data], check=True)
        return len(bodies) + 1, token

    def start_nodes(self):
        for node in self.nodes:
            node.start()
        wait_until("a node that leads", 60, self.leader)

    def leader(self):
        return next((n for n in self.nodes if n.leads()), None)

    def stop(self):
        for machine in self.nodes + self.postgres + self.etcd:
            machine.stop()
