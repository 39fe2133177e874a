//! A bundle: both readers agree, and it is refused or exactly what its writer gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use safe_migration::sync::bundle::{Bundle, BundleReader, Entry, write};

fuzz_target!(|input: &[u8]| {
    let streamed = stream(input);
    let Ok(bundle) = Bundle::open(input) else {
        assert!(streamed.is_none());
        return;
    };
    let entries: Vec<(Entry, &[u8])> = bundle.entries().map(|(entry, bytes)| (entry.clone(), bytes)).collect();
    let streamed = streamed.unwrap();
    assert!(streamed.iter().map(|(entry, bytes)| (entry, &bytes[..])).eq(bundle.entries()));
    assert_eq!(write(&entries, Vec::new()).unwrap(), input);
});

fn stream(input: &[u8]) -> Option<Vec<(Entry, Vec<u8>)>> {
    let mut reader = BundleReader::open(input).ok()?;
    let mut entries = Vec::new();
    while let Some(entry) = reader.next_entry().ok()? {
        entries.push(entry);
    }
    Some(entries)
}
