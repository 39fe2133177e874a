//! `release`: drafts a publication, finishes a draft, or renews what a machine signs.

use safe_migration::ports::{Clock, SystemClock};
use safe_migration_publisher::Effort;
use safe_migration_publisher::repository::{Lifetimes, Publication, Repository, Signing};

use super::lists::read_pack;
use super::{keys, publish_or_wait, read};
use crate::args::ReleaseArgs;
use crate::failure::Failure;
use crate::output;

pub fn run(args: &ReleaseArgs) -> Result<(), Failure> {
    let repository = Repository::at(&args.repo);
    let role = args.role.as_deref();
    let pack = args.pack.as_deref().map(read_pack).transpose()?;
    if let Some(pack) = &pack {
        // Before anything is signed, and before a passphrase is asked for.
        match repository.review(role, pack, args.lines)? {
            Some(diff) => output::text(&diff.text())?,
            None => output::text("the first publication\n")?,
        }
    }
    let mut files = Vec::new();
    for file in &args.file {
        let (name, path) =
            file.split_once('=').ok_or_else(|| Failure::Usage(format!("--file {file}: NAME=FILE is expected")))?;
        files.push((name.to_owned(), read(path.as_ref())?));
    }
    let nothing_new = pack.is_none() && files.is_empty() && args.withdraw.is_empty();
    let opened = keys::open(&args.keys)?;
    let signing = Signing { keys: &opened, now: SystemClock.now(), lifetimes: Lifetimes::default() };
    if nothing_new {
        let published = repository.publish(signing)?;
        return output::text(&format!("published: {}\n", published.metadata.join(" ")));
    }
    let publication = Publication {
        role,
        pack,
        files,
        withdraw: args.withdraw.clone(),
        accept_loss: args.accept_loss.clone(),
        effort: Effort::Smallest,
    };
    repository.release(publication, signing)?;
    publish_or_wait(&repository, signing)
}
