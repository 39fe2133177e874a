#!/usr/bin/env python3
"""The TUF client against PyPI `tuf` 7, the independent peer.

  peer.py CLIENT            repositories made by python-tuf; CLIENT speaks the protocol of the public conformance suite
  peer.py CLIENT BUILT      and python-tuf's own client on the repositories in BUILT, made by our test builder
                            and by the publisher

Each scenario states what a client must do; exit code, stored metadata, targets and requests are judged from outside.
"""

import glob
import hashlib
import json
import os
import random
import sys
import tempfile
import traceback
from urllib.parse import quote

from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.ngclient import FetcherInterface, Updater

from support import NOW, SITE, TOP, Client, Repo, days

SCENARIOS = []


def scenario(function):
    SCENARIOS.append(function)
    return function


def eq(found, expected):
    assert found == expected, f"{found!r} is not {expected!r}"


@scenario
def refresh_from_the_first_root():
    repo = Repo()
    client = Client(repo.first_root)
    eq(client.began, 0)
    eq(SITE.asked, [])
    eq(client.refresh(), 0)
    eq(SITE.asked, ["/m/2.root.json", "/m/timestamp.json", "/m/1.snapshot.json", "/m/1.targets.json"])
    eq(sorted(client.versions()), sorted(TOP))
    for role, file in zip(TOP, ["1.root", "timestamp", "1.snapshot", "1.targets"]):
        with open(f"{client.metadata}/{role}.json", "rb") as data:
            eq(data.read(), SITE.files[f"/m/{file}.json"])
    eq(client.refresh(), 0)
    eq(SITE.asked, ["/m/2.root.json", "/m/timestamp.json"])


@scenario
def keys_of_every_kind():
    for make in [CryptoSigner.generate_ed25519, CryptoSigner.generate_ecdsa, CryptoSigner.generate_rsa]:
        repo = Repo(make)
        client = Client(repo.first_root)
        eq(client.refresh(), 0)
        repo.publish("root")
        data = json.loads(SITE.files["/m/2.root.json"])
        data["signatures"][0]["sig"] = json.loads(repo.first_root)["signatures"][0]["sig"]
        SITE.files["/m/2.root.json"] = json.dumps(data).encode()
        eq(client.refresh(), 1)
        client.is_at(1, 1, 1, 1)


@scenario
def root_3_of_5_of_mixed_kinds_rotates_one_by_one():
    repo = Repo()
    kinds = [CryptoSigner.generate_ed25519, CryptoSigner.generate_ecdsa, CryptoSigner.generate_rsa]
    repo.rotate("root", *[kinds[i % 3]() for i in range(5)])
    repo.signed["root"].roles["root"].threshold = 3
    old = list(repo.signers["root"])
    # Root 1 is signed anew with these keys: it is where the client begins.
    repo.put("root")
    client = Client(SITE.files["/m/1.root.json"])
    for i in range(5):
        new = kinds[(i + 1) % 3]()
        keep = [signer for signer in repo.signers["root"] if signer is not old[i]]
        everyone = [*keep, old[i], new]
        repo.rotate("root", *keep, new)
        repo.signers["root"] = everyone
        repo.publish("root")
        repo.signers["root"] = [*keep, new]
    eq(client.refresh(), 0)
    client.is_at(6, 1, 1, 1)
    # Two of five are too few.
    repo.signers["root"] = repo.signers["root"][:2]
    repo.publish("root")
    eq(client.refresh(), 1)
    client.is_at(6, 1, 1, 1)


@scenario
def forty_roots_behind():
    repo = Repo()
    client = Client(repo.first_root)
    for _ in range(40):
        repo.publish("root")
    eq(client.refresh(), 0)
    client.is_at(41, 1, 1, 1)


@scenario
def keys_of_the_online_roles_rotate():
    repo = Repo()
    client = Client(repo.first_root)
    eq(client.refresh(), 0)
    for role in ["timestamp", "snapshot", "targets"]:
        repo.rotate(role, CryptoSigner.generate_ecdsa(), CryptoSigner.generate_ed25519())
        repo.signed["root"].roles[role].threshold = 2
        repo.publish("root", "targets", "snapshot", "timestamp")
        eq(client.refresh(), 0)
    client.is_at(4, 4, 4, 4)
    repo.signers["snapshot"].pop()
    repo.publish("snapshot", "timestamp")
    eq(client.refresh(), 1)
    client.is_at(4, 5, 4, 4)


@scenario
def rollback_and_recovery():
    repo = Repo()
    client = Client(repo.first_root)
    repo.signed["timestamp"].version = repo.signed["snapshot"].version = repo.signed["targets"].version = 99
    repo.publish("targets", "snapshot", "timestamp")
    eq(client.refresh(), 0)
    client.is_at(1, 100, 100, 100)
    for role in ["targets", "snapshot", "timestamp"]:
        repo.signed[role].version = 0
    repo.publish("targets", "snapshot", "timestamp")
    eq(client.refresh(), 1)
    client.is_at(1, 100, 100, 100)
    repo.rotate("timestamp")
    repo.rotate("snapshot")
    repo.publish("root", "targets", "snapshot", "timestamp")
    eq(client.refresh(), 0)
    client.is_at(2, 2, 2, 2)


@scenario
def hashes_and_lengths_of_metadata():
    repo = Repo()
    repo.hashes = True
    repo.everything()
    client = Client(repo.first_root)
    eq(client.refresh(), 0)
    repo.everything()
    SITE.files["/m/3.targets.json"] += b" "
    eq(client.refresh(), 1)
    client.is_at(1, 3, 3, 2)


@scenario
def expiry():
    repo = Repo()
    client = Client(repo.first_root)
    eq(client.refresh(), 0)
    client.now = days(31)
    eq(client.refresh(), 1)
    repo.signed["timestamp"].expires = repo.signed["snapshot"].expires = days(60)
    repo.everything()
    eq(client.refresh(), 0)
    client.is_at(1, 2, 2, 2)
    client.now = days(366)
    eq(client.refresh(), 1)
    eq(SITE.asked, ["/m/2.root.json"])


def graph(*edges):
    repo = Repo()
    for delegator, name, paths, terminating in edges:
        repo.delegate(delegator, name, paths=paths, terminating=terminating)
    repo.everything()
    return repo


@scenario
def delegations_are_walked_in_order():
    repo = graph(
        ("targets", "A", ["*"], False), ("targets", "B", ["*"], False), ("A", "C", ["*"], False),
        ("C", "D", ["*.py"], False), ("A", "E", ["*"], True), ("A", "F", ["*"], False), ("E", "A", ["*"], False),
    )
    client = Client(repo.first_root)
    eq(client.download("missing"), 1)
    eq(SITE.asked[4:], [f"/m/1.{role}.json" for role in "ACE"])


@scenario
def targets_of_delegates_in_folders():
    repo = graph(
        ("targets", "A", ["*.doc", "*.md"], False), ("targets", "B", ["releases/*/*"], False),
        ("B", "C", ["releases/x/*"], False), ("B", "D", ["releases/y/*.zip"], False),
    )
    repo.target("A", "README.md", b"by A")
    repo.target("C", "releases/x/x_v1", b"by C")
    repo.target("D", "releases/y/y_v1.zip", b"by D", ["sha512"])
    repo.target("D", "releases/z/z_v1.zip", b"not his")
    repo.everything()
    client = Client(repo.first_root)
    eq(client.download("README.md", "releases/x/x_v1", "releases/y/y_v1.zip"), 0)
    eq(client.contents(), [b"by A", b"by C", b"by D"])
    eq(client.download("releases/z/z_v1.zip"), 1)
    SITE.asked.clear()
    eq(client.download("README.md"), 0)
    eq(SITE.asked, ["/m/2.root.json", "/m/timestamp.json"])


@scenario
def hash_bins():
    repo = Repo()
    for number in range(16):
        repo.delegate("targets", f"bin-{number:x}", path_hash_prefixes=[f"{number:x}"])
    names = [f"list-{number}" for number in range(24)]
    for name in names:
        repo.target("bin-" + hashlib.sha256(name.encode()).hexdigest()[0], name, name.encode())
    repo.everything()
    client = Client(repo.first_root)
    eq(client.download(*names), 0)
    eq(client.contents(), sorted(name.encode() for name in names))


@scenario
def delegate_keys_rotate_and_thresholds_hold():
    repo = Repo()
    one, two = CryptoSigner.generate_ed25519(), CryptoSigner.generate_rsa()
    repo.delegate("targets", "india", one, paths=["in-*"], terminating=True)
    repo.target("india", "in-list", b"one")
    repo.everything()
    client = Client(repo.first_root)
    eq(client.download("in-list"), 0)
    repo.signers["india"] = [two]
    repo.delegate("targets", "india", paths=["in-*"], terminating=True)
    repo.target("india", "in-list", b"two")
    repo.everything()
    eq(client.download("in-list"), 0)
    eq(client.contents(), [b"two"])
    repo.delegate("targets", "india", paths=["in-*"], threshold=2, terminating=True)
    repo.everything()
    eq(client.download("in-list"), 1)


@scenario
def unusual_role_names_are_quoted():
    for role in ["?", "#", "/delegatedrole", "../delegatedrole", "a b%2F", "भारत"]:
        repo = graph(("targets", role, ["*"], False))
        client = Client(repo.first_root)
        eq(client.download("missing"), 1)
        eq(SITE.asked[4:], [f"/m/1.{quote(role, '')}.json"])
        eq(len(client.versions()), 5)
        eq(sorted(os.listdir(client.folder.name)), ["metadata", "root.json", "targets"])


@scenario
def substituted_targets_are_refused():
    repo = Repo()
    repo.target("targets", "dir/file", b"content", ["sha256", "sha512"])
    repo.everything()
    client = Client(repo.first_root)
    good = dict(SITE.files)
    for bad in [b"CONTENT", b"content and more", b"cont"]:
        for path in [path for path in SITE.files if path.startswith("/t/")]:
            SITE.files[path] = bad
        eq(client.download("dir/file"), 1)
        eq(client.contents(), [])
    SITE.files.update(good)
    eq(client.download("dir/file"), 0)
    eq(client.contents(), [b"content"])


@scenario
def unknown_fields_and_keys():
    repo = Repo()
    root = repo.signed["root"]
    root.unrecognized_fields["x-team"] = {"a": [1, -1, None, True], "b": "é\"\\"}
    root.roles["root"].unrecognized_fields["x"] = "y"
    strange = SSlibKey("strange-keyid", "post-quantum", "post-quantum", {"public": "abcd"}, {"x-owner": "@someone"})
    root.add_key(strange, "timestamp")
    repo.publish("root")
    client = Client(repo.first_root)
    eq(client.refresh(), 0)
    client.is_at(2, 1, 1, 1)


@scenario
def missing_files_keep_what_came_before():
    repo = Repo()
    client = Client(repo.first_root)
    eq(client.refresh(), 0)
    repo.everything()
    snapshot = SITE.files.pop("/m/2.snapshot.json")
    eq(client.refresh(), 1)
    client.is_at(1, 2, 1, 1)
    SITE.files["/m/2.snapshot.json"] = snapshot
    targets = SITE.files.pop("/m/2.targets.json")
    eq(client.refresh(), 1)
    client.is_at(1, 2, 2, 1)
    SITE.files["/m/2.targets.json"] = targets
    eq(client.refresh(), 0)
    client.is_at(1, 2, 2, 2)


@scenario
def roots_of_a_public_service():
    """The roots that the package `sigstore` ships: made by other tools, with keys on hardware tokens."""
    try:
        import importlib.util

        place = importlib.util.find_spec("sigstore").submodule_search_locations[0]
    except AttributeError:
        print("  (skipped: the package sigstore is not installed)")
        return
    roots = sorted(glob.glob(place + "/_store/*/root.json"))
    assert roots, "no root in the package"
    for root in roots:
        with open(root, "rb") as data:
            content = data.read()
        eq(Client(content).began, 0)
        eq(Client(content.replace(b'"threshold"', b'"Threshold"')).began, 1)
        changed = json.loads(content)
        changed["signed"]["version"] += 1
        eq(Client(json.dumps(changed).encode()).began, 1)


class Local(FetcherInterface):
    """Lets python-tuf read what the loopback site serves, without the network."""

    def _fetch(self, url):
        body = SITE.files.get(url.removeprefix(SITE.url))
        if body is None:
            raise DownloadHTTPError("not found", 404)
        yield body


def peer_updater(folder, root):
    updater = Updater(folder, SITE.url + "/m", folder, SITE.url + "/t", Local(), bootstrap=root)
    updater._trusted_set.reference_time = NOW
    return updater


def peer_accepts(root):
    with tempfile.TemporaryDirectory() as folder:
        try:
            peer_updater(folder, root).refresh()
        except (RepositoryError, DownloadError):
            return None
        versions = {}
        for role in TOP:
            with open(f"{folder}/{role}.json", "rb") as data:
                versions[role] = json.load(data)["signed"]["version"]
        return versions


@scenario
def changed_bytes_are_judged_as_the_peer_judges_them():
    """Ours may be stricter than python-tuf; it may never accept what python-tuf refuses."""
    chance = random.Random(20261124)
    repo = Repo()
    repo.hashes = False
    repo.publish("root", "targets", "snapshot", "timestamp")
    good = dict(SITE.files)
    stricter = 0
    for number in range(240):
        SITE.files.clear()
        SITE.files.update(good)
        file = chance.choice(["2.root", "timestamp", "2.snapshot", "2.targets"])
        data = bytearray(good[f"/m/{file}.json"])
        for _ in range(chance.choice([1, 1, 1, 2, 3])):
            data[chance.randrange(len(data))] = chance.choice(b'0123456789abcdef{}[]",: \\-.eE\x00\xff')
        SITE.files[f"/m/{file}.json"] = bytes(data)
        client = Client(repo.first_root)
        ours = client.versions() if client.refresh() == 0 else None
        theirs = peer_accepts(repo.first_root)
        if ours is not None:
            eq(ours, theirs)
        stricter += ours is None and theirs is not None
    print(f"  (240 changes; refused by ours alone: {stricter})")


def check_built(built):
    """python-tuf's client on the repositories of our test builder."""
    for name in sorted(os.listdir(built)):
        folder = os.path.join(built, name)
        SITE.files.clear()
        for base, _, files in os.walk(folder):
            for file in files:
                path = os.path.join(base, file)
                with open(path, "rb") as data:
                    SITE.files["/" + os.path.relpath(path, folder).replace(os.sep, "/")] = data.read()
        root = SITE.files["/m/1.root.json"]
        expected = json.loads(SITE.files["/expected.json"])

        def accepted(folder=folder, root=root, expected=expected):
            with tempfile.TemporaryDirectory() as place:
                updater = peer_updater(place, root)
                updater.refresh()
                for role, version in expected["versions"].items():
                    with open(f"{place}/{role}.json", "rb") as data:
                        eq(json.load(data)["signed"]["version"], version)
                for path, content in expected["targets"].items():
                    info = updater.get_targetinfo(path)
                    assert info is not None, path
                    with open(updater.download_target(info), "rb") as data:
                        eq(data.read().decode(), content)
                # Files that are no text: python-tuf checks their hashes.
                for path, size in expected.get("sizes", {}).items():
                    info = updater.get_targetinfo(path)
                    assert info is not None, path
                    eq(os.path.getsize(updater.download_target(info)), size)

        accepted.__name__ = f"python_tuf_accepts_{name}"
        SCENARIOS.append(accepted)
        run(accepted)


FAILED = []


def run(function):
    try:
        function()
        print(f"ok    {function.__name__}")
    except Exception:
        FAILED.append(function.__name__)
        print(f"FAIL  {function.__name__}")
        traceback.print_exc()


def main():
    Client.command = os.path.abspath(sys.argv[1])
    for function in list(SCENARIOS):
        run(function)
    if len(sys.argv) > 2:
        check_built(sys.argv[2])
    print(f"{len(SCENARIOS) - len(FAILED)} passed, {len(FAILED)} failed")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
