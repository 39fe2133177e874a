use rusqlite::{Connection, Row, params};

use super::{Store, StoreError};
use crate::model::{JobOrder, LicenceState, Recruiter, Register};

/// The kinds of hard fact that have an index of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// A [`crate::model::LicenceKey`].
    Licence,
    /// A phone number in E.164.
    Phone,
    /// The last seven digits of a phone number, for numbers printed without their area or country.
    PhoneTail,
    /// An e-mail address.
    Email,
    /// The registrable domain of an e-mail address or web site; never that of a free-mail provider.
    Domain,
}

impl FactKind {
    /// What a fact is indexed by: 64 bits of FNV-1a. Two facts with one hash cost a look at a row, never an answer,
    /// because the facts themselves are compared.
    pub(super) fn hash(self, key: &str) -> i64 {
        let kind = match self {
            Self::Licence => 1_u8,
            Self::Phone => 2,
            Self::PhoneTail => 3,
            Self::Email => 4,
            Self::Domain => 5,
        };
        let hash = std::iter::once(kind)
            .chain(key.bytes())
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        i64::from_ne_bytes(hash.to_ne_bytes())
    }
}

/// One row of a register with what its register says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The row's number in this installation; not stable across installations.
    pub row: u32,
    /// Index of its register in the manifest's list.
    pub register: usize,
    /// The row as published.
    pub recruiter: Recruiter,
    /// What its status word means by the register's table.
    pub state: LicenceState,
}

/// The documents (names) of one register.
#[derive(Debug, Clone, Copy)]
pub(super) struct RegisterRange {
    pub first: u32,
    pub end: u32,
}

pub(super) fn register_ranges(connection: &Connection) -> Result<Vec<RegisterRange>, StoreError> {
    let mut statement = connection.prepare("SELECT first_document, end_document FROM register ORDER BY register")?;
    let rows = statement.query_map([], |row| Ok(RegisterRange { first: row.get(0)?, end: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Store {
    /// The registers of the installed pack.
    pub fn registers(&self) -> &[Register] {
        &self.manifest().registers
    }

    /// Does the name with this document number belong to this register (an index into [`Store::registers`])?
    pub fn is_in_register(&self, document: u32, register: usize) -> bool {
        self.register_ranges().get(register).is_some_and(|range| (range.first..range.end).contains(&document))
    }

    /// Rows that have this hard fact on file, in the order of the register. Touches the disk.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when the store is damaged.
    pub fn rows_with_fact(&self, kind: FactKind, key: &str) -> Result<Vec<u32>, StoreError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT recruiter FROM fact WHERE key = ?1 ORDER BY recruiter")?;
        let rows = statement.query_map([kind.hash(key)], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The row that a name belongs to. Touches the disk.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when the store is damaged.
    pub fn row_of_document(&self, document: u32) -> Result<u32, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT recruiter FROM document WHERE document = ?1")?;
        Ok(statement.query_row([document], |row| row.get(0))?)
    }

    /// The row with this number. Touches the disk.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when there is no such row or it is damaged.
    pub fn entry(&self, row: u32) -> Result<Entry, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{SELECT_ENTRY} WHERE recruiter = ?1"))?;
        let entry = statement.query_row([row], read_entry)?;
        self.with_state(entry)
    }

    /// The recruiter with this id. Touches the disk.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when the store is damaged.
    pub fn entry_by_id(&self, id: &str) -> Result<Option<Entry>, StoreError> {
        let (mut low, mut high) = (0_u32, self.recruiter_count()?);
        while low < high {
            let middle = low + (high - low) / 2;
            let entry = self.entry(middle)?;
            match entry.recruiter.id.as_str().cmp(id) {
                std::cmp::Ordering::Equal => return Ok(Some(entry)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }

    /// Recruiters in the store.
    fn recruiter_count(&self) -> Result<u32, StoreError> {
        Ok(self
            .connection()
            .query_row("SELECT coalesce(max(recruiter) + 1, 0) FROM recruiter", [], |row| row.get(0))?)
    }

    /// Approved job orders of the agency with this name key (see `matching`), at most `limit`. Touches the disk.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when the store is damaged.
    pub fn job_orders(&self, agency_key: &str, limit: u32) -> Result<Vec<JobOrder>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, agency, principal, place, position, open_places FROM job_order
             WHERE agency_key = ?1 ORDER BY job_order LIMIT ?2",
        )?;
        let rows = statement.query_map(params![agency_key, limit], read_job_order)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn with_state(&self, mut entry: Entry) -> Result<Entry, StoreError> {
        let register =
            self.registers().get(entry.register).ok_or_else(|| StoreError::corrupt("the stored lists are damaged"))?;
        entry.state = match register.kind {
            crate::model::RegisterKind::WarningList => LicenceState::ListedAsUnregistered,
            _ => register.statuses.state(entry.recruiter.status.as_deref()),
        };
        Ok(entry)
    }
}

pub(super) const SELECT_ENTRY: &str = "SELECT recruiter, register, id, name, other_names, licence, status, status_date, expires, \
                            phones, emails, websites, address, country, class FROM recruiter";

pub(super) fn read_entry(row: &Row<'_>) -> Result<Entry, rusqlite::Error> {
    Ok(Entry {
        row: row.get(0)?,
        register: row.get(1)?,
        recruiter: Recruiter {
            id: row.get(2)?,
            name: row.get(3)?,
            other_names: list(row.get(4)?),
            licence: row.get(5)?,
            status: row.get(6)?,
            status_date: date(row, 7)?,
            expires: date(row, 8)?,
            phones: list(row.get(9)?),
            emails: list(row.get(10)?),
            websites: list(row.get(11)?),
            address: row.get(12)?,
            country: row.get(13)?,
            class: row.get(14)?,
        },
        state: LicenceState::Unknown,
    })
}

/// Columns `id, agency, principal, place, position, open_places`.
pub(super) fn read_job_order(row: &Row<'_>) -> Result<JobOrder, rusqlite::Error> {
    Ok(JobOrder {
        id: row.get(0)?,
        agency: row.get(1)?,
        principal: row.get(2)?,
        place: row.get(3)?,
        position: row.get(4)?,
        open_places: row.get(5)?,
    })
}

/// Lists are stored with a unit separator between the items: packs refuse control characters in texts.
pub(super) const LIST_SEPARATOR: char = '\u{1f}';

fn list(text: Option<String>) -> Vec<String> {
    text.map(|text| text.split(LIST_SEPARATOR).map(str::to_owned).collect()).unwrap_or_default()
}

fn date(row: &Row<'_>, column: usize) -> Result<Option<crate::model::Date>, rusqlite::Error> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse()).transpose().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
    })
}
