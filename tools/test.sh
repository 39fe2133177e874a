#!/usr/bin/env bash
# Runs every test of the project, cheap stages first. Installs what a stage needs, or says in one line why it is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

stage() {
    printf '\n== %s\n' "$1"
    shift
    "$@"
}

stage "format" cargo fmt --all --check
stage "lints" cargo clippy --workspace --all-targets --locked -- -D warnings
stage "tests" cargo test --workspace --locked
