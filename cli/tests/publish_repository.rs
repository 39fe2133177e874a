//! From keys to a served repository, as the people who publish would do it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::safemig;
use tempfile::TempDir;

const PASSPHRASE: &str = "rain over the harbour";

/// Runs `safemig publish …` in `folder`.
fn publish(folder: &Path, args: &str) -> Output {
    let mut command = safemig(&folder.join("data"));
    command.current_dir(folder).env("SAFEMIG_PASSPHRASE", PASSPHRASE);
    command.arg("publish").args(args.split_whitespace()).output().unwrap()
}

fn done(folder: &Path, args: &str) -> String {
    let output = publish(folder, args);
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The one line that a refusal is.
fn refused(folder: &Path, args: &str) -> String {
    let output = publish(folder, args);
    assert!(!output.status.success(), "{args}");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

/// Packs `p1` and `p2` in this folder.
fn packs(folder: &Path) {
    let descriptor = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/sources/plain-csv.toml");
    for version in 1..=2 {
        let rows: String = (0..60 + version).map(|n| format!("A-{n},Agency Number {n},ID\n")).collect();
        fs::write(folder.join("list.csv"), format!("id,name,country\n{rows}")).unwrap();
        let descriptor = descriptor.display();
        done(folder, &format!("pack --descriptor {descriptor} --input list.csv --out p{version} --version {version}"));
    }
}

/// Keys `root1`, `root2`, `editor1`, `editor2`, `online`, and the repository `r` with its first root.
fn begun() -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in ["root1", "root2", "editor1", "editor2", "online"] {
        done(folder.path(), &format!("keygen --out {name}"));
    }
    let drafted = done(
        folder.path(),
        "init --repo r --root-key root1.pub --root-key root2.pub --root-threshold 2 --targets-key editor1.pub \
         --targets-key editor2.pub --targets-threshold 2 --online-key online.pub --key root1",
    );
    assert!(drafted.contains("not published yet: 1.root.json has 1 of 2 signatures"), "{drafted}");
    let signed = done(folder.path(), "sign r/draft/1.root.json --key root2");
    assert!(signed.contains("targets: 2 of") && signed.contains("signed with"), "{signed}");
    assert_eq!(done(folder.path(), "release --repo r"), "published: 1.root.json\n");
    folder
}

#[test]
fn a_publication_needs_both_editors_and_the_machine() {
    let folder = begun();
    let folder = folder.path();
    packs(folder);
    let first = done(folder, "release --repo r --pack p1 --key editor1");
    assert!(first.starts_with("the first publication\n"), "{first}");
    assert!(refused(folder, "release --repo r --key online").contains("1.targets.json has 1 of 2 signatures"));
    done(folder, "sign r/draft/1.targets.json --key editor2");
    done(folder, "release --repo r --key online");
    let second = done(folder, "release --repo r --pack p2 --key editor1 --key editor2 --key online");
    assert!(second.contains("appeared: 1"), "the diff comes first: {second}");
    assert!(second.ends_with("published: 2.targets.json 2.snapshot.json timestamp.json\n"), "{second}");
    assert!(refused(folder, "release --repo r --pack p1 --key editor1").contains("is not above 2"));
    let found = done(folder, "verify --repo r --root r/metadata/1.root.json --json");
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&found["roles"]["targets"]["version"], &found["deltas"][0]["name"]), (&2.into(), &"delta-1-2".into()));
    let carried = done(folder, "bundle --repo r --out carried.smbundle");
    assert!(carried.contains(&format!("{} bytes", fs::metadata(folder.join("carried.smbundle")).unwrap().len())));

    // A stolen online key is replaced and removed.
    done(folder, "keygen --out online2");
    let public: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("online.pub")).unwrap()).unwrap();
    let keyid = &public["keyid"].as_str().unwrap()[..16];
    let rotated = done(
        folder,
        &format!(
            "rotate --repo r --role snapshot --role timestamp --add online2.pub --remove {keyid} --key root1 --key \
             root2 --key online2"
        ),
    );
    assert_eq!(rotated, "published: 2.root.json 3.snapshot.json timestamp.json\n");
    for root in 1..=2 {
        done(folder, &format!("verify --repo r --root r/metadata/{root}.root.json"));
    }
    assert!(refused(folder, "release --repo r --key online").contains("timestamp needs its online key"));
}

#[test]
fn keys_are_never_written_in_clear_and_a_wrong_passphrase_is_one_line() {
    let folder = begun();
    let folder = folder.path();
    fs::write(folder.join("wrong"), "another passphrase\n").unwrap();
    let wrong = safemig(folder)
        .current_dir(folder)
        .args(["publish", "sign", "r/metadata/1.root.json", "--key", "root1", "--passphrase-file", "wrong"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(wrong.stderr).unwrap(), "safemig: root1: wrong passphrase, or the file is damaged\n");
    let nobody = safemig(folder)
        .current_dir(folder)
        .args(["publish", "sign", "r/metadata/1.root.json", "--key", "root1"])
        .env_remove("SAFEMIG_PASSPHRASE")
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(2));
    assert!(refused(folder, "keygen --out root1").contains("there already"));
    // ed25519 keys in clear begin so (RFC 8410), in whatever spelling.
    let (der, hex) = (b"\x06\x03\x2b\x65\x70\x04\x22\x04\x20", "06032b657004220420");
    let mut looked_at = 0;
    for folder in [folder.to_owned(), folder.join("r/metadata")] {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!bytes.windows(der.len()).any(|window| window == der) && !text.contains(hex), "{path:?}");
            assert!(!text.contains(PASSPHRASE), "{path:?}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 10);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.join("root1")).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_demonstration_is_one_command_and_can_be_served() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    packs(folder);
    let shown: serde_json::Value =
        serde_json::from_str(&done(folder, "demo --repo r --pack p1 --pack p2 --json")).unwrap();
    assert_eq!((&shown["deltas"][0]["from"], &shown["deltas"][0]["to"]), (&1.into(), &2.into()));
    assert!(shown["deltas"][0]["bytes"].as_u64() < shown["full"].as_u64());
    assert_eq!(shown["root"], "r/metadata/1.root.json");

    let mut server = Command::new(assert_cmd::cargo::cargo_bin("safemig"))
        .args(["publish", "serve", "--repo", "r"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let host = address.trim().strip_prefix("http://").unwrap().to_owned();
    let get = |path: &str, headers: &str| {
        let mut stream = TcpStream::connect(&host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    };
    assert!(host.starts_with("127.0.0.1:"));
    let timestamp = fs::read(folder.join("r/metadata/timestamp.json")).unwrap();
    let (head, body) = get("/metadata/timestamp.json", "");
    assert!(head.starts_with("HTTP/1.1 200 ") && head.contains("no-store"), "{head}");
    assert_eq!(body, timestamp);
    let (head, body) = get("/metadata/timestamp.json", "Range: bytes=100-\r\n");
    assert!(head.starts_with("HTTP/1.1 206 "), "{head}");
    assert_eq!(body, timestamp[100..]);
    for missing in ["/metadata/2.root.json", "/metadata/../p1/report.txt", "/p1/report.txt", "/"] {
        assert!(get(missing, "").0.starts_with("HTTP/1.1 404 "), "{missing}");
    }
    server.kill().unwrap();
    server.wait().unwrap();
}
