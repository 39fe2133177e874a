//! Deltas, their index, and the diff that a person reads before signing.
#![allow(clippy::unwrap_used, reason = "a test")]

mod common;

use common::options;
use safe_migration::pack::delta::{Delta, DeltaError};
use safe_migration::pack::index::{FileEntry, Index, Way};
use safe_migration::pack::{Pack, PackError, PackRow, manifest_digest};
use safe_migration_publisher::{BuildOptions, Effort, Error, Source, build, delta, diff, release};

const HEADER: &str = "id,name,licence,status,phones,emails,address,country,expires\n";

/// A pack of the plain template with this version.
fn pack(version: u64, csv: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    std::fs::write(&file, format!("{HEADER}{csv}")).unwrap();
    let source = Source::open(&common::descriptor("plain-csv"), &[file]).unwrap();
    build(&[source], &BuildOptions { version, ..options() }).unwrap().bytes
}

fn old() -> Vec<u8> {
    pack(
        1,
        "1,First Agency,L-1,Valid,0917 000 0001,,1 Road,,2031-01-01\n2,Second Agency,L-2,Valid,,,2 Road,,\n3,Third Agency,L-3,Cancelled,,,,,\n",
    )
}

fn new() -> Vec<u8> {
    pack(
        2,
        "1,First Agency,L-1,Cancelled,0917 000 0002,,1 Road,,2031-01-01\n3,Third Agency,L-3,Cancelled,,,9 Street,,\n4,Fourth \u{200c}Agency,L-4,Valid,,,,,\n",
    )
}

fn rows(pack: &[u8]) -> Vec<PackRow> {
    Pack::open(pack).unwrap().rows().collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_compressed_delta_leads_to_the_new_pack() {
    let (old, new) = (old(), new());
    let delta = delta(&old, &new, Effort::Smallest).unwrap();
    let opened = Pack::open(&old).unwrap();
    let (manifest, changes) = Delta::open(&delta).unwrap().against(opened.manifest_json()).unwrap();
    let made = changes.apply(&manifest.manifest, opened.rows().map(|row| row.map_err(DeltaError::from)));
    assert_eq!(made.collect::<Result<Vec<_>, _>>().unwrap(), rows(&new));
    assert!(delta.len() < 450, "{}", delta.len());
}

#[test]
fn a_release_has_a_direct_delta_from_every_earlier_version() {
    let (first, second) = (old(), new());
    let third = pack(7, "1,First Agency,L-1,Valid,,,1 Road,,2031-01-01\n");
    let made = release(third.clone(), [second.clone(), first.clone()].map(Ok), Effort::Fastest).unwrap();
    let names: Vec<&str> = made.deltas.iter().map(|file| &*file.name).collect();
    assert_eq!((names, &*made.full.name, &*made.index.name), (vec!["delta-2-7", "delta-1-7"], "full-7", "index-7"));
    let index = Index::read(&made.index.bytes).unwrap();
    assert_eq!(index.manifest_digest, manifest_digest(Pack::open(&third).unwrap().manifest_json()));
    assert_eq!(index.way(Some(1)), Way::Delta(FileEntry::of(&made.deltas[1].bytes).unwrap()));
    assert_eq!(index.way(None), Way::Full(FileEntry::of(&third).unwrap()));

    let refused = |earlier: Vec<Vec<u8>>| release(third.clone(), earlier.into_iter().map(Ok), Effort::Fastest);
    assert!(matches!(refused(vec![first.clone(), first.clone()]), Err(Error::Pack(PackError::Damaged(_)))));
    assert!(matches!(refused(vec![third.clone()]), Err(Error::Pack(PackError::Damaged(_)))));
    assert!(matches!(refused(vec![b"<html>".to_vec()]), Err(Error::Pack(PackError::NotAPack))));
}

#[test]
fn only_a_year_of_versions_gets_deltas() {
    let csv = "1,First Agency,L-1,Valid,0917 000 0001,,1 Road,,2031-01-01\n";
    let earlier = (1..=55).map(|version| Ok(pack(version, csv)));
    let made = release(pack(60, csv), earlier, Effort::Fastest).unwrap();
    let index = Index::read(&made.index.bytes).unwrap();
    assert_eq!(index.deltas.len(), 52);
    assert_eq!((index.deltas[0].from_version, index.deltas[51].from_version), (55, 4));
}

#[test]
fn a_person_sees_who_came_went_and_changed() {
    let text = diff(&old(), &new(), 20).unwrap().text();
    insta::assert_snapshot!(text);
}

#[test]
fn the_diff_counts_what_it_does_not_name() {
    let many = |version, status| {
        pack(version, &(0..30).map(|n| format!("{n:02},Agency {n},L-{n},{status},,,,,\n")).collect::<String>())
    };
    let found = diff(&many(1, "Valid"), &many(2, "Cancelled"), 3).unwrap();
    let register = &found.registers[0];
    assert_eq!((register.changed_rows, register.changed["status"].count), (30, 30));
    assert_eq!(register.changed["status"].first.len(), 3);
    assert_eq!((register.lost_good_standing.count, register.gained_good_standing.count), (30, 0));
    assert!(found.text().contains("and 27 more"));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["registers"][0]["changed"]["status"]["first"][0]["to"], "Cancelled");
    assert!(matches!(diff(b"", &old(), 3), Err(Error::Pack(PackError::NotAPack))));
    assert!(diff(&old(), &old(), 3).unwrap().text().contains("unchanged: "));
}
