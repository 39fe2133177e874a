//! Bad input and bad storage: a clear line or an honest answer, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{check, safemig};
use tempfile::TempDir;

const QUESTION: [&str; 6] = ["--name", "Prince Holding Group", "--origin", "IN", "--at", "2026-11-24"];

fn store_file(data: &TempDir) -> PathBuf {
    fs::read_dir(data.path().join("lists"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|e| e == "sqlite") && !path.ends_with("damaged.sqlite"))
        .expect("an installed store")
}

#[test]
fn nothing_to_check_is_a_usage_error_of_one_line() {
    let data = TempDir::new().unwrap();
    for args in [vec!["check"], vec!["check", "  "], vec!["check", "--name", ""], vec!["search", " "]] {
        let output = safemig(data.path()).args(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1, "{args:?}");
    }
    let output = safemig(data.path()).args(["check", "--name", "x", "--origin", "Nepal"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn odd_texts_are_answered() {
    let data = TempDir::new().unwrap();
    let long = "Gulf manpower ".repeat(8_000);
    let huge = vec![b'x'; 5 << 20];
    let marks = format!("a{}", "\u{301}".repeat(50_000));
    let inputs: [&[u8]; 7] = [
        long.as_bytes(),
        &huge,
        marks.as_bytes(),
        b"\xff\xfe\xed\xa0\x80 Prince Holding Group \x80",
        "\u{202e}puorG gnidloH ecnirP\u{202c}".as_bytes(),
        "😀👩‍👩‍👧‍👦🏳️‍🌈".as_bytes(),
        "\0\u{1}\u{7f}".as_bytes(),
    ];
    for input in inputs {
        let output = safemig(data.path()).args(["check", "-", "--json"]).write_stdin(input).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(report["outcome"].is_string());
    }
}

#[test]
fn a_bad_line_of_a_batch_gets_an_error_line() {
    let data = TempDir::new().unwrap();
    let input = "{\"id\":1,\"query\":\"gulf associate\"}\nnonsense\n\n{\"id\":2,\"query\":\"\\ud800\"}\n{\"id\":\"x\",\"query\":\"\"}\n{\"id\":3,\"query\":\"Orchard International\",\"origin\":\"BD\"}\n";
    let output = safemig(data.path()).args(["search", "--batch", "-"]).write_stdin(input).output().unwrap();
    assert!(output.status.success());
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["id"], 1);
    assert_eq!(lines[1]["line"], 2);
    assert_eq!(lines[2]["line"], 4);
    assert_eq!(lines[3]["line"], 5);
    assert_eq!(lines[4]["hits"][0]["name"], "Orchard International");
    assert_eq!(lines[4]["accepted"], true);
}

#[test]
fn a_damaged_store_is_rebuilt_and_still_answers() {
    let data = TempDir::new().unwrap();
    let before = check(data.path(), &QUESTION);
    let damages: [fn(Vec<u8>) -> Vec<u8>; 4] = [
        |mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x40;
            bytes
        },
        |bytes| bytes[..bytes.len() / 3].to_vec(),
        |_| Vec::new(),
        |bytes| bytes.iter().rev().copied().collect(),
    ];
    for damage in damages {
        let file = store_file(&data);
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, damage(bytes)).unwrap();
        assert_eq!(check(data.path(), &QUESTION), before);
        assert!(data.path().join("lists/damaged.sqlite").exists(), "the damaged file is kept aside");
    }
    fs::write(data.path().join("lists/current"), b"{").unwrap();
    assert_eq!(check(data.path(), &QUESTION), before);
    fs::remove_file(store_file(&data)).unwrap();
    assert_eq!(check(data.path(), &QUESTION), before);
}

#[test]
fn a_data_folder_that_cannot_be_made_is_answered_from_memory() {
    let data = TempDir::new().unwrap();
    let blocked = data.path().join("file");
    fs::write(&blocked, b"").unwrap();
    assert_eq!(check(&blocked, &QUESTION)["outcome"], "ListedAsUnregistered");
}

#[test]
fn a_broken_pack_is_refused_in_one_line() {
    let data = TempDir::new().unwrap();
    let pack = data.path().join("broken.smpack");
    for bytes in [&b""[..], b"SMPACK1\n", b"SMPACK1\n\xff\xff\xff\xff{}", b"<html>not found</html>"] {
        fs::write(&pack, bytes).unwrap();
        let output = safemig(data.path()).arg("--pack").arg(&pack).args(["status"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let reason = String::from_utf8(output.stderr).unwrap();
        assert_eq!(reason.lines().count(), 1, "{reason}");
    }
    let output = safemig(data.path()).args(["--pack", "/nonexistent/pack", "status"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}
