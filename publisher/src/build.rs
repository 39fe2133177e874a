//! From sources to the bytes of a pack.

use std::collections::BTreeMap;
use std::path::Path;

use safe_migration::model::{
    Coverage, Date, FreshnessLimits, Millis, PACK_SCHEMA, PackManifest, Register, StatusTable,
};
use safe_migration::pack::{ContentWriter, PackRow, assemble};

use crate::compress::{Effort, compress};
use crate::descriptor::{RegisterPart, Source, UNKNOWN_DAY};
use crate::quality::{self, Quality};
use crate::rows::Maker;
use crate::source::{self, Columns};
use crate::{Error, calibrate, dates};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// What is not in the descriptors.
pub struct BuildOptions<'a> {
    /// Short id of who publishes.
    pub publisher: String,
    /// Version of the pack; above that of `previous`.
    pub version: u64,
    /// When the pack counts as built; no list may be younger.
    pub built_at: Millis,
    /// Day the lists were copied: for given inputs, and for descriptors that do not say.
    pub captured_at: Option<Date>,
    /// The pack published before.
    pub previous: Option<PackManifest>,
    /// How hard to compress.
    pub effort: Effort,
    /// Called with `(rows done, rows in all)` while the rows are compressed, which takes most of the time.
    pub progress: &'a dyn Fn(u32, u32),
}

/// A pack, ready to be written to a folder and signed.
#[derive(Debug, Clone)]
pub struct BuiltPack {
    /// The pack file.
    pub bytes: Vec<u8>,
    /// What it says about itself.
    pub manifest: PackManifest,
    /// What a person should look at before publishing; at most 50 lines.
    pub report: String,
}

/// Reads all sources and makes one pack of them. The same sources and options give the same bytes, in whatever order
/// the sources and their files are named. Holds all rows in memory (200,000 rows: about 400 MB with the compressor).
///
/// # Errors
/// [`Error::Input`] and [`Error::Io`] for a file that is not what its descriptor says, [`Error::Refused`] when a
/// tripwire fires, [`Error::Descriptor`] for two sources with one register.
pub fn build(sources: &[Source], options: &BuildOptions<'_>) -> Result<BuiltPack, Error> {
    let mut lists: BTreeMap<&str, List> = BTreeMap::new();
    for source in sources {
        let id = source.descriptor.register.id.as_str();
        if lists.insert(id, List::read(source, options)?).is_some() {
            return Err(Error::Descriptor {
                file: source.file.clone(),
                reason: format!("register.id: `{id}` is there twice"),
            });
        }
    }
    let mut rows: Vec<PackRow> = Vec::new();
    let (mut registers, mut qualities) = (Vec::new(), Vec::new());
    for list in lists.into_values() {
        rows.extend(list.rows);
        registers.push(list.register);
        qualities.push(list.quality);
    }
    // Ids of a register begin with its own id, but `a-b:` sorts before `a:`.
    rows.sort_unstable_by(|a, b| a.id().cmp(b.id()));
    check_previous(sources, options, &registers)?;

    let calibration = calibrate(&rows)?;
    let manifest = PackManifest {
        schema: PACK_SCHEMA,
        publisher: options.publisher.clone(),
        version: options.version,
        built_at: options.built_at,
        registers,
        rows: 0,
        content_digest: String::new(),
        content_bytes: 0,
        freshness: FreshnessLimits::default(),
        calibration,
    };
    let (bytes, manifest) = pack(manifest, rows, options.effort, options.progress)?;
    let report = quality::report(&manifest, &qualities);
    Ok(BuiltPack { bytes, manifest, report })
}

/// The pack file of `rows`, in the order of their ids, and its manifest: `manifest` with what the rows give it (their
/// number, bytes and digest). `progress` gets `(rows done, rows in all)`.
///
/// # Errors
/// [`Error::Pack`] for rows that cannot be canonical.
pub fn pack(
    mut manifest: PackManifest,
    rows: impl IntoIterator<Item = PackRow>,
    effort: Effort,
    progress: &dyn Fn(u32, u32),
) -> Result<(Vec<u8>, PackManifest), Error> {
    let mut writer = ContentWriter::new(Vec::new());
    for row in rows {
        writer.push(row)?;
    }
    let (content, summary) = writer.finish()?;
    let all = u64::try_from(content.len()).unwrap_or(u64::MAX).max(1);
    let done = |bytes: u64| {
        let rows = u64::from(summary.rows).saturating_mul(bytes) / all;
        progress(u32::try_from(rows).unwrap_or(summary.rows), summary.rows);
    };
    let compressed = compress(content, effort, &done)?;
    manifest.rows = summary.rows;
    manifest.content_digest = summary.digest;
    manifest.content_bytes = summary.bytes;
    Ok((assemble(&manifest, &compressed)?, manifest))
}

fn check_previous(sources: &[Source], options: &BuildOptions<'_>, registers: &[Register]) -> Result<(), Error> {
    let Some(previous) = &options.previous else { return Ok(()) };
    if options.version <= previous.version {
        let (version, before) = (options.version, previous.version);
        return Err(Error::refused(
            "version",
            format!("{version} is not above {before}, the version published before"),
        ));
    }
    quality::check_loss(previous, registers, |id| {
        let tripwires = sources.iter().map(|source| &source.descriptor).find(|known| known.register.id == id);
        tripwires.map(|descriptor| descriptor.tripwires).unwrap_or_default().row_loss_percent
    })
}

/// One register with its rows, sorted by id.
struct List {
    register: Register,
    rows: Vec<PackRow>,
    quality: Quality,
}

impl List {
    fn read(source: &Source, options: &BuildOptions<'_>) -> Result<Self, Error> {
        let descriptor = &source.descriptor;
        let mut columns = Columns::default();
        let maker = Maker::new(descriptor, &mut columns);
        let as_of = descriptor.register.source_as_of_column.as_deref().map(|name| columns.place(name));
        let mut list = Reading::default();
        for path in &source.inputs {
            let file = path.display().to_string();
            let short = path.file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
            let bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
            let found = source::read(&descriptor.input, &columns, &file, &bytes, &mut |raw| {
                let (row, unreadable) = maker.row(&raw);
                list.quality.row(&short, raw.number, &unreadable);
                list.rows.extend(row);
                let moment = as_of.and_then(|place| raw.cells.get(place)).and_then(|cell| dates::moment(cell));
                list.as_of = list.as_of.max(moment);
            })?;
            if list.present.is_empty() {
                list.quality.unused_columns = found.unused;
            }
            list.present.resize(found.present.len(), false);
            for (known, here) in list.present.iter_mut().zip(&found.present) {
                *known |= here;
            }
            for number in found.misfits {
                list.quality.misfit(&short, number);
            }
            list.total = list.total.max(found.total);
        }
        list.finish(source, &maker, options)
    }
}

/// What has been read of one register's files.
#[derive(Default)]
struct Reading {
    rows: Vec<PackRow>,
    quality: Quality,
    present: Vec<bool>,
    as_of: Option<Millis>,
    total: Option<u64>,
}

impl Reading {
    fn finish(mut self, source: &Source, maker: &Maker<'_>, options: &BuildOptions<'_>) -> Result<List, Error> {
        let descriptor = &source.descriptor;
        let RegisterPart { id, kind, country, authority, title, url, authority_phone, .. } =
            descriptor.register.clone();
        if self.quality.rows > 0
            && let Some(column) = maker.missing_column(&self.present)
        {
            let file = source.inputs.first().map_or_else(String::new, |path| path.display().to_string());
            return Err(Error::input(&file, format!("no column `{column}`: has the list changed?")));
        }
        self.quality.check(&id, descriptor.tripwires)?;
        self.settle_ids();
        self.count_statuses();
        let constant = descriptor.register.source_as_of.as_deref().and_then(dates::moment);
        let source_as_of = self.as_of.or(constant);
        let captured_at = captured_at(source, options, source_as_of)?;
        // A list without any status word publishes none; its rows are not "of unknown status".
        let has_status = !self.quality.statuses.is_empty();
        let statuses = if has_status { descriptor.statuses.clone() } else { BTreeMap::new() };
        let rows = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let total = self.total.and_then(|total| u32::try_from(total).ok());
        if descriptor.register.coverage == Coverage::Full && total.is_some_and(|total| total > rows) {
            let total = total.unwrap_or_default();
            return Err(Error::refused(&id, format!("{rows} rows of {total}, but its descriptor says it is full")));
        }
        let register = Register {
            id,
            kind,
            country,
            authority,
            title,
            url,
            authority_phone,
            captured_at,
            source_as_of,
            coverage: descriptor.register.coverage,
            rows,
            rows_published: total,
            licence_scheme: descriptor.register.licence_scheme.clone(),
            statuses: StatusTable::new(statuses),
            licence_notice: descriptor.register.licence_notice.clone(),
        };
        Ok(List { register, rows: self.rows, quality: self.quality })
    }

    /// Sorts the rows; the same row in two files becomes one, and different rows with one id get `~2`, `~3` … in the
    /// order of their contents, so that neither twin is lost and the order of the files does not matter.
    fn settle_ids(&mut self) {
        self.rows.sort_by(|a, b| a.id().cmp(b.id()).then_with(|| contents(a).cmp(&contents(b))));
        let before = self.rows.len();
        self.rows.dedup();
        self.quality.repeated = u32::try_from(before - self.rows.len()).unwrap_or(u32::MAX);
        let (mut last, mut twins) = (String::new(), 1u32);
        for row in &mut self.rows {
            if row.id() == last {
                twins += 1;
                self.quality.shared_ids += 1;
                match row {
                    PackRow::Recruiter(row) => row.id = format!("{last}~{twins}"),
                    PackRow::JobOrder(row) => row.id = format!("{last}~{twins}"),
                }
            } else {
                row.id().clone_into(&mut last);
                twins = 1;
            }
        }
    }

    fn count_statuses(&mut self) {
        for row in &self.rows {
            if let PackRow::Recruiter(row) = row {
                match &row.status {
                    Some(word) => *self.quality.statuses.entry(word.clone()).or_default() += 1,
                    None => self.quality.without_status += 1,
                }
            }
        }
    }
}

/// Orders rows of one id; only there, so its cost does not matter.
fn contents(row: &PackRow) -> String {
    format!("{row:?}")
}

/// When the list was copied: given inputs are not the descriptor's captures, so its own date holds for them only when
/// nobody says more; it is older, and a copy may count as older than it is, never as younger.
fn captured_at(source: &Source, options: &BuildOptions<'_>, source_as_of: Option<Millis>) -> Result<Millis, Error> {
    let id = &source.descriptor.register.id;
    let own = source.descriptor.register.captured_at.as_deref().and_then(dates::first_day);
    let day = if source.given_inputs { options.captured_at.or(own) } else { own.or(options.captured_at) };
    // Not "today": a copy of unknown age is always too old to reassure.
    if day.is_none() && source.descriptor.register.captured_at.as_deref() == Some(UNKNOWN_DAY) {
        return Ok(0);
    }
    let day = day.map_or(options.built_at, Date::to_millis);
    // The day is the copier's own; east of Greenwich it begins before the same day of the clock.
    if day >= options.built_at.saturating_add(MILLIS_PER_DAY) {
        return Err(Error::refused(id, "it was copied after the pack is built: look at captured_at and built_at"));
    }
    let day = day.min(options.built_at);
    match source_as_of {
        // Only the day of a copy is known; the list's own time may be later that day.
        Some(as_of) if as_of >= day && as_of < day + MILLIS_PER_DAY => Ok(as_of),
        Some(as_of) if as_of > day => Err(Error::refused(id, "its own date lies after the day it was copied")),
        _ => Ok(day),
    }
}

/// `register.smpack`, `manifest.json` and `report.txt` of a built pack, each put in place whole.
impl BuiltPack {
    /// Writes the pack's three files to `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
        let mut json = serde_json::to_string_pretty(&self.manifest).unwrap_or_default();
        json.push('\n');
        for (name, bytes) in [
            (safe_migration::pack::FILE_NAME, self.bytes.as_slice()),
            ("manifest.json", json.as_bytes()),
            ("report.txt", self.report.as_bytes()),
        ] {
            let file = folder.join(name);
            let temporary = folder.join(format!(".{name}.new"));
            std::fs::write(&temporary, bytes)
                .and_then(|()| std::fs::rename(&temporary, &file))
                .map_err(|error| Error::io(&file, error))?;
        }
        Ok(())
    }
}
