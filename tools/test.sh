#!/usr/bin/env bash
# Runs every test of the project, cheap stages first. Installs what a stage needs under target/tools; a stage whose tool
# cannot be had says why in one line and is counted at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

tools="$PWD/target/tools"
passed=0
skipped=0

stage() {
    printf '\n== %s\n' "$1"
    shift
    "$@"
    passed=$((passed + 1))
}

skip() {
    printf '\n== %s\nskipped: %s\n' "$1" "$2"
    skipped=$((skipped + 1))
}

# A Debian package, when its program is missing.
debian() {
    local program=$1 package=$2
    command -v "$program" >/dev/null && return
    { apt-get update -qq && apt-get install -y -qq "$package"; } >/dev/null 2>&1 || true
    command -v "$program" >/dev/null
}

# A program from crates.io at this version, kept under target/tools.
crate() {
    local name=$1 version=$2
    [ "$(cat "$tools/$name.version" 2>/dev/null)" = "$version" ] && return
    cargo install "$name" --version "$version" --locked --quiet --root "$tools" && echo "$version" >"$tools/$name.version"
}

# The phone's library has no way to the network unless it is asked for one.
no_network_crates() {
    local graph
    graph=$(cargo tree -p safe-migration -e normal --prefix none --locked)
    ! grep -E '^(reqwest|hyper|rustls|tokio|mio|socket2|h2|ureq|curl)[ -]' <<<"$graph"
}

words_are_current() {
    python3 tools/lexicons.py && git diff --exit-code --stat -- content/lexicons/words.tsv content/lexicons/spellings.tsv
}

python_tests() {
    local python="target/bench/venv/bin/python"
    [ -x "$python" ] || python3 -m venv target/bench/venv
    "$python" -m pip install --quiet pytest==8.4.2 lightgbm==4.7.0
    "$python" -m pytest -q -p no:cacheprovider tests/bench
}

matching_floors() {
    cargo build --release -p safemig --locked
    python3 tests/bench/evaluate.py --rows 10000 --seed 7 --universe test --peers fast --floors
}

stage "format" cargo fmt --all --check
stage "lexicons are written from their lists" words_are_current
stage "no network crate in the phone's graph" no_network_crates
stage "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
if debian strace strace; then
    stage "tests" cargo test --workspace --locked
else
    skip "tests" "strace cannot be installed: apt-get install strace"
    exit 1
fi
stage "tests of the bench" python_tests
stage "TUF: python-tuf as the independent peer" tests/conformance/run.sh
stage "names are found and decided as well as promised, beside peers" matching_floors
if crate cargo-deny 0.20.2; then
    stage "licences and sources of dependencies" "$tools/bin/cargo-deny" check licenses bans sources
else
    skip "licences and sources of dependencies" "cargo-deny cannot be built"
fi

printf '\nstages: %d passed, 0 failed, %d skipped\n' "$passed" "$skipped"
