//! `verify`, `bundle` and `demo`.

use std::fmt::Write;

use safe_migration::ports::{Clock, SystemClock};
use safe_migration_publisher::Effort;
use safe_migration_publisher::repository::{Repository, demo as make_demo};

use super::lists::read_pack;
use super::{read, write};
use crate::args::{BundleArgs, DemoArgs, VerifyArgs};
use crate::failure::Failure;
use crate::output;

pub fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let found = Repository::at(&args.repo).verify(&read(&args.root)?, SystemClock.now())?;
    if args.json {
        return output::json(&found);
    }
    let mut text = String::new();
    for (role, file) in &found.roles {
        let _ = writeln!(text, "{role} version {} · {} bytes", file.version, file.bytes);
    }
    for file in found.targets.iter().chain(&found.deltas) {
        let _ = writeln!(text, "{} · {} bytes", file.name, file.bytes);
    }
    output::text(&text)
}

pub fn bundle(args: &BundleArgs) -> Result<(), Failure> {
    let file = Repository::at(&args.repo).bundle(SystemClock.now())?;
    write(&args.out, &file)?;
    output::text(&format!("{} · {} bytes\n", args.out.display(), file.len()))
}

pub fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let packs = args.pack.iter().map(|path| read_pack(path)).collect::<Result<Vec<_>, _>>()?;
    let made = make_demo(&Repository::at(&args.repo), &packs, SystemClock.now(), Effort::Smallest)?;
    if args.json {
        return output::json(&made);
    }
    let mut text = format!("full list · {} bytes\n", made.full);
    for delta in &made.deltas {
        let _ = writeln!(text, "from version {} to {} · {} bytes", delta.from, delta.to, delta.bytes);
    }
    let _ = writeln!(text, "signed metadata · {} bytes\nroot to trust: {}", made.metadata, made.root);
    output::text(&text)
}
