use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::super::path::file_name;
use super::{Copy, Floors, Held, KeptFloors, StoreFault, TrustStore, later_copy};

/// Keeps the trusted state as a folder of metadata files: `timestamp.json`, `snapshot.json`, … exactly as received,
/// role names percent-encoded. The client protocol of the public conformance suite reads this.
///
/// Floors are kept beside them, in `floors` and `roots/floors`; all roots in `roots/`. One process at a time.
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
}

const FLOORS: [&str; 2] = ["floors", "roots/floors"];

impl FolderStore {
    /// A state in `folder`, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: &Path) -> Result<Self, StoreFault> {
        fs::create_dir_all(folder.join("roots"))?;
        Ok(Self { folder: folder.to_owned() })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreFault> {
        let staged = self.folder.join("roots/staged");
        let mut file = File::create(&staged)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&staged, self.folder.join(name))?;
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFault> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn copies(&self) -> Result<[Copy; 2], StoreFault> {
        let copy = |name| {
            let bytes = self.read(name)?;
            Ok::<_, StoreFault>(Copy::of(bytes.as_deref().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default())))
        };
        let [first, second] = FLOORS;
        Ok([copy(first)?, copy(second)?])
    }

    fn expect_next(&self, floors: &Floors) -> Result<(), StoreFault> {
        let [first, second] = self.copies()?;
        if first.change().max(second.change()) >= floors.change { Err(StoreFault::Busy) } else { Ok(()) }
    }

    fn write_floors(&self, floors: &Floors) -> Result<(), StoreFault> {
        let text = floors.to_text();
        FLOORS.iter().try_for_each(|name| self.write(name, text.as_bytes()))
    }

    /// Floors go before the role: raised for one that is then not written, they cost nothing, for it was verified.
    fn advance(&self, floors: &Floors) -> Result<(), StoreFault> {
        self.expect_next(floors)?;
        self.write_floors(floors)
    }
}

fn held(bytes: Option<Vec<u8>>) -> Held {
    bytes.map_or(Held::Absent, Held::Bytes)
}

impl TrustStore for FolderStore {
    fn floors(&mut self) -> Result<KeptFloors, StoreFault> {
        let [first, second] = self.copies()?;
        later_copy(first, second)
    }

    fn load(&mut self, role: &str) -> Result<Held, StoreFault> {
        self.read(&file_name(role, None)).map(held)
    }

    fn load_root(&mut self, version: u64) -> Result<Held, StoreFault> {
        self.read(&format!("roots/{version}.root.json")).map(held)
    }

    fn keep(&mut self, role: &str, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.advance(floors)?;
        self.write(&file_name(role, None), bytes)
    }

    fn keep_root(&mut self, version: u64, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.advance(floors)?;
        self.write(&format!("roots/{version}.root.json"), bytes)?;
        self.write("root.json", bytes)
    }

    fn forget(&mut self, roles: &[&str], floors: &Floors) -> Result<(), StoreFault> {
        self.expect_next(floors)?;
        // Roles go before the floors: a role that stayed behind would raise them again.
        for role in roles {
            match fs::remove_file(self.folder.join(file_name(role, None))) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        self.write_floors(floors)
    }
}
