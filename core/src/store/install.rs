use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::read::{FactKind, LIST_SEPARATOR};
use super::{StoreError, names};
use crate::contact;
use crate::licence;
use crate::matching::{IndexBuilder, name_key};
use crate::model::{JobOrder, PackManifest, Recruiter, Register};
use crate::pack::{Pack, PackRow};

/// Called with `(rows done, rows in all)` while a pack is installed.
pub type InstallProgress<'a> = &'a dyn Fn(u32, u32);

/// Rows between two calls of the progress function.
const PROGRESS_STEP: u32 = 1024;

/// What a store is filled from: rows in canonical order whose last is an error when they are not those of the manifest.
pub(super) struct Content<'a, I> {
    pub manifest: &'a PackManifest,
    /// The manifest as published, byte by byte.
    pub json: &'a str,
    pub rows: I,
}

/// The content of a full pack.
pub(super) fn full<'a>(pack: &'a Pack<'_>) -> Content<'a, impl Iterator<Item = Result<PackRow, StoreError>> + 'a> {
    let rows = pack.rows().map(|row| row.map_err(|error| StoreError::corrupt(error.to_string())));
    Content { manifest: pack.manifest(), json: pack.manifest_json(), rows }
}

/// Fills the empty tables in one transaction.
pub(super) fn fill<I, E>(
    connection: &mut Connection,
    content: Content<'_, I>,
    progress: InstallProgress<'_>,
) -> Result<(), E>
where
    I: Iterator<Item = Result<PackRow, E>>,
    E: From<StoreError>,
{
    let Content { manifest, json, rows: source } = content;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
    let mut index = IndexBuilder::new();
    let mut rows = Rows::new(&transaction, manifest)?;
    for row in source {
        match row? {
            PackRow::Recruiter(recruiter) => rows.recruiter(&recruiter, &mut index)?,
            PackRow::JobOrder(order) => rows.job_order(&order)?,
        }
        if rows.done % PROGRESS_STEP == 0 {
            progress(rows.done, manifest.rows);
        }
    }
    let Rows { owners, .. } = rows.finish()?;
    names::write(&transaction, &index.finish(), &owners)?;
    transaction
        .execute("INSERT INTO pack (only, manifest) VALUES (1, ?1)", params![json])
        .and_then(|_| transaction.commit())
        .map_err(StoreError::from)?;
    progress(manifest.rows, manifest.rows);
    Ok(())
}

/// Writes rows in the order they come, which is the order of their ids, so each register is one run of documents.
struct Rows<'a> {
    transaction: &'a Transaction<'a>,
    registers: &'a [Register],
    /// First document of each register, filled as its first row comes.
    first_document: Vec<Option<u32>>,
    /// The recruiter of each document.
    owners: Vec<u32>,
    done: u32,
    recruiters: u32,
}

impl<'a> Rows<'a> {
    fn new(transaction: &'a Transaction<'a>, manifest: &'a PackManifest) -> Result<Self, StoreError> {
        let registers = manifest.registers.as_slice();
        let mut insert = transaction
            .prepare("INSERT INTO register (register, id, first_document, end_document) VALUES (?1, ?2, 0, 0)")?;
        for (place, register) in registers.iter().enumerate() {
            insert.execute(params![place, register.id])?;
        }
        Ok(Self {
            transaction,
            registers,
            first_document: vec![None; registers.len()],
            owners: Vec::new(),
            done: 0,
            recruiters: 0,
        })
    }

    fn recruiter(&mut self, recruiter: &Recruiter, index: &mut IndexBuilder) -> Result<(), StoreError> {
        let number = self.recruiters;
        let place = self.register_of(&recruiter.id)?;
        let register = self
            .registers
            .get(place)
            .ok_or_else(|| StoreError::corrupt("a row of the pack belongs to no register of it"))?;
        self.transaction
            .prepare_cached(
                "INSERT INTO recruiter (recruiter, register, id, name, other_names, licence, status, status_date, \
                 expires, phones, emails, websites, address, country, class) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                number,
                place,
                recruiter.id,
                recruiter.name,
                list(&recruiter.other_names),
                recruiter.licence,
                recruiter.status,
                recruiter.status_date.map(|date| date.to_string()),
                recruiter.expires.map(|date| date.to_string()),
                list(&recruiter.phones),
                list(&recruiter.emails),
                list(&recruiter.websites),
                recruiter.address,
                recruiter.country,
                recruiter.class,
            ])?;
        for name in std::iter::once(&recruiter.name).chain(&recruiter.other_names) {
            let document = index.add(name);
            if let Some(first) = self.first_document.get_mut(place) {
                first.get_or_insert(document);
            }
            self.owners.push(number);
        }
        for (kind, key) in facts_on_file(recruiter, register) {
            self.transaction
                .prepare_cached("INSERT OR IGNORE INTO fact (key, recruiter) VALUES (?1, ?2)")?
                .execute(params![kind.hash(&key), number])?;
        }
        self.recruiters += 1;
        self.done += 1;
        Ok(())
    }

    fn job_order(&mut self, order: &JobOrder) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "INSERT INTO job_order (id, agency, agency_key, principal, place, position, open_places) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                order.id,
                order.agency,
                name_key(&order.agency),
                order.principal,
                order.place,
                order.position,
                order.open_places,
            ])?;
        self.done += 1;
        Ok(())
    }

    /// Writes the registers' ranges. A register without rows keeps its empty one.
    fn finish(self) -> Result<Self, StoreError> {
        let documents = u32::try_from(self.owners.len()).unwrap_or(u32::MAX);
        let mut statement = self
            .transaction
            .prepare("UPDATE register SET first_document = ?2, end_document = ?3 WHERE register = ?1")?;
        for (place, first) in self.first_document.iter().enumerate() {
            let Some(first) = *first else { continue };
            let next = self.first_document.iter().flatten().copied().filter(|&other| other > first).min();
            statement.execute(params![place, first, next.unwrap_or(documents)])?;
        }
        drop(statement);
        Ok(self)
    }

    fn register_of(&self, id: &str) -> Result<usize, StoreError> {
        let register = id.split_once(':').map_or("", |(register, _)| register);
        self.registers
            .iter()
            .position(|known| known.id == register)
            .ok_or_else(|| StoreError::corrupt("a row of the pack belongs to no register of it"))
    }
}

/// The exact side doors to a row: what a given number, phone or address is looked up by.
fn facts_on_file(recruiter: &Recruiter, register: &Register) -> Vec<(FactKind, String)> {
    let mut facts = Vec::new();
    if let (Some(scheme), Some(printed)) = (&register.licence_scheme, &recruiter.licence) {
        let keys = licence::keys_on_file(scheme, printed);
        facts.extend(keys.into_iter().map(|key| (FactKind::Licence, key.as_str().to_owned())));
    }
    for printed in &recruiter.phones {
        for phone in contact::phones_on_file(printed, &register.country) {
            facts.extend(phone.e164.map(|number| (FactKind::Phone, number)));
            facts.push((FactKind::PhoneTail, phone.tail));
        }
    }
    for email in &recruiter.emails {
        // A mailbox at a domain of one's own is found by the domain.
        facts.push(match contact::own_domain(email) {
            Some(domain) => (FactKind::Domain, domain),
            None => (FactKind::Email, email.to_lowercase()),
        });
    }
    for site in &recruiter.websites {
        facts.extend(contact::own_domain(site).map(|domain| (FactKind::Domain, domain)));
    }
    facts
}

fn list(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(&LIST_SEPARATOR.to_string()))
}
