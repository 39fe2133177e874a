use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::args::{TufArgs, TufCommand};
use crate::failure::Failure;
use crate::tuf_protocol::{self, Fetch, Targets};

/// Runs one step of the conformance protocol; `now`: milliseconds since 1970.
pub fn run(args: &TufArgs, now: i64, fetch: &mut dyn Fetch) -> Result<(), Failure> {
    let need = |name: &'static str| Failure::Usage(format!("--{name} is needed"));
    let url = || args.metadata_url.as_deref().ok_or_else(|| need("metadata-url"));
    match &args.command {
        TufCommand::Init { trusted_root } => tuf_protocol::init(&args.metadata_dir, trusted_root)?,
        TufCommand::Refresh => tuf_protocol::update(&args.metadata_dir, url()?, None, now, fetch)?,
        TufCommand::Download => {
            let targets = Targets {
                names: &args.target_name,
                base_url: args.target_base_url.as_deref().ok_or_else(|| need("target-base-url"))?,
                folder: args.target_dir.as_deref().ok_or_else(|| need("target-dir"))?,
            };
            tuf_protocol::update(&args.metadata_dir, url()?, Some(targets), now, fetch)?;
        }
    }
    Ok(())
}

/// Reads from a folder: addresses are paths, with or without `file://`.
pub struct Folder;

impl Fetch for Folder {
    fn get(&mut self, address: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, String> {
        let path = Path::new(address.strip_prefix("file://").unwrap_or(address));
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let mut bytes = Vec::new();
        let read = file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes);
        read.map(|_| Some(bytes)).map_err(|error| error.to_string())
    }
}
