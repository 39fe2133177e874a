#!/usr/bin/env bash
# Holds the TUF client against PyPI `tuf` 7, both ways. Needs python3 with venv; installs into target/.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=target/peer/venv
if ! [ -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import tuf, sigstore' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'tuf>=7,<8' 'securesystemslib[crypto]'
    # Only for the roots that it ships.
    "$venv/bin/pip" install --quiet --no-deps sigstore
fi

cargo build --quiet --locked -p safe-migration --example tuf_client
built="$PWD/target/peer/built"
rm -rf "$built"
SAFEMIG_PEER_DIR="$built" cargo test --quiet --locked -p safe-migration --lib trust::tests::peer_tests
SAFEMIG_PEER_DIR="$built" cargo test --quiet --locked -p safe-migration-publisher --test repository for_the_peer
"$venv/bin/python" tests/conformance/peer.py target/debug/examples/tuf_client "$built"
