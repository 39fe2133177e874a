"""What the scenarios of `peer.py` stand on: a loopback site, a repository made with python-tuf, the client under test."""

import glob
import hashlib
import json
import os
import subprocess
import tempfile
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole, Delegations, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
TOP = ["root", "timestamp", "snapshot", "targets"]


def days(count):
    return NOW + timedelta(days=count)


class Site:
    """A loopback server over a dict of path to bytes."""

    def __init__(self):
        site = self
        self.files, self.asked = {}, []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                # Paths are compared as sent: a client has to quote role names.
                body = site.files.get(self.path)
                self.send_response(404 if body is None else 200)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


SITE = Site()


class Repo:
    """A repository made with python-tuf's metadata API."""

    def __init__(self, make=CryptoSigner.generate_ed25519):
        self.make = make
        self.hashes = False
        self.signers = {}
        self.signed = {
            "root": Root(expires=days(365), consistent_snapshot=True),
            "timestamp": Timestamp(expires=days(30)),
            "snapshot": Snapshot(expires=days(30)),
            "targets": Targets(expires=days(90)),
        }
        for role in TOP:
            self.signed[role].version = 0
            self.add_key(role, make())
        SITE.files.clear()
        SITE.asked.clear()
        self.publish(*["root", "targets", "snapshot", "timestamp"])
        self.first_root = SITE.files["/m/1.root.json"]

    def add_key(self, role, signer):
        self.signed["root"].add_key(signer.public_key, role)
        self.signers.setdefault(role, []).append(signer)

    def rotate(self, role, *signers):
        for keyid in list(self.signed["root"].roles[role].keyids):
            self.signed["root"].revoke_key(keyid, role)
        self.signers[role] = []
        for signer in signers or [self.make()]:
            self.add_key(role, signer)

    def publish(self, *roles):
        for role in roles:
            self.signed[role].version += 1
            self.put(role)

    def put(self, role, file=None):
        signed = self.signed[role]
        metadata = Metadata(signed)
        for signer in self.signers[role]:
            metadata.sign(signer, append=True)
        data = metadata.to_bytes(JSONSerializer(compact=False))
        listed = MetaFile(max(signed.version, 1))
        if self.hashes:
            listed = MetaFile(signed.version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})
        if role == "snapshot":
            self.signed["timestamp"].snapshot_meta = listed
        elif role not in TOP or role == "targets":
            self.signed["snapshot"].meta[f"{role}.json"] = listed
        name = "timestamp.json" if role == "timestamp" else f"{signed.version}.{quote(role, '')}.json"
        SITE.files[f"/m/{file or name}"] = data

    def everything(self):
        delegated = [role for role in self.signed if role not in TOP]
        self.publish(*delegated, "targets", "snapshot", "timestamp")

    def delegate(self, delegator, name, signer=None, threshold=1, **scope):
        if name not in self.signed:
            self.signed[name] = Targets(expires=days(30))
            self.signed[name].version = 0
            self.signers[name] = [signer or self.make()]
        role = DelegatedRole(name, [], threshold, scope.pop("terminating", False), **scope)
        targets = self.signed[delegator]
        if targets.delegations is None:
            targets.delegations = Delegations({}, roles={})
        targets.delegations.roles[name] = role
        for signer in self.signers[name]:
            targets.add_key(signer.public_key, name)

    def target(self, role, path, data, hashes=("sha256",)):
        info = TargetFile.from_data(path, data, list(hashes))
        self.signed[role].targets[path] = info
        folder, _, name = path.rpartition("/")
        for digest in info.hashes.values():
            SITE.files["/t/" + quote((folder + "/" if folder else "") + f"{digest}.{name}")] = data


class Client:
    """Runs the client under test in folders of its own."""

    command = None

    def __init__(self, root):
        self.folder = tempfile.TemporaryDirectory()
        self.metadata = os.path.join(self.folder.name, "metadata")
        self.targets = os.path.join(self.folder.name, "targets")
        os.mkdir(self.metadata)
        os.mkdir(self.targets)
        file = os.path.join(self.folder.name, "root.json")
        with open(file, "wb") as out:
            out.write(root)
        self.now = NOW
        self.began = self.run("init", file)

    def run(self, *words, options=()):
        SITE.asked.clear()
        now = str(int(self.now.timestamp() * 1000))
        call = [self.command, "--now-ms", now, "--metadata-dir", self.metadata, *options, *words]
        done = subprocess.run(call, capture_output=True, text=True, timeout=60)
        self.reason = done.stderr.strip()
        return done.returncode

    def refresh(self):
        return self.run("refresh", options=["--metadata-url", SITE.url + "/m"])

    def download(self, *names):
        options = ["--metadata-url", SITE.url + "/m/", "--target-base-url", SITE.url + "/t", "--target-dir", self.targets]
        for name in names:
            options += ["--target-name", name]
        return self.run("download", options=options)

    def versions(self):
        found = {}
        # Not by glob: a quoted role name may begin with a dot.
        for file in os.listdir(self.metadata):
            if file.endswith(".json"):
                with open(os.path.join(self.metadata, file), "rb") as data:
                    found[file.removesuffix(".json")] = json.load(data)["signed"]["version"]
        return found

    def contents(self):
        return sorted(open(file, "rb").read() for file in glob.glob(self.targets + "/*"))

    def is_at(self, *versions):
        expected = {role: version for role, version in zip(TOP, versions) if version}
        found = {role: version for role, version in self.versions().items() if role in TOP}
        assert found == expected, (found, expected, self.reason)
