use proptest::prelude::*;

use super::*;

fn sample() -> Vec<u8> {
    let entries: [(Entry, &[u8]); 8] = [
        (Entry::Target("full-9".to_owned()), b"rows"),
        (Entry::Root(10), b"root ten"),
        (Entry::Root(9), b"root nine"),
        (Entry::Timestamp, b"{}"),
        (Entry::Targets, b""),
        (Entry::Snapshot, b"{snapshot}"),
        (Entry::Role("ph".to_owned()), b"{role}"),
        (Entry::Target("index-9".to_owned()), b"index"),
    ];
    write(&entries, Vec::new()).unwrap()
}

/// Every entry of the file, read from front to back one byte at a time.
fn stream(bytes: &[u8]) -> Result<Vec<(Entry, Vec<u8>)>, BundleError> {
    struct Slow<'a>(&'a [u8]);
    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let most = out.len().min(1);
            self.0.read(&mut out[..most])
        }
    }
    let mut reader = BundleReader::open(Slow(bytes))?;
    let mut entries = Vec::new();
    while let Some(entry) = reader.next_entry()? {
        entries.push(entry);
    }
    Ok(entries)
}

fn whole(bytes: &[u8]) -> Result<Vec<(Entry, Vec<u8>)>, BundleError> {
    let bundle = Bundle::open(bytes)?;
    Ok(bundle.entries().map(|(entry, bytes)| (entry.clone(), bytes.to_vec())).collect())
}

fn reason(bytes: &[u8]) -> String {
    let reason = stream(bytes).unwrap_err().to_string();
    assert_eq!(whole(bytes).unwrap_err().to_string(), reason);
    reason
}

#[test]
fn what_was_written_is_read_in_the_order_of_need() {
    let bytes = sample();
    let entries = stream(&bytes).unwrap();
    let names: Vec<String> = entries.iter().map(|(entry, _)| entry.to_string()).collect();
    assert_eq!(names, ["root 9", "root 10", "timestamp", "snapshot", "targets", "role ph", "full-9", "index-9"]);
    assert_eq!(whole(&bytes).unwrap(), entries);
    let bundle = Bundle::open(&bytes).unwrap();
    assert_eq!(bundle.get(&Entry::Target("full-9".to_owned())), Some(&b"rows"[..]));
    assert_eq!(bundle.get(&Entry::Root(8)), None);
    let reader = BundleReader::open(&bytes[..]).unwrap();
    assert_eq!(reader.file_bytes(), bytes.len() as u64);
    assert_eq!(reader.entries().len(), 8);
    assert!(stream(&write(&[], Vec::new()).unwrap()).unwrap().is_empty());
}

#[test]
fn entries_can_be_passed_over() {
    let bytes = sample();
    let mut reader = BundleReader::open(&bytes[..]).unwrap();
    for _ in 0..6 {
        assert!(reader.skip_entry().unwrap());
    }
    assert_eq!(reader.next_entry().unwrap().unwrap().1, b"rows");
    assert!(reader.skip_entry().unwrap());
    assert!(!reader.skip_entry().unwrap());
    let mut cut = BundleReader::open(&bytes[..bytes.len() - 12]).unwrap();
    assert!((0..8).any(|_| cut.skip_entry().is_err()));
}

#[test]
fn cuts_and_additions_are_refused() {
    let bytes = sample();
    for length in 0..bytes.len() {
        let reason = reason(&bytes[..length]);
        assert_eq!(reason == "not an update bundle", length < 8, "{reason}");
    }
    assert_eq!(reason(&[&bytes[..], b"x"].concat()), "the bundle is damaged (something follows the entries)");
    assert_eq!(reason(b"<html>404</html>"), "not an update bundle");
}

#[test]
fn heads_are_refused_before_their_bytes_are_read() {
    let file = |heads: &[&[u8]]| {
        let count = u16::try_from(heads.len()).unwrap().to_le_bytes();
        [MAGIC.as_slice(), &count, &heads.concat()].concat()
    };
    let target = |name: &[u8]| [&[6, u8::try_from(name.len()).unwrap()][..], name, &[0; 4]].concat();
    assert!(stream(&file(&[&target(b"full-9")])).is_ok());
    for name in [
        "",
        "..",
        ".",
        "../full",
        "a/b",
        "a\\b",
        "c:",
        "full\0",
        "FULL",
        "fu ll",
        ".full",
        "full.",
        "a..b",
        "ü",
        "full-9\u{202e}",
    ] {
        assert_eq!(
            reason(&file(&[&target(name.as_bytes())])),
            "the bundle is damaged (an entry of no known kind)",
            "{name}"
        );
    }
    assert_eq!(reason(&file(&[&target(&[b'a'; 65])])), "the bundle is damaged (a name that is too long)");
    for head in [
        &[0, 0, 0, 0, 0, 0][..],
        &[7, 0, 0, 0, 0, 0],
        &[2, 1, b'a', 0, 0, 0, 0],
        &[1, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &[1, 1, 2, 0, 0, 0, 0],
    ] {
        assert_eq!(reason(&file(&[head])), "the bundle is damaged (an entry of no known kind)");
    }
    let twice = "the bundle is damaged (an entry twice, or out of order)";
    assert_eq!(reason(&file(&[&target(b"a"), &target(b"a")])), twice);
    assert_eq!(reason(&file(&[&target(b"b"), &target(b"a")])), twice);
    assert_eq!(reason(&file(&[&target(b"a"), &[2, 0, 0, 0, 0, 0]])), twice);
    // Sizes that no entry, or no bundle, has; and more entries than a bundle has.
    assert_eq!(reason(&file(&[&[2, 0, 1, 0x40, 0, 0]])), "the bundle is larger than any update");
    assert_eq!(reason(&file(&[&[6, 1, b'a', 0xff, 0xff, 0xff, 0xff]])), "the bundle is larger than any update");
    let huge = |name: u8| [6, 1, name, 0, 0, 0, 8];
    assert_eq!(reason(&file(&[&huge(b'a'), &huge(b'b'), &huge(b'c')])), "the bundle is larger than any update");
    assert_eq!(reason(&[MAGIC.as_slice(), &[0xff, 0xff]].concat()), "the bundle is larger than any update");
    // A head that promises 128 MB costs nothing until they come.
    assert_eq!(reason(&file(&[&huge(b'a')])), "the bundle is damaged (cut short)");
}

#[test]
fn what_a_reader_would_refuse_is_not_written() {
    let refused = |entries: &[(Entry, &[u8])]| write(entries, Vec::new()).unwrap_err().to_string();
    let target = |name: &str| Entry::Target(name.to_owned());
    assert_eq!(refused(&[(target("a"), b""), (Entry::Timestamp, b""), (target("a"), b"x")]), "a: is there twice");
    assert_eq!(refused(&[(target("../a"), b"")]), "../a: may not be the name of an entry");
    assert_eq!(refused(&[(Entry::Root(0), b"")]), "root 0: may not be the name of an entry");
    assert_eq!(refused(&[(Entry::Timestamp, &[0; 16_385])]), "timestamp: is too large for a bundle");
    let many: Vec<(Entry, &[u8])> = (1..=1025).map(|version| (Entry::Root(version), &b""[..])).collect();
    assert_eq!(refused(&many), "the bundle is larger than any update");
}

proptest! {
    #[test]
    fn any_entries_survive(roots in proptest::collection::btree_map(1u64.., proptest::collection::vec(any::<u8>(), 0..40), 0..5),
                           targets in proptest::collection::btree_map("[a-z0-9_-]{1,20}(\\.[a-z]{1,4})?", proptest::collection::vec(any::<u8>(), 0..40), 0..5)) {
        let entries: Vec<(Entry, &[u8])> = targets.iter().map(|(name, bytes)| (Entry::Target(name.clone()), &bytes[..]))
            .chain(roots.iter().map(|(version, bytes)| (Entry::Root(*version), &bytes[..]))).collect();
        let read = stream(&write(&entries, Vec::new()).unwrap()).unwrap();
        prop_assert_eq!(read.len(), entries.len());
        for (entry, bytes) in &entries {
            prop_assert!(read.iter().any(|(known, found)| known == entry && found == bytes));
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_are_a_bundle(noise in proptest::collection::vec(any::<u8>(), 0..200),
                                                   at in any::<usize>(), bit in 0u8..8) {
        let mut flipped = sample();
        let at = at % flipped.len();
        flipped[at] ^= 1 << bit;
        for bytes in [noise.clone(), [&MAGIC[..], &noise].concat(), [&MAGIC[..], &[2, 0], &noise].concat(), flipped] {
            match (stream(&bytes), whole(&bytes)) {
                (Ok(streamed), Ok(entries)) => {
                    prop_assert_eq!(&streamed, &entries);
                    let entries: Vec<(Entry, &[u8])> = entries.iter().map(|(entry, bytes)| (entry.clone(), &bytes[..])).collect();
                    prop_assert_eq!(write(&entries, Vec::new()).unwrap(), bytes);
                }
                (Err(one), Err(other)) => prop_assert_eq!(one.to_string(), other.to_string()),
                _ => prop_assert!(false, "the two readers disagree"),
            }
        }
    }
}
