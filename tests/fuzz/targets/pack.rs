//! A full pack: the whole file, or only its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use safe_migration::pack::Pack;
use safe_migration_fuzz::{pack_of, write_seeds};

fuzz_target!(init: write_seeds(), |input: &[u8]| {
    let Some((how, rest)) = input.split_first() else { return };
    let file = if how % 2 == 0 { rest.to_vec() } else { pack_of(rest) };
    let Ok(pack) = Pack::open(&file) else { return };
    // After the first error nothing more comes.
    let mut rows = pack.rows().skip_while(Result::is_ok);
    if rows.next().is_some() {
        assert!(rows.next().is_none());
    }
});
