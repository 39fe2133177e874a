//! Packs for tests, without a compressor.

use std::io::Write;

use super::{ContentWriter, Pack, PackRow, Stored, assemble};
use crate::model::PackManifest;

/// A brotli stream that holds `bytes` uncompressed.
pub(crate) fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = Stored::new(Vec::new());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A pack file of these rows, which come in the order of their ids; what the manifest says of them is set.
pub(crate) fn pack_of(manifest: &PackManifest, rows: &[PackRow]) -> Vec<u8> {
    let mut writer = ContentWriter::new(Vec::new());
    for row in rows {
        writer.push(row.clone()).unwrap();
    }
    let (content, summary) = writer.finish().unwrap();
    let mut manifest = PackManifest {
        rows: summary.rows,
        content_digest: summary.digest,
        content_bytes: summary.bytes,
        ..manifest.clone()
    };
    for register in &mut manifest.registers {
        let own = rows.iter().filter(|row| row.id().split_once(':').is_some_and(|(id, _)| id == register.id));
        register.rows = u32::try_from(own.count()).unwrap();
    }
    assemble(&manifest, &stored(&content)).unwrap()
}

/// The manifest and rows of the pack inside the library, as far as they belong to these registers.
pub(crate) fn shipped_part(registers: &[&str]) -> (PackManifest, Vec<PackRow>) {
    let pack = Pack::open(crate::shipped::PACK).unwrap();
    let mut manifest = pack.manifest().clone();
    manifest.registers.retain(|register| registers.contains(&register.id.as_str()));
    let own = |row: &PackRow| row.id().split_once(':').is_some_and(|(id, _)| registers.contains(&id));
    (manifest, pack.rows().map(Result::unwrap).filter(own).collect())
}
