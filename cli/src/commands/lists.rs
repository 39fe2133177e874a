//! Opens the lists that a command reads from.

use std::path::{Path, PathBuf};

use safe_migration::ports::SystemClock;
use safe_migration::{Config, PackSource, SafeMigration};

use crate::args::DataArgs;
use crate::failure::Failure;
use crate::output;

/// A pack file, or the one inside a folder that `publish pack` wrote.
pub fn pack_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(safe_migration::pack::FILE_NAME) } else { path.to_owned() }
}

/// The library over the lists that the arguments name, with progress on a terminal while they are installed.
pub fn open(args: &DataArgs) -> Result<SafeMigration, Failure> {
    let pack = match &args.pack {
        None => PackSource::Shipped,
        Some(path) => {
            let file = pack_file(path);
            let bytes = std::fs::read(&file).map_err(|error| Failure::io(path.display().to_string(), error))?;
            PackSource::Bytes(bytes)
        }
    };
    let data_folder = match &args.data {
        Some(folder) => folder.clone(),
        None => user_folder()?,
    };
    let library = SafeMigration::open(Config { data_folder, pack }, Box::new(SystemClock))?;
    let bar = output::progress("installing the lists");
    library.prepare(&|done, all| bar.at(done, all))?;
    bar.finish();
    Ok(library)
}

fn user_folder() -> Result<PathBuf, Failure> {
    directories::ProjectDirs::from("org", "safe-migration", "safemig")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| Failure::Usage("--data DIR is needed: this user has no home folder".to_owned()))
}
