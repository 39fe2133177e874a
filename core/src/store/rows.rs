//! The installed rows as they were published: what a delta is applied to, and what can be passed on to another phone.

use std::io::{self, Write};
use std::vec;

use rusqlite::params;

use super::read::{SELECT_ENTRY, read_entry, read_job_order};
use super::{Store, StoreError};
use crate::pack::{ContentWriter, PackError, PackRow, Stored, head};

/// Rows taken from the file at a time: other readers have their turns between.
const PAGE_ROWS: u32 = 512;

/// The rows of a store in canonical order; see [`Store::rows`]. After an error nothing more comes.
pub struct StoredRows<'a> {
    recruiters: Pages<'a>,
    job_orders: Pages<'a>,
    failed: bool,
}

impl Store {
    /// All installed rows in canonical order. Touches the disk; memory stays at two pages of rows.
    pub fn rows(&self) -> StoredRows<'_> {
        StoredRows {
            recruiters: Pages::new(self, Store::page_of_recruiters),
            job_orders: Pages::new(self, Store::page_of_job_orders),
            failed: false,
        }
    }

    /// Writes the installed pack as the bytes of a pack file with the published manifest and content, so that it can be
    /// passed on. The content is not compressed (a phone has no compressor): the file is larger than the published one
    /// and its bytes are others, but the digests of its manifest and of its content are the published ones.
    ///
    /// # Errors
    /// [`super::StorageKind::Corrupt`] when the installed rows are not those that were published; those of the sink.
    pub fn export_pack<W: Write>(&self, mut sink: W) -> Result<W, StoreError> {
        sink.write_all(&head(self.manifest_json()).map_err(failed)?)?;
        let mut content = ContentWriter::new(Stored::new(sink));
        for row in self.rows() {
            content.push(row?).map_err(failed)?;
        }
        let (stored, summary) = content.finish().map_err(failed)?;
        if summary.digest != self.manifest().content_digest {
            return Err(StoreError::corrupt("the stored lists are not those that were published"));
        }
        Ok(stored.finish()?)
    }

    fn page_of_recruiters(&self, after: i64) -> Result<Vec<(i64, PackRow)>, rusqlite::Error> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{SELECT_ENTRY} WHERE recruiter > ?1 ORDER BY recruiter LIMIT ?2"))?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, PackRow::Recruiter(read_entry(row)?.recruiter)));
        statement.query_map(params![after, PAGE_ROWS], row)?.collect()
    }

    fn page_of_job_orders(&self, after: i64) -> Result<Vec<(i64, PackRow)>, rusqlite::Error> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, agency, principal, place, position, open_places, job_order FROM job_order \
             WHERE job_order > ?1 ORDER BY job_order LIMIT ?2",
        )?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(6)?, PackRow::JobOrder(read_job_order(row)?)));
        statement.query_map(params![after, PAGE_ROWS], row)?.collect()
    }
}

fn failed(error: PackError) -> StoreError {
    match error {
        PackError::Sink(kind) => io::Error::from(kind).into(),
        error => StoreError::corrupt(error.to_string()),
    }
}

impl Iterator for StoredRows<'_> {
    type Item = Result<PackRow, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let filled = self.recruiters.fill().and_then(|()| self.job_orders.fill());
        if let Err(error) = filled {
            self.failed = true;
            return Some(Err(error));
        }
        // Each table is in the order of the ids, since it was filled in that order.
        let pages = match (self.recruiters.id(), self.job_orders.id()) {
            (Some(recruiter), Some(order)) if order < recruiter => &mut self.job_orders,
            (None, _) => &mut self.job_orders,
            _ => &mut self.recruiters,
        };
        pages.rows.next().map(|(_, row)| Ok(row))
    }
}

type ReadPage = fn(&Store, i64) -> Result<Vec<(i64, PackRow)>, rusqlite::Error>;

/// The rows of one table with their numbers in it.
struct Pages<'a> {
    store: &'a Store,
    read: ReadPage,
    rows: vec::IntoIter<(i64, PackRow)>,
    /// Number of the last row read.
    last: i64,
    ended: bool,
}

impl<'a> Pages<'a> {
    fn new(store: &'a Store, read: ReadPage) -> Self {
        Self { store, read, rows: Vec::new().into_iter(), last: -1, ended: false }
    }

    fn fill(&mut self) -> Result<(), StoreError> {
        if !self.rows.as_slice().is_empty() || self.ended {
            return Ok(());
        }
        let page = (self.read)(self.store, self.last)?;
        match page.last() {
            None => self.ended = true,
            Some((last, _)) => self.last = *last,
        }
        self.rows = page.into_iter();
        Ok(())
    }

    fn id(&self) -> Option<&str> {
        self.rows.as_slice().first().map(|(_, row)| row.id())
    }
}
