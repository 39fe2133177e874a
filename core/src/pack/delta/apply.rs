use std::io::{self, Sink};

use super::super::inflate::Inflate;
use super::super::read::Tally;
use super::super::{ContentWriter, PackError, PackRow};
use super::DeltaError;
use super::read::{Block, Kind};
use crate::model::PackManifest;

/// The rows of the new pack, one by one; see [`super::Changes::apply`]. After an error nothing more comes.
pub struct Merge<'a, 'm, I> {
    old: I,
    manifest: &'m PackManifest,
    /// `None` once the last change was read.
    content: Option<Inflate<'a>>,
    block: Option<Block>,
    /// Old rows that stay as they are before the change that was read last, and what that change does.
    pending: Option<(u32, Kind)>,
    /// Writes nowhere what goes out, for its digest; `None` once the end, or an error, was reached.
    proof: Option<ContentWriter<Sink>>,
    tally: Tally,
    last_id: String,
}

impl<'a, 'm, I, E> Merge<'a, 'm, I>
where
    I: Iterator<Item = Result<PackRow, E>>,
    E: From<DeltaError>,
{
    pub(super) fn new(content: Inflate<'a>, manifest: &'m PackManifest, old: I) -> Self {
        Self {
            old,
            manifest,
            content: Some(content),
            block: None,
            pending: None,
            proof: Some(ContentWriter::new(io::sink())),
            tally: Tally::new(manifest),
            last_id: String::new(),
        }
    }

    fn step(&mut self) -> Result<Option<PackRow>, E> {
        while self.proof.is_some() {
            self.read_change().map_err(content)?;
            let row = match self.pending {
                // All changes are made: what is left of the old rows stays.
                None => match self.old.next().transpose()? {
                    None => return self.end().map(|()| None),
                    row => row,
                },
                Some((0, kind)) => {
                    self.pending = None;
                    self.change(kind)?
                }
                Some((gap, kind)) => {
                    self.pending = Some((gap - 1, kind));
                    Some(self.old_row()?)
                }
            };
            if let Some(mut row) = row {
                self.account(&mut row).map_err(content)?;
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Reads the next change unless one is waiting or none is left.
    fn read_change(&mut self) -> Result<(), PackError> {
        while self.pending.is_none() {
            if let Some(block) = &mut self.block {
                self.pending = block.next();
                if self.pending.is_none() {
                    self.block = None;
                }
                continue;
            }
            let Some(mut content) = self.content.take() else { return Ok(()) };
            match Block::read(&mut content, &self.manifest.registers)? {
                None => content.finish().map(|_| ())?,
                block => {
                    self.block = block;
                    self.content = Some(content);
                }
            }
        }
        Ok(())
    }

    /// Makes the change at hand; the row that comes out of it, if one does.
    fn change(&mut self, kind: Kind) -> Result<Option<PackRow>, E> {
        let old = match kind {
            Kind::Insert => None,
            Kind::Delete | Kind::Update => Some(self.old_row()?),
        };
        let Some(block) = &mut self.block else { return Err(content(PackError::Damaged("a change of nothing"))) };
        match (kind, old) {
            (Kind::Insert, _) => block.insert(&self.last_id).map(Some).map_err(content),
            (Kind::Update, Some(mut row)) => {
                block.update(&mut row).map_err(content)?;
                Ok(Some(row))
            }
            _ => Ok(None),
        }
    }

    fn old_row(&mut self) -> Result<PackRow, E> {
        let row = self.old.next().transpose()?;
        row.ok_or_else(|| content(PackError::Damaged("made for more rows than there are")))
    }

    /// Counts and digests a row that goes out. More rows than announced are refused at once.
    fn account(&mut self, row: &mut PackRow) -> Result<(), PackError> {
        let register = row.id().split_once(':').map_or("", |(register, _)| register);
        let place = self.manifest.registers.iter().position(|known| known.id == register);
        let place = place.ok_or(PackError::Damaged("rows of a register that the manifest does not name"))?;
        self.tally.add(place, 1);
        if self.tally.rows() > self.manifest.rows {
            return Err(PackError::Damaged("the row counts of the manifest are wrong"));
        }
        row.id().clone_into(&mut self.last_id);
        let pushed = self.proof.as_mut().map_or(Ok(()), |proof| proof.push_kept(row));
        pushed.map_err(|error| match error {
            PackError::Row { reason, .. } => PackError::Damaged(reason),
            error => error,
        })
    }

    /// All rows went out: are they the announced ones?
    fn end(&mut self) -> Result<(), E> {
        let Some(proof) = self.proof.take() else { return Ok(()) };
        let (_, found) = proof.finish().map_err(content)?;
        if found.digest != self.manifest.content_digest || found.bytes != self.manifest.content_bytes {
            return Err(DeltaError::OtherResult.into());
        }
        self.tally.check(self.manifest).map_err(content)
    }
}

fn content<E: From<DeltaError>>(error: PackError) -> E {
    DeltaError::Content(error).into()
}

impl<I, E> Iterator for Merge<'_, '_, I>
where
    I: Iterator<Item = Result<PackRow, E>>,
    E: From<DeltaError>,
{
    type Item = Result<PackRow, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.step().transpose();
        if matches!(row, Some(Err(_))) {
            self.proof = None;
        }
        row
    }
}
