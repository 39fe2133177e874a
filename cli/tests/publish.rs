//! Building a pack and asking it, as a publisher would.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::fs;
use std::path::Path;

use common::safemig;
use tempfile::TempDir;

fn descriptor(name: &str) -> String {
    let file = format!("../content/sources/{name}.toml");
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file).to_string_lossy().into_owned()
}

fn publish(folder: &Path, csv: &str) -> std::process::Output {
    let list = folder.join("list.csv");
    fs::write(&list, csv).unwrap();
    let mut command = safemig(folder);
    command.args(["publish", "pack", "--descriptor", &descriptor("plain-csv"), "--input"]);
    command.arg(&list).arg("--out").arg(folder.join("out")).output().unwrap()
}

#[test]
fn a_plain_list_becomes_a_pack_that_answers() {
    let folder = TempDir::new().unwrap();
    let output =
        publish(folder.path(), "id,name,country\nA-1,Zamrud Katulistiwa Overseas,ID\nA-2,Blue Lotus Recruitment,IN\n");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = String::from_utf8(output.stdout).unwrap();
    assert!(report.contains("plain-csv: 2 rows"), "{report}");
    assert_eq!(fs::read_to_string(folder.path().join("out/report.txt")).unwrap(), report);
    let manifest = fs::read(folder.path().join("out/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["rows"], 2);
    for origin in [&[][..], &["--origin", "IN"], &["--origin", "NP"]] {
        let output = safemig(folder.path())
            .args(["search", "Blue Lotus Recruitment", "--json", "--pack"])
            .arg(folder.path().join("out"))
            .args(origin)
            .output()
            .unwrap();
        let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(result["hits"][0]["recruiter_id"], "plain-csv:A-2", "{origin:?}: {result}");
    }
}

#[test]
fn what_cannot_be_published_is_told_in_one_line() {
    let folder = TempDir::new().unwrap();
    for csv in ["", "<html>Sorry</html>", "agency\nX\n", "name\n"] {
        let output = publish(folder.path(), csv);
        assert_eq!(output.status.code(), Some(1), "{csv}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1, "{csv}");
        assert!(!folder.path().join("out").exists());
    }
    let output = safemig(folder.path())
        .args(["publish", "pack", "--descriptor", &descriptor("plain-csv"), &descriptor("bd-dos")])
        .args(["--input", "list.csv", "--out", "out"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}
