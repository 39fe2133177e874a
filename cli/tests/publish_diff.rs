//! `publish diff`: what a person reads before signing.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test")]

mod common;

use std::path::Path;

use common::safemig;
use tempfile::TempDir;

fn pack(data: &Path, version: &str, csv: &str) -> std::path::PathBuf {
    let (list, out) = (data.join(format!("{version}.csv")), data.join(version));
    std::fs::write(&list, csv).unwrap();
    let descriptor = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/sources/plain-csv.toml");
    safemig(data)
        .args(["publish", "pack", "--version", version, "--built-at", "2026-11-24"])
        .arg("--descriptor")
        .arg(descriptor)
        .arg("--input")
        .arg(list)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    out
}

#[test]
fn two_packs_are_compared_as_text_and_as_json() {
    let data = TempDir::new().unwrap();
    let old = pack(data.path(), "1", "id,name,status\n1,First Agency,Valid\n2,Second Agency,Valid\n");
    let new = pack(data.path(), "2", "id,name,status\n1,First Agency,Cancelled\n3,Third Agency,Valid\n");
    let text = safemig(data.path()).args(["publish", "diff"]).arg(&old).arg(&new).output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    for line in
        ["lost good standing: 1", "vanished: 1", "appeared: 1", "~ plain-csv:1 First Agency: Valid -> Cancelled"]
    {
        assert!(text.contains(line), "{text}");
    }
    let json = safemig(data.path()).args(["publish", "diff", "--json", "--lines", "0"]).arg(&old).arg(&new).output();
    let json: serde_json::Value = serde_json::from_slice(&json.unwrap().stdout).unwrap();
    assert_eq!(json["registers"][0]["appeared"], serde_json::json!({"count": 1, "first": []}));
}

#[test]
fn what_is_no_pack_is_told_in_one_line() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("page.html");
    std::fs::write(&file, "<html>").unwrap();
    let output = safemig(data.path()).args(["publish", "diff"]).arg(&file).arg(&file).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("not a pack file") && error.lines().count() == 1, "{error}");
}
