//! A delta: the whole file, its content, or only the changes behind a manifest that fits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use safe_migration::pack::delta::{Delta, DeltaError};
use safe_migration::pack::{Pack, PackRow};
use safe_migration_fuzz::{delta_of, sample};

fuzz_target!(|input: &[u8]| {
    let Some((how, rest)) = input.split_first() else { return };
    let sample = sample();
    let file = match how % 3 {
        0 => rest.to_vec(),
        1 => delta_of(rest),
        _ => delta_of(&[&sample.changes[..sample.manifest_bytes], rest].concat()),
    };
    let old = Pack::open(&sample.old).unwrap();
    let Ok(delta) = Delta::open(&file) else { return };
    let Ok((new, changes)) = delta.against(old.manifest_json()) else { return };
    let rows = old.rows().map(|row| row.map_err(DeltaError::from));
    let rows: Result<Vec<PackRow>, DeltaError> = changes.apply(&new.manifest, rows).collect();
    if let Ok(rows) = rows {
        let expected: Vec<PackRow> = Pack::open(&sample.new).unwrap().rows().map(Result::unwrap).collect();
        assert!(rows == expected, "other rows than the published ones were taken");
    }
});
