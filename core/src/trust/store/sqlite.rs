use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ring::digest::{SHA256, digest};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::{Copy, Floors, Held, KeptFloors, StoreFault, TrustStore, later_copy};

/// Keeps the trusted state in `trust.sqlite`, and the floors a second time in `trust.floors` beside it.
///
/// Every row carries a check sum, because SQLite does not notice a byte that changes inside a page. A file that is
/// damaged beyond that is moved aside to `trust.damaged.sqlite`; the floors then come from the second copy.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    second: PathBuf,
    rebuilt: bool,
}

const SCHEMA: i64 = 1;
const TABLES: &str = "
    CREATE TABLE held (name TEXT PRIMARY KEY, bytes BLOB NOT NULL, sum BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE floors (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL) STRICT;
    PRAGMA user_version = 1;
";

impl SqliteStore {
    /// Opens or makes the state in `folder`.
    ///
    /// # Errors
    /// [`StoreFault::TooNew`], [`StoreFault::Busy`], [`StoreFault::Full`], [`StoreFault::ReadOnly`].
    pub fn open(folder: &Path) -> Result<Self, StoreFault> {
        fs::create_dir_all(folder)?;
        let path = folder.join("trust.sqlite");
        let second = folder.join("trust.floors");
        match connect(&path) {
            Ok(connection) => {
                let store = Self { connection, second, rebuilt: false };
                store.finish_first_change()?;
                Ok(store)
            }
            Err(StoreFault::Damaged) => {
                fs::rename(&path, folder.join("trust.damaged.sqlite"))?;
                let _ = fs::remove_file(folder.join("trust.sqlite-journal"));
                Ok(Self { connection: connect(&path)?, second, rebuilt: true })
            }
            Err(fault) => Err(fault),
        }
    }

    /// After a kill between the two copies of the very first change there is no second one. It is made good here, so
    /// that from the second change on its absence means that it was lost.
    fn finish_first_change(&self) -> Result<(), StoreFault> {
        match (first_copy(&self.connection)?, self.second_copy()?) {
            (Copy::Whole(first), Copy::Absent) if first.change == 1 => self.write_second(&first.to_text()),
            _ => Ok(()),
        }
    }

    fn write_second(&self, text: &str) -> Result<(), StoreFault> {
        let staged = self.second.with_extension("floors.new");
        let mut file = File::create(&staged)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&staged, &self.second)?;
        Ok(())
    }

    fn second_copy(&self) -> Result<Copy, StoreFault> {
        match fs::read(&self.second) {
            Ok(bytes) => Ok(Copy::of(Some(std::str::from_utf8(&bytes).unwrap_or_default()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Copy::Absent),
            Err(error) => Err(error.into()),
        }
    }

    fn read(&self, name: &str) -> Result<Held, StoreFault> {
        let row = self
            .connection
            .prepare_cached("SELECT bytes, sum FROM held WHERE name = ?1")?
            .query_row([name], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .optional();
        match row.map_err(StoreFault::from) {
            Ok(None) => Ok(Held::Absent),
            Ok(Some((bytes, sum))) if digest(&SHA256, &bytes).as_ref() == sum => Ok(Held::Bytes(bytes)),
            Ok(Some(_)) | Err(StoreFault::Damaged) => Ok(Held::Damaged),
            Err(fault) => Err(fault),
        }
    }

    /// One transaction: these rows in, those out, and the floors. Then the second copy.
    fn commit(&mut self, held: &[&str], bytes: &[u8], forget: &[&str], floors: &Floors) -> Result<(), StoreFault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if first_copy(&transaction)?.change() >= floors.change {
            return Err(StoreFault::Busy);
        }
        for name in held {
            let sum = digest(&SHA256, bytes);
            transaction.execute("REPLACE INTO held VALUES (?1, ?2, ?3)", params![name, bytes, sum.as_ref()])?;
        }
        for role in forget {
            transaction.execute("DELETE FROM held WHERE name = ?1", [role_name(role)])?;
        }
        let text = floors.to_text();
        transaction.execute("REPLACE INTO floors VALUES (1, ?1)", [&text])?;
        transaction.commit()?;
        self.write_second(&text)
    }
}

impl TrustStore for SqliteStore {
    fn floors(&mut self) -> Result<KeptFloors, StoreFault> {
        let mut kept = later_copy(first_copy(&self.connection)?, self.second_copy()?)?;
        kept.repaired |= self.rebuilt;
        Ok(kept)
    }

    fn load(&mut self, role: &str) -> Result<Held, StoreFault> {
        self.read(&role_name(role))
    }

    fn load_root(&mut self, version: u64) -> Result<Held, StoreFault> {
        self.read(&root_name(version))
    }

    fn keep(&mut self, role: &str, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.commit(&[&role_name(role)], bytes, &[], floors)
    }

    fn keep_root(&mut self, version: u64, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.commit(&[&role_name("root"), &root_name(version)], bytes, &[], floors)
    }

    fn forget(&mut self, roles: &[&str], floors: &Floors) -> Result<(), StoreFault> {
        self.commit(&[], &[], roles, floors)
    }
}

fn role_name(role: &str) -> String {
    format!("role/{role}")
}

fn root_name(version: u64) -> String {
    format!("root/{version}")
}

fn first_copy(connection: &Connection) -> Result<Copy, StoreFault> {
    let body = connection.query_row("SELECT body FROM floors", [], |row| row.get::<_, String>(0)).optional();
    match body.map_err(StoreFault::from) {
        Ok(body) => Ok(Copy::of(body.as_deref())),
        Err(StoreFault::Damaged) => Ok(Copy::Damaged),
        Err(fault) => Err(fault),
    }
}

#[allow(clippy::disallowed_methods, reason = "the trusted state has a file of its own, opened here and nowhere else")]
fn connect(path: &Path) -> Result<Connection, StoreFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(2))?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    // A few writes a day: the plain journal needs no second file that a backup could lose.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > SCHEMA {
        return Err(StoreFault::TooNew);
    }
    if version == 0 {
        transaction.execute_batch(TABLES)?;
    }
    let check: String = transaction.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(StoreFault::Damaged);
    }
    transaction.commit()?;
    Ok(connection)
}

impl From<rusqlite::Error> for StoreFault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        match &error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::ReadOnly,
                _ => Self::Other,
            },
            Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
            | Error::QueryReturnedNoRows => Self::Damaged,
            _ => Self::Other,
        }
    }
}
