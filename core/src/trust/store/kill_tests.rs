//! kill -9 while the state is being changed: the state before or after, never between, and no floor lower than seen.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::super::floors::Floors;
use super::{Held, SqliteStore, TrustStore};

const FOLDER: &str = "SAFEMIG_KILL_FOLDER";

fn state(folder: &Path) -> (Floors, String) {
    let mut store = SqliteStore::open(folder).unwrap();
    let kept = store.floors().unwrap();
    assert!(!kept.repaired, "a kill is no damage: {:?}", kept.floors);
    let role = match store.load("timestamp").unwrap() {
        Held::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
        Held::Absent => String::new(),
        Held::Damaged => panic!("damaged"),
    };
    (kept.floors.unwrap_or_default(), role)
}

/// The process that is killed: changes the state for ever. Runs only when told where.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let mut store = SqliteStore::open(Path::new(&folder)).unwrap();
    let mut floors = store.floors().unwrap().floors.unwrap_or_default();
    loop {
        floors.change += 1;
        floors.timestamp += 1;
        let text = floors.timestamp.to_string();
        store.keep("timestamp", text.as_bytes(), &floors).unwrap();
    }
}

/// `SAFEMIG_KILLS` sets the number; the default is a sample for every day.
#[test]
fn killed_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let kills = env::var("SAFEMIG_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25_u64);
    let (mut seen, mut moved) = (0, 0);
    for kill in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "trust::store::kill_tests::child"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(10 + kill * 7 % 60));
        child.kill().unwrap();
        child.wait().unwrap();
        let (floors, role) = state(folder.path());
        assert!(floors.timestamp >= seen, "after kill {kill}");
        assert_eq!(role, if floors.timestamp == 0 { String::new() } else { floors.timestamp.to_string() });
        moved += u64::from(floors.timestamp > seen);
        seen = floors.timestamp;
    }
    // On a busy machine many a child is killed before its first change.
    assert!(moved > 0 || kills < 20, "no run got as far as a change");
}
