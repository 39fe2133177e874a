use super::index::{IndexBuilder, IndexError, NameIndex, NameIndexTables, Vocabulary};

/// An index held in memory: for measuring a pack while it is built, and for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryIndex {
    tables: NameIndexTables,
    vocabulary: Vocabulary,
    owners: Vec<u32>,
}

impl MemoryIndex {
    /// An index of names, each with the number of the recruiter it belongs to.
    ///
    /// # Errors
    /// [`IndexError`] when there are more names than an index holds.
    pub fn new<'n>(names: impl IntoIterator<Item = (&'n str, u32)>) -> Result<Self, IndexError> {
        let mut builder = IndexBuilder::new();
        let mut owners = Vec::new();
        for (name, owner) in names {
            builder.add(name);
            owners.push(owner);
        }
        let tables = builder.finish();
        let vocabulary = Vocabulary::read(&tables.vocabulary, tables.lengths.clone())?;
        Ok(Self { tables, vocabulary, owners })
    }

    fn gram(&self, key: u32) -> Option<&(u32, u32, Vec<u8>)> {
        let at = self.tables.grams.binary_search_by_key(&key, |(gram, _, _)| *gram).ok()?;
        self.tables.grams.get(at)
    }
}

impl NameIndex for MemoryIndex {
    fn vocabulary(&self) -> Result<&Vocabulary, IndexError> {
        Ok(&self.vocabulary)
    }

    fn gram_frequencies(&self, keys: &[u32]) -> Result<Vec<u32>, IndexError> {
        Ok(keys.iter().map(|key| self.gram(*key).map_or(0, |(_, frequency, _)| *frequency)).collect())
    }

    fn postings(&self, key: u32) -> Result<Vec<u8>, IndexError> {
        Ok(self.gram(key).map(|(_, _, postings)| postings.clone()).unwrap_or_default())
    }

    fn document(&self, document: u32) -> Result<Vec<u8>, IndexError> {
        self.tables.documents.get(document as usize).cloned().ok_or_else(IndexError::damaged)
    }

    fn owner(&self, document: u32) -> Result<u32, IndexError> {
        self.owners.get(document as usize).copied().ok_or_else(IndexError::damaged)
    }
}
