//! Shared by the publisher's tests.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "not every test file uses all of it")]

use std::path::{Path, PathBuf};

use safe_migration::model::{Date, Recruiter};
use safe_migration::pack::{Pack, PackRow};
use safe_migration_publisher::{BuildOptions, BuiltPack, Effort, Error, Source, build};

/// The descriptor `content/sources/<name>.toml`.
pub fn descriptor(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/sources").join(format!("{name}.toml"))
}

pub fn options() -> BuildOptions<'static> {
    BuildOptions {
        publisher: "test".to_owned(),
        version: 2,
        built_at: "2026-11-24".parse::<Date>().unwrap().to_millis(),
        captured_at: None,
        previous: None,
        effort: Effort::Fastest,
        progress: &|_, _| (),
    }
}

/// A pack of the sources with these names, from their own captures.
pub fn shipped(names: &[&str]) -> BuiltPack {
    let sources: Vec<Source> = names.iter().map(|name| Source::open(&descriptor(name), &[]).unwrap()).collect();
    build(&sources, &options()).unwrap()
}

/// A pack of the template and a CSV file with this text.
pub fn plain(csv: &str) -> Result<BuiltPack, Error> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, csv).unwrap();
    build(&[Source::open(&descriptor("plain-csv"), &[file])?], &options())
}

pub fn rows(pack: &BuiltPack) -> Vec<PackRow> {
    Pack::open(&pack.bytes).unwrap().rows().collect::<Result<_, _>>().unwrap()
}

pub fn recruiters(pack: &BuiltPack) -> Vec<Recruiter> {
    rows(pack)
        .into_iter()
        .filter_map(|row| match row {
            PackRow::Recruiter(row) => Some(row),
            PackRow::JobOrder(_) => None,
        })
        .collect()
}
