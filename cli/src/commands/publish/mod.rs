//! Builds packs and publishes them signed. Reads and writes files; only `serve` opens a socket, on loopback.

mod ceremony;
mod inspect;
mod keys;
mod lists;
mod release;
mod serve;

use std::fs;
use std::path::Path;

use safe_migration_publisher::repository::{Repository, RepositoryError, Signing};

use crate::args::{PublishArgs, PublishCommand};
use crate::failure::Failure;
use crate::output;

pub fn run(args: &PublishArgs) -> Result<(), Failure> {
    match &args.command {
        PublishCommand::Pack(args) => lists::pack(args),
        PublishCommand::Diff(args) => lists::diff(args),
        PublishCommand::Signs(args) => lists::signs(args),
        PublishCommand::Keygen(args) => keys::keygen(args),
        PublishCommand::Init(args) => ceremony::init(args),
        PublishCommand::AddRole(args) => ceremony::add_role(args),
        PublishCommand::Rotate(args) => ceremony::rotate(args),
        PublishCommand::Sign(args) => keys::sign(args),
        PublishCommand::Release(args) => release::run(args),
        PublishCommand::Verify(args) => inspect::verify(args),
        PublishCommand::Bundle(args) => inspect::bundle(args),
        PublishCommand::Demo(args) => inspect::demo(args),
        PublishCommand::Serve(args) => serve::run(args),
    }
}

/// Makes public what is drafted, or says whose signatures it waits for.
fn publish_or_wait(repository: &Repository, signing: Signing<'_>) -> Result<(), Failure> {
    match repository.publish(signing) {
        Ok(published) => output::text(&format!("published: {}\n", published.metadata.join(" "))),
        Err(RepositoryError::Unsigned(missing)) => {
            let drafts: Vec<String> = repository.drafts()?.iter().map(|path| path.display().to_string()).collect();
            output::text(&format!("drafted: {}\nnot published yet: {missing}\n", drafts.join(" ")))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::io(path.display().to_string(), error))
}

/// Puts a file in place whole.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut staged = path.as_os_str().to_owned();
    staged.push(".new");
    let written = fs::write(&staged, bytes).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| Failure::io(path.display().to_string(), error))
}
