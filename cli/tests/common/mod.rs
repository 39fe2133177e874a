//! Shared by the tests of the command line: runs the program as a person would.
#![allow(dead_code, reason = "not every test file uses all of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// `safemig` with its lists in `data`.
pub fn safemig(data: &Path) -> Command {
    let mut command = Command::cargo_bin("safemig").expect("the program is built with its tests");
    command.arg("--data").arg(data);
    command
}

/// The JSON report of `safemig check ARGS --json`.
pub fn check(data: &Path, args: &[&str]) -> Value {
    let output = safemig(data).arg("check").args(args).arg("--json").output().expect("the program runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

/// `(agency names, in order)` of a report.
pub fn names(report: &Value) -> Vec<&str> {
    report["candidates"].as_array().expect("candidates").iter().filter_map(|c| c["name"].as_str()).collect()
}

/// Runs `safemig` under strace, which watches system calls or makes them fail.
pub fn strace(options: &[&str], log: &Path, data: &Path, args: &[&str]) -> Output {
    std::process::Command::new("strace")
        .args(["-f", "-qq", "-o"])
        .arg(log)
        .args(options)
        .arg(assert_cmd::cargo::cargo_bin("safemig"))
        .arg("--data")
        .arg(data)
        .args(args)
        .output()
        .expect("strace is installed: apt-get install strace")
}
