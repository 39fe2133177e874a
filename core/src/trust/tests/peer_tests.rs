//! Writes repositories of the test builder to disk, for python-tuf's client to judge (`tests/conformance/run.sh`).

use std::fs;
use std::path::Path;

use serde_json::json;

use super::builder::{Repo, Signer, in_days, sha256};
use super::client::Client;

/// Metadata in `m/`, targets in `t/`, and what a client must end with in `expected.json`.
fn write(folder: &Path, name: &str, repo: &Repo, targets: &[&str]) {
    let mut client = Client::new(repo);
    client.refresh(repo).unwrap();
    let [root, timestamp, snapshot, top] = client.versions();
    let mut contents = json!({});
    for path in targets {
        contents[path] = json!(String::from_utf8(client.download(repo, path).unwrap()).unwrap());
    }
    let expected = json!({
        "versions": {"root": root, "timestamp": timestamp, "snapshot": snapshot, "targets": top},
        "targets": contents,
    });
    let place = folder.join(name);
    for (base, files) in [("m", &repo.metadata), ("t", &repo.files)] {
        for (file, bytes) in files {
            let path = place.join(base).join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    fs::write(place.join("expected.json"), expected.to_string()).unwrap();
}

#[test]
fn repositories_for_the_peer() {
    // Without a place to write to, everything is built and read by our own client only.
    let temporary = tempfile::tempdir().unwrap();
    let given = std::env::var_os("SAFEMIG_PEER_DIR");
    let folder = given.as_ref().map_or(temporary.path(), Path::new);

    write(folder, "plain", &Repo::new(), &[]);

    let mut repo = Repo::new();
    repo.hashes = true;
    repo.add_target("targets", "full-1", b"full");
    repo.add_target("targets", "dir/sub/index-1", b"index");
    for role in ["timestamp", "snapshot", "targets"] {
        repo.role(role)["x-issued"] = json!(in_days(-1));
    }
    repo.role("targets")["targets"]["full-1"]["custom"] = json!({"to": 1, "rows": 10_000, "text": "é \" \\"});
    repo.publish_targets();
    write(folder, "targets", &repo, &["full-1", "dir/sub/index-1"]);

    let mut repo = Repo::new();
    for (role, signer) in [("root", Signer::ecdsa()), ("targets", Signer::rsa()), ("snapshot", Signer::ecdsa())] {
        repo.add_key(role, &signer);
        repo.threshold(role, 2);
        repo.publish(&["root"]);
    }
    repo.publish_targets();
    write(folder, "keys", &repo, &[]);

    let mut repo = Repo::new();
    for seed in 0..40 {
        let new = Signer::ed25519(100 + seed);
        let old = repo.signers["root"][0].clone();
        repo.rotate("root", &new);
        repo.signers.get_mut("root").unwrap().push(old);
        repo.publish(&["root"]);
        repo.signers.insert("root".to_owned(), vec![new]);
    }
    repo.rotate("timestamp", &Signer::ed25519(90));
    repo.rotate("snapshot", &Signer::ed25519(91));
    repo.publish(&["root", "targets", "snapshot", "timestamp"]);
    write(folder, "rotations", &repo, &[]);

    let mut repo = Repo::new();
    repo.delegate("targets", "india", json!({"paths": ["in-*", "in/*/*"]}), true);
    repo.delegate("india", "kerala", json!({"paths": ["in/kl/*"]}), false);
    repo.delegate("targets", "nepal", json!({"paths": ["np-[0-9]*"]}), true);
    for bin in 0..4 {
        let prefixes: Vec<String> = (0..4).map(|i| format!("{:x}", bin * 4 + i)).collect();
        repo.delegate("targets", &format!("bin-{bin}"), json!({"path_hash_prefixes": prefixes}), false);
    }
    repo.add_target("india", "in-full", b"india");
    repo.add_target("kerala", "in/kl/full", b"kerala");
    repo.add_target("nepal", "np-12", b"nepal");
    let bin = u8::from_str_radix(&sha256(b"helplines")[..1], 16).unwrap() / 4;
    repo.add_target(&format!("bin-{bin}"), "helplines", b"helplines");
    repo.publish(&["kerala", "india", "nepal", "bin-0", "bin-1", "bin-2", "bin-3"]);
    repo.publish_targets();
    write(folder, "delegations", &repo, &["in-full", "in/kl/full", "np-12", "helplines"]);
}
