//! `pack`, `diff` and `signs`.

use std::path::Path;

use safe_migration::model::{Date, PackManifest};
use safe_migration::pack::Pack;
use safe_migration::ports::{Clock, SystemClock};
use safe_migration_publisher::{BuildOptions, Effort, Source, build, join_signs};

use crate::args::{PublishDiffArgs, PublishPackArgs, PublishSignsArgs};
use crate::commands::lists::pack_file;
use crate::failure::Failure;
use crate::output;

pub fn pack(args: &PublishPackArgs) -> Result<(), Failure> {
    if args.descriptor.len() > 1 && !args.input.is_empty() {
        return Err(Failure::Usage("--input goes with a single --descriptor".to_owned()));
    }
    let sources =
        args.descriptor.iter().map(|file| Source::open(file, &args.input)).collect::<Result<Vec<Source>, _>>()?;
    let bar = output::progress("compressing the lists");
    let options = BuildOptions {
        publisher: args.publisher.clone(),
        version: args.version,
        // A day that was given counts from its start, like the days that lists were copied on.
        built_at: args.built_at.map_or_else(|| SystemClock.now(), Date::to_millis),
        captured_at: args.captured_at,
        previous: args.previous.as_deref().map(manifest).transpose()?,
        effort: Effort::Smallest,
        progress: &|done, all| bar.at(done, all),
    };
    let built = build(&sources, &options)?;
    built.write(&args.out)?;
    bar.finish();
    output::text(&built.report)
}

/// Joins the rules of warning signs and says what is wrong with them, a line a problem.
pub fn signs(args: &PublishSignsArgs) -> Result<(), Failure> {
    let joined = join_signs(&args.folder)?;
    let mut basis: Vec<&str> = safe_migration::advisories::all().iter().map(|advisory| advisory.id.as_str()).collect();
    basis.extend(safe_migration::offer::government_rules().iter().map(|rule| rule.id.as_str()));
    let problems = safe_migration::offer::lint_signs(&joined, &basis);
    if !problems.is_empty() {
        return Err(Failure::Usage(problems.join("; ")));
    }
    if args.check {
        return output::text("no problem found\n");
    }
    let file = args.folder.join("signs.json");
    std::fs::write(&file, &joined).map_err(|error| Failure::io(file.display().to_string(), error))?;
    output::text(&format!("{}: {} bytes\n", file.display(), joined.len()))
}

pub fn diff(args: &PublishDiffArgs) -> Result<(), Failure> {
    let diff = safe_migration_publisher::diff(&read_pack(&args.old)?, &read_pack(&args.new)?, args.lines)?;
    if args.json { output::json(&diff) } else { output::text(&diff.text()) }
}

/// What the pack published before says about itself.
fn manifest(path: &Path) -> Result<PackManifest, Failure> {
    let bytes = read_pack(path)?;
    let pack = Pack::open(&bytes).map_err(safe_migration::Error::from)?;
    Ok(pack.manifest().clone())
}

/// The pack file at `path`, or in that folder.
pub fn read_pack(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(pack_file(path)).map_err(|error| Failure::io(path.display().to_string(), error))
}
