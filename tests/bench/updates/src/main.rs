//! What updates cost: bytes of full packs and deltas beside other tools, time and memory of installing them.
//!
//! `cargo run --release -p safe-migration-bench-updates [-- ROWS…]` prints one table; see README.md beside this file.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

mod measure;
mod peers;
mod register;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use safe_migration::model::PackManifest;
use safe_migration::pack::delta::write_content;
use safe_migration::pack::index::{DeltaEntry, FileEntry, Index};
use safe_migration::pack::{Pack, PackRow};
use safe_migration::sync::unsigned;
use safe_migration_publisher::{Effort, delta, pack};

use register::Synthetic;

const SIZES: [usize; 3] = [10_000, 50_000, 200_000];
const WEEKS: u64 = 52;
const WEEK_MILLIS: i64 = 7 * 86_400_000;

/// Limits in bytes for these sizes: full pack, and delta of a week in which 1 % changed.
const LIMITS: [(usize, u64, u64); 3] =
    [(10_000, 500_000, 3_500), (50_000, 2_300_000, 14_000), (200_000, 9_000_000, 50_000)];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("measure", rest)) = args.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return measure::run(rest);
    }
    if let [command, old, new] = &args[..]
        && command == "delta"
    {
        println!("{}", delta(&fs::read(old)?, &fs::read(new)?, Effort::Smallest)?.len());
        return Ok(());
    }
    if let [command, rows, file] = &args[..]
        && command == "pack"
    {
        let shipped = fs::read(shipped_pack())?;
        let shipped = Pack::open(&shipped)?;
        let register = Synthetic::new(&shipped, rows.parse()?, 1);
        return Ok(fs::write(file, published(&register, shipped.manifest(), 1, Effort::Fastest)?)?);
    }
    let sizes: Vec<usize> = args.iter().map(|arg| arg.parse()).collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() { SIZES.to_vec() } else { sizes };
    let shipped = fs::read(shipped_pack())?;
    let mut over = false;
    for rows in sizes {
        over |= size(&shipped, rows)?;
    }
    if over { Err("over a limit".into()) } else { Ok(()) }
}

fn shipped_pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../content/pack/register.smpack")
}

/// Prints the table of one size; were limits exceeded?
fn size(shipped: &[u8], rows: usize) -> Result<bool, Box<dyn Error>> {
    let shipped = Pack::open(shipped)?;
    let work = tempfile::tempdir()?;
    let file = |name: &str| work.path().join(name);
    let limits = LIMITS.iter().find(|(of, ..)| *of == rows);
    let mut over = false;
    let mut line = |what: &str, bytes: Option<u64>, limit: Option<u64>| {
        let bytes_text = bytes.map_or_else(|| "tool not found".to_owned(), |bytes| bytes.to_string());
        let verdict = match (bytes, limit) {
            (Some(bytes), Some(limit)) if bytes > limit => {
                over = true;
                format!("  OVER {limit}")
            }
            (_, Some(limit)) => format!("  limit {limit}"),
            _ => String::new(),
        };
        println!("{what:<66}{bytes_text:>14}{verdict}");
    };

    println!("\n== {rows} rows");
    let mut register = Synthetic::new(&shipped, rows, 1);
    let old = published(&register, shipped.manifest(), 1, Effort::Fastest)?;
    register.week(10);
    let new = published(&register, shipped.manifest(), 2, Effort::Smallest)?;
    let started = Instant::now();
    let week = delta(&old, &new, Effort::Smallest)?;
    let seconds = started.elapsed().as_secs_f32();
    line("full pack (column-wise, brotli)", Some(new.len() as u64), limits.map(|(_, full, _)| *full));
    line("weekly delta, 1 % changed", Some(week.len() as u64), limits.map(|(.., week)| *week));
    let (content, header) = write_content(&Pack::open(&old)?, &Pack::open(&new)?, Vec::new())?;
    line("  the same before compression", Some(header.content_bytes), None);

    let mut daily = Synthetic::new(&shipped, rows, 1);
    daily.week(1);
    let day = delta(&old, &published(&daily, shipped.manifest(), 2, Effort::Fastest)?, Effort::Smallest)?;
    line("daily delta, 0.1 % changed", Some(day.len() as u64), None);
    let nothing = Synthetic::new(&shipped, rows, 1);
    let nothing = delta(&old, &published(&nothing, shipped.manifest(), 2, Effort::Fastest)?, Effort::Smallest)?;
    line("delta when no row changed (new dates only)", Some(nothing.len() as u64), None);

    for (name, pack) in [("old", &old), ("new", &new)] {
        fs::write(file(&format!("{name}.jsonl")), json_lines(&Pack::open(pack)?)?)?;
        fs::write(file(&format!("{name}.content")), content_of(&Pack::open(pack)?)?)?;
    }
    fs::write(file("delta.content"), content)?;
    line("peer: full, JSON lines", Some(fs::metadata(file("new.jsonl"))?.len()), None);
    line("peer: full, JSON lines, gzip -9", peers::gzip(&file("new.jsonl")), None);
    line("peer: full, JSON lines, zstd -19", peers::zstd(&file("new.jsonl")), None);
    line("peer: full, our columns, gzip -9", peers::gzip(&file("new.content")), None);
    line("peer: week, our delta, gzip -9", peers::gzip(&file("delta.content")), None);
    line("peer: week, our delta, zstd -19", peers::zstd(&file("delta.content")), None);
    line(
        "peer: week, JSON lines, zstd -19 --patch-from",
        peers::zstd_patch(&file("old.jsonl"), &file("new.jsonl")),
        None,
    );
    line(
        "peer: week, our columns, zstd -19 --patch-from",
        peers::zstd_patch(&file("old.content"), &file("new.content")),
        None,
    );
    line("peer: week, JSON lines, xdelta3 -9", peers::xdelta(&file("old.jsonl"), &file("new.jsonl")), None);

    for _ in 2..=WEEKS {
        register.week(10);
    }
    let year = published(&register, shipped.manifest(), WEEKS + 1, Effort::Fastest)?;
    let behind = delta(&old, &year, Effort::Smallest)?;
    line("52 weeks behind, one delta", Some(behind.len() as u64), None);
    line("index of 52 versions", Some(index_of(&new, WEEKS)?), None);

    println!("making the weekly delta (reads both packs, proves the result){:>16.0} ms", seconds * 1000.0);
    fs::write(file("new.pack"), &new)?;
    fs::write(file("week.delta"), &week)?;
    fs::write(file("year.delta"), &behind)?;
    measure::report("install of the full pack", "install", &file("first"), &file("new.pack"))?;
    unsigned::install(&file("store"), &old)?;
    measure::report("apply of the weekly delta", "update", &file("store"), &file("week.delta"))?;
    measure::report("export of the pack from the store", "export", &file("store"), &file("exported.pack"))?;
    line("  its bytes, not compressed", Some(fs::metadata(file("exported.pack"))?.len()), None);
    unsigned::install(&file("store"), &old)?;
    measure::report("apply of the delta of 52 weeks", "update", &file("store"), &file("year.delta"))?;
    Ok(over)
}

/// The pack of a register under the shipped manifest: its seven registers with their status words and notices.
fn published(
    register: &Synthetic,
    shipped: &PackManifest,
    version: u64,
    effort: Effort,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut manifest = shipped.clone();
    manifest.version = version;
    let weeks = i64::try_from(version)?;
    manifest.built_at += weeks * WEEK_MILLIS;
    // Measured anew on every pack, so their digits change.
    manifest.calibration.single.one_percent += 0.000_123_4 * version as f32;
    manifest.calibration.single.five_percent += 0.000_234_5 * version as f32;
    manifest.calibration.pasted.one_percent -= 0.000_345_6 * version as f32;
    manifest.calibration.pasted.five_percent -= 0.000_456_7 * version as f32;
    for known in &mut manifest.registers {
        known.captured_at += weeks * WEEK_MILLIS;
        known.rows = if known.id == "ph-dmw" { u32::try_from(register.rows.len())? } else { 0 };
    }
    let rows = register.rows.iter().cloned().map(PackRow::Recruiter);
    Ok(pack(manifest, rows, effort, &|_, _| ())?.0)
}

/// Bytes of the index of a version with this many deltas.
fn index_of(pack: &[u8], deltas: u64) -> Result<u64, Box<dyn Error>> {
    let full = FileEntry::of(pack)?;
    let deltas = (0..deltas).rev().map(|from_version| DeltaEntry { from_version, file: full }).collect();
    Ok(Index { version: u64::MAX, manifest_digest: full.sha256, full, deltas }.write()?.len() as u64)
}

fn json_lines(pack: &Pack<'_>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut lines = Vec::new();
    for row in pack.rows() {
        if let PackRow::Recruiter(row) = row? {
            serde_json::to_writer(&mut lines, &row)?;
            lines.push(b'\n');
        }
    }
    Ok(lines)
}

fn content_of(pack: &Pack<'_>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut content = safe_migration::pack::ContentWriter::new(Vec::new());
    for row in pack.rows() {
        content.push(row?)?;
    }
    Ok(content.finish()?.0)
}
