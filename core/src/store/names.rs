//! The name index in SQLite, behind the matcher's [`NameIndex`].

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Store, StoreError};
use crate::matching::{IndexError, NameIndex, NameIndexTables, Vocabulary};

/// Writes the finished tables; `owners` names the recruiter row of each document.
pub(super) fn write(transaction: &Transaction<'_>, tables: &NameIndexTables, owners: &[u32]) -> Result<(), StoreError> {
    let mut insert = transaction.prepare("INSERT INTO document (document, recruiter, words) VALUES (?1, ?2, ?3)")?;
    for (document, (words, owner)) in tables.documents.iter().zip(owners).enumerate() {
        insert.execute(params![document, owner, words])?;
    }
    let mut insert = transaction.prepare("INSERT INTO gram (gram, frequency, postings) VALUES (?1, ?2, ?3)")?;
    for (gram, frequency, postings) in &tables.grams {
        insert.execute(params![gram, frequency, postings])?;
    }
    transaction.execute(
        "INSERT INTO vocabulary (only, words, lengths) VALUES (1, ?1, ?2)",
        params![tables.vocabulary, tables.lengths],
    )?;
    Ok(())
}

pub(super) fn read_vocabulary(connection: &Connection) -> Result<Vocabulary, StoreError> {
    let (words, lengths): (Vec<u8>, Vec<u8>) =
        connection.query_row("SELECT words, lengths FROM vocabulary", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Vocabulary::read(&words, lengths)?)
}

impl NameIndex for Store {
    fn vocabulary(&self) -> Result<&Vocabulary, IndexError> {
        Ok(self.words())
    }

    fn gram_frequencies(&self, keys: &[u32]) -> Result<Vec<u32>, IndexError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT frequency FROM gram WHERE gram = ?1").map_err(failed)?;
        let frequency =
            |key: &u32| statement.query_row([key], |row| row.get(0)).optional().map(Option::unwrap_or_default);
        keys.iter().map(frequency).collect::<Result<_, _>>().map_err(failed)
    }

    fn postings(&self, key: u32) -> Result<Vec<u8>, IndexError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT postings FROM gram WHERE gram = ?1").map_err(failed)?;
        let postings = statement.query_row([key], |row| row.get(0)).optional().map_err(failed)?;
        Ok(postings.unwrap_or_default())
    }

    fn document(&self, document: u32) -> Result<Vec<u8>, IndexError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT words FROM document WHERE document = ?1").map_err(failed)?;
        statement.query_row([document], |row| row.get(0)).map_err(failed)
    }

    fn owner(&self, document: u32) -> Result<u32, IndexError> {
        self.row_of_document(document).map_err(|error| IndexError(error.to_string()))
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
