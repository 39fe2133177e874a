//! The name index in SQLite, behind the matcher's [`NameIndex`].

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Store, StoreError};
use crate::matching::{IndexError, NameIndex, NameIndexTables};

/// Writes the finished tables; `owners` names the recruiter row of each document.
pub(super) fn write(
    transaction: &Transaction<'_>,
    tables: NameIndexTables,
    owners: &[u32],
) -> Result<(), StoreError> {
    let mut insert =
        transaction.prepare("INSERT INTO document (document, recruiter, tokens) VALUES (?1, ?2, ?3)")?;
    for (document, (tokens, owner)) in tables.documents.iter().zip(owners).enumerate() {
        insert.execute(params![document, owner, tokens])?;
    }
    let mut insert = transaction.prepare("INSERT INTO gram (gram, frequency, postings) VALUES (?1, ?2, ?3)")?;
    for (gram, frequency, postings) in &tables.grams {
        insert.execute(params![gram, frequency, postings])?;
    }
    let mut insert = transaction.prepare("INSERT INTO token (token, frequency) VALUES (?1, ?2)")?;
    for (token, frequency) in &tables.tokens {
        insert.execute(params![token, frequency])?;
    }
    Ok(())
}

pub(super) fn count(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?)
}

impl NameIndex for Store {
    fn names(&self) -> u32 {
        self.documents()
    }

    fn gram_frequencies(&self, keys: &[u32]) -> Result<Vec<u32>, IndexError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT frequency FROM gram WHERE gram = ?1").map_err(failed)?;
        let frequency = |key: &u32| statement.query_row([key], |row| row.get(0)).optional().map(Option::unwrap_or_default);
        keys.iter().map(frequency).collect::<Result<_, _>>().map_err(failed)
    }

    fn postings(&self, key: u32) -> Result<Vec<u8>, IndexError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT postings FROM gram WHERE gram = ?1").map_err(failed)?;
        let postings = statement.query_row([key], |row| row.get(0)).optional().map_err(failed)?;
        Ok(postings.unwrap_or_default())
    }

    fn token_frequency(&self, token: &str) -> Result<u32, IndexError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT frequency FROM token WHERE token = ?1").map_err(failed)?;
        let frequency = statement.query_row([token], |row| row.get(0)).optional().map_err(failed)?;
        Ok(frequency.unwrap_or_default())
    }

    fn document(&self, doc: u32) -> Result<Option<Vec<u8>>, IndexError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT tokens FROM document WHERE document = ?1").map_err(failed)?;
        statement.query_row([doc], |row| row.get(0)).optional().map_err(failed)
    }
}

fn failed(error: rusqlite::Error) -> IndexError {
    IndexError(StoreError::from(error).to_string())
}

impl From<IndexError> for StoreError {
    /// An installed index does not change, so a failure to read it is damage.
    fn from(error: IndexError) -> Self {
        Self::corrupt(error.to_string())
    }
}
