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
fn a_full_or_read_only_disk_is_answered_and_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("calls.txt");
    let lists = folder.path().join("lists");
    // Each call fails from its nth time on: while the first store is written, synced, renamed.
    for fault in [
        "pwrite64:error=ENOSPC:when=1+",
        "pwrite64:error=ENOSPC:when=40+",
        "write:error=ENOSPC:when=1",
        "fsync:error=EIO:when=1+",
        "rename:error=EROFS:when=1+",
        "rename:error=ENOSPC:when=2+",
        "mkdir:error=EROFS:when=1+",
    ] {
        let inject = format!("inject={fault}");
        let mut args = vec!["check", "--json"];
        args.extend(QUESTION);
        let output =
            common::strace(&["-e", "trace=write,pwrite64,fsync,rename,mkdir", "-e", &inject], &log, &lists, &args);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{fault}: {}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!(report["outcome"], "ListedAsUnregistered", "{fault}");
        assert_eq!(check(&lists, &QUESTION)["outcome"], "ListedAsUnregistered", "after {fault}");
        fs::remove_dir_all(&lists).unwrap();
    }
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let data = TempDir::new().unwrap();
    check(data.path(), &QUESTION);
    let file = store_file(&data);
    // The schema number stands in the file's header (SQLite file format, section 1.3.14); the seal is made to fit.
    let mut bytes = fs::read(&file).unwrap();
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let digest: String = ring_digest(&bytes);
    let renamed = data.path().join("lists").join(format!("lists-{digest}.sqlite"));
    fs::remove_file(&file).unwrap();
    fs::write(&renamed, &bytes).unwrap();
    let current = format!("{{\"digest\":\"{digest}\",\"bytes\":{},\"modified_ns\":0}}", bytes.len());
    fs::write(data.path().join("lists/current"), current).unwrap();
    let output = safemig(data.path()).arg("status").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let reason = String::from_utf8(output.stderr).unwrap();
    assert!(reason.contains("schema 99") && reason.lines().count() == 1, "{reason}");
    assert_eq!(fs::read(&renamed).unwrap(), bytes);
}

/// The first 16 bytes of the SHA-256, in hexadecimal: how a store file is named.
fn ring_digest(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
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
