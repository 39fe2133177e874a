//! An index: refused, or exactly what its writer gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use safe_migration::pack::index::Index;

fuzz_target!(|input: &[u8]| {
    if let Ok(index) = Index::read(input) {
        assert_eq!(index.write().unwrap(), input);
    }
});
