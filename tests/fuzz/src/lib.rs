//! What the targets share: a small pack, and files whose inner bytes are the fuzzer's.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use safe_migration::pack::delta::{DeltaHeader, assemble as assemble_delta, write_content};
use safe_migration::pack::index::{DeltaEntry, FileEntry, Index};
use safe_migration::pack::{ContentWriter, Pack, PackRow, Stored, assemble};
use safe_migration::sync::bundle::{Entry, write};

const SHIPPED: &[u8] = include_bytes!("../../../content/pack/register.smpack");

/// A small pack, a later one, and the parts of the delta between them.
pub struct Sample {
    /// 60 rows of several registers.
    pub old: Vec<u8>,
    /// Three in four of those rows, changed.
    pub new: Vec<u8>,
    /// Canonical content of `old`.
    pub content: Vec<u8>,
    /// Content of the delta.
    pub changes: Vec<u8>,
    /// Its header.
    pub header: DeltaHeader,
    /// Bytes at the beginning of `changes` that are the new manifest.
    pub manifest_bytes: usize,
}

/// The sample, made once.
pub fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let shipped = Pack::open(SHIPPED).unwrap();
        let rows: Vec<PackRow> = shipped.rows().map(Result::unwrap).step_by(21).collect();
        let (old, content) = pack(&shipped, 1, rows.clone());
        let changed =
            rows.into_iter().enumerate().filter(|(number, _)| number % 4 != 1).map(|(number, row)| match row {
                PackRow::Recruiter(mut row) if number % 2 == 0 => {
                    row.status = Some("Cancelled".to_owned());
                    row.phones.push(format!("0917 {number}"));
                    if number % 8 == 0 {
                        row.id.push('x');
                    }
                    PackRow::Recruiter(row)
                }
                row => row,
            });
        let (new, _) = pack(&shipped, 2, changed.collect());
        let (from, to) = (Pack::open(&old).unwrap(), Pack::open(&new).unwrap());
        let (changes, header) = write_content(&from, &to, Vec::new()).unwrap();
        let at = changes.windows(8).position(|window| window.ends_with(b"bd-bmet")).unwrap() - 1;
        Sample { content, changes, header, manifest_bytes: at, old: old.clone(), new: new.clone() }
    })
}

fn pack(shipped: &Pack<'_>, version: u64, rows: Vec<PackRow>) -> (Vec<u8>, Vec<u8>) {
    let mut manifest = shipped.manifest().clone();
    for register in &mut manifest.registers {
        let of = |row: &&PackRow| row.id().starts_with(&format!("{}:", register.id));
        register.rows = rows.iter().filter(of).count() as u32;
    }
    let mut writer = ContentWriter::new(Vec::new());
    for row in rows {
        writer.push(row).unwrap();
    }
    let (content, summary) = writer.finish().unwrap();
    (manifest.version, manifest.rows) = (version, summary.rows);
    (manifest.content_digest, manifest.content_bytes) = (summary.digest, summary.bytes);
    (assemble(&manifest, &stored(&content)).unwrap(), content)
}

/// A brotli stream of these bytes as they are.
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = Stored::new(Vec::new());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A pack with the manifest of the sample and this content.
pub fn pack_of(content: &[u8]) -> Vec<u8> {
    let mut manifest = Pack::open(&sample().old).unwrap().manifest().clone();
    manifest.content_bytes = content.len() as u64;
    assemble(&manifest, &stored(content)).unwrap()
}

/// A delta with the header of the sample and this content.
pub fn delta_of(content: &[u8]) -> Vec<u8> {
    let header = DeltaHeader { content_bytes: content.len() as u64, ..sample().header };
    assemble_delta(&header, &stored(content)).unwrap()
}

/// Writes inputs that are taken, for the fuzzer to start from, to the folder that the variable `SAFE_MIGRATION_SEEDS`
/// names, if it does.
pub fn write_seeds() {
    let Some(folder) = std::env::var_os("SAFE_MIGRATION_SEEDS") else { return };
    let sample = sample();
    let put = |target: &str, name: &str, bytes: Vec<u8>| {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    };
    let with = |how: u8, bytes: &[u8]| [&[how], bytes].concat();
    put("pack", "file", with(0, &sample.old));
    put("pack", "content", with(1, &sample.content));
    put("delta", "file", with(0, &delta_of(&sample.changes)));
    put("delta", "content", with(1, &sample.changes));
    put("delta", "changes", with(2, &sample.changes[sample.manifest_bytes..]));
    let file = FileEntry::of(&sample.new).unwrap();
    let deltas = [2, 1].map(|from_version| DeltaEntry { from_version, file }).to_vec();
    put("index", "file", Index { version: 3, manifest_digest: [7; 32], full: file, deltas }.write().unwrap());
    let entries: [(Entry, &[u8]); 5] = [
        (Entry::Root(2), b"{root}"),
        (Entry::Timestamp, b"{}"),
        (Entry::Targets, b""),
        (Entry::Role("ph".to_owned()), b"{role}"),
        (Entry::Target("full-3".to_owned()), b"rows"),
    ];
    put("bundle", "file", write(&entries, Vec::new()).unwrap());
}
