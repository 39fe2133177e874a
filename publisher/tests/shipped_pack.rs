//! The pack that ships inside the library is what `content/sources` and `content/captures` give.
//!
//! After a change of either, or of the matcher, `SAFE_MIGRATION_BLESS=1 cargo test -p safe-migration-publisher --test
//! shipped_pack` writes it anew.

mod common;

use std::path::Path;

use safe_migration_publisher::{BuildOptions, Effort, Source, build};

/// Every list that ships; the template `plain-csv` has none.
const LISTS: [&str; 7] =
    ["bd-bmet", "bd-dos", "id-kp2mi", "ofac-scam-centres", "ph-dmw", "ph-dmw-job-orders", "vn-dolab"];

#[test]
fn the_shipped_pack_is_what_the_sources_give() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/pack/register.smpack");
    let sources: Vec<Source> = LISTS.iter().map(|name| Source::open(&common::descriptor(name), &[]).unwrap()).collect();
    let options = BuildOptions {
        publisher: "safe-migration".to_owned(),
        version: 1,
        effort: Effort::Smallest,
        ..common::options()
    };
    let built = build(&sources, &options).unwrap();
    if std::env::var_os("SAFE_MIGRATION_BLESS").is_some() {
        std::fs::write(&file, &built.bytes).unwrap();
    }
    let shipped = std::fs::read(&file).unwrap();
    assert!(shipped == built.bytes, "content/pack is out of date; the head of this file says how to write it anew");
}
