//! The tables, and the steps from each released schema to the next.

use rusqlite::{Connection, TransactionBehavior};

use super::{StorageKind, StoreError};

/// `MIGRATIONS[n]` leads from schema `n` to schema `n + 1`; the length is the schema this code writes.
const MIGRATIONS: &[&str] = &[
    // 1: the first schema. Recruiters are numbered in the order of their ids, so that an id is found by halving
    // without an index of its own. Ids begin with the register's id and documents are numbered in the order of the
    // rows: a register is a range of documents. The key of a fact is a hash of its kind and text.
    "
    CREATE TABLE pack (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        manifest TEXT NOT NULL
    ) STRICT;
    CREATE TABLE register (
        register INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        first_document INTEGER NOT NULL,
        end_document INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE recruiter (
        recruiter INTEGER PRIMARY KEY,
        register INTEGER NOT NULL REFERENCES register,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        other_names TEXT,
        licence TEXT,
        status TEXT,
        status_date TEXT,
        expires TEXT,
        phones TEXT,
        emails TEXT,
        websites TEXT,
        address TEXT,
        country TEXT,
        class TEXT
    ) STRICT;
    CREATE TABLE job_order (
        job_order INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        agency TEXT NOT NULL,
        agency_key TEXT NOT NULL,
        principal TEXT,
        place TEXT,
        position TEXT,
        open_places INTEGER
    ) STRICT;
    CREATE INDEX job_order_by_agency ON job_order (agency_key);
    CREATE TABLE fact (
        key INTEGER NOT NULL,
        recruiter INTEGER NOT NULL REFERENCES recruiter,
        PRIMARY KEY (key, recruiter)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE document (
        document INTEGER PRIMARY KEY,
        recruiter INTEGER NOT NULL REFERENCES recruiter,
        words BLOB NOT NULL
    ) STRICT;
    CREATE TABLE gram (
        gram INTEGER PRIMARY KEY,
        frequency INTEGER NOT NULL,
        postings BLOB NOT NULL
    ) STRICT;
    CREATE TABLE vocabulary (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        words BLOB NOT NULL,
        lengths BLOB NOT NULL
    ) STRICT;
    ",
];

/// The schema this code reads and writes.
pub(super) const SCHEMA: usize = MIGRATIONS.len();

/// Brings the file to [`SCHEMA`] in one transaction; a newer file is refused and left as it is.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    if found > SCHEMA {
        return Err(StoreError::new(
            StorageKind::TooNew,
            format!("the stored lists have schema {found}; this version knows up to {SCHEMA}"),
        ));
    }
    if found == SCHEMA {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in MIGRATIONS.iter().skip(found) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA as i64)?;
    transaction.commit()?;
    Ok(())
}

/// The schema number in the file; 0 for an empty one.
pub(super) fn version(connection: &Connection) -> Result<usize, StoreError> {
    let number: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(number).map_err(|_| StoreError::corrupt("the stored lists have an impossible schema number"))
}
