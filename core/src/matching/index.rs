//! The tables behind a search: built once when a pack is installed, read at every question.
//!
//! A *document* is one name of one recruiter; documents are numbered from 0 in the order they are added. A document
//! is stored as the numbers of its words in the [`Vocabulary`]; a gram as the documents that have it, each as the
//! distance to the one before, in variable-length bytes (seven bits a byte, low bits first).

use std::collections::HashMap;

use super::grams::gram_keys;
use super::lexicon::Classes;
use super::normalise::{Name, Token};

/// The index could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the name index cannot be read: {0}")]
pub struct IndexError(pub String);

impl IndexError {
    pub(crate) fn damaged() -> Self {
        Self("it is damaged".to_owned())
    }
}

/// Where the matcher reads from; the store implements it over SQLite. No method writes.
pub trait NameIndex {
    /// The words of all names, and how long each document is. Read once and kept.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read; the same for every method here.
    fn vocabulary(&self) -> Result<&Vocabulary, IndexError>;
    /// In how many documents each of these grams is; 0 for a gram that none has.
    ///
    /// # Errors
    /// [`IndexError`]
    fn gram_frequencies(&self, keys: &[u32]) -> Result<Vec<u32>, IndexError>;
    /// The documents that have this gram, as stored.
    ///
    /// # Errors
    /// [`IndexError`]
    fn postings(&self, key: u32) -> Result<Vec<u8>, IndexError>;
    /// The words of a document, as stored.
    ///
    /// # Errors
    /// [`IndexError`]
    fn document(&self, document: u32) -> Result<Vec<u8>, IndexError>;
    /// Whose name the document is: documents of one recruiter share the number.
    ///
    /// # Errors
    /// [`IndexError`]
    fn owner(&self, document: u32) -> Result<u32, IndexError>;
}

/// Every different word of the names in an index, sorted by key, with the number of documents that have the key.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    texts: String,
    words: Vec<Word>,
    /// Grams of each document, at most 255.
    lengths: Vec<u8>,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    key: (u32, u16),
    text: (u32, u16),
    classes: u32,
    frequency: u32,
}

impl Vocabulary {
    /// From the bytes of [`NameIndexTables::vocabulary`] and [`NameIndexTables::lengths`].
    ///
    /// # Errors
    /// [`IndexError`] when they are damaged.
    pub fn read(stored: &[u8], lengths: Vec<u8>) -> Result<Self, IndexError> {
        let mut words = Vec::new();
        let mut texts = String::with_capacity(stored.len());
        let mut rest = stored;
        while !rest.is_empty() {
            let (key, text) = (take_text(&mut rest)?, take_text(&mut rest)?);
            let classes = take_varint(&mut rest).ok_or_else(IndexError::damaged)?;
            let frequency = take_varint(&mut rest).ok_or_else(IndexError::damaged)?;
            let key = append(&mut texts, key)?;
            let text = if text.is_empty() { key } else { append(&mut texts, text)? };
            words.push(Word { key, text, classes, frequency });
        }
        Ok(Self { texts, words, lengths })
    }

    /// Documents in the index.
    pub fn documents(&self) -> u32 {
        u32::try_from(self.lengths.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn document_length(&self, document: u32) -> u8 {
        self.lengths.get(document as usize).copied().unwrap_or(1).max(1)
    }

    /// In how many documents a word with this key is.
    pub(crate) fn frequency(&self, key: &str) -> u32 {
        let at = self.words.partition_point(|word| self.slice(word.key) < key);
        self.words.get(at).filter(|word| self.slice(word.key) == key).map_or(0, |word| word.frequency)
    }

    /// The word with this number, and in how many documents its key is.
    pub(crate) fn word(&self, number: u32) -> Option<(Token, u32)> {
        let word = self.words.get(number as usize)?;
        let (text, key) = (self.slice(word.text).to_owned(), self.slice(word.key).to_owned());
        Some((Token::from_parts(text, key, Classes::from_bits(word.classes)), word.frequency))
    }

    fn slice(&self, (start, length): (u32, u16)) -> &str {
        let start = start as usize;
        self.texts.get(start..start + usize::from(length)).unwrap_or_default()
    }
}

fn append(texts: &mut String, text: &str) -> Result<(u32, u16), IndexError> {
    let start = u32::try_from(texts.len()).map_err(|_| IndexError::damaged())?;
    let length = u16::try_from(text.len()).map_err(|_| IndexError::damaged())?;
    texts.push_str(text);
    Ok((start, length))
}

/// The finished tables of an index.
#[derive(Debug, Clone, Default)]
pub struct NameIndexTables {
    /// Word numbers of each document, in the order of the documents.
    pub documents: Vec<Vec<u8>>,
    /// `(gram, documents that have it, which ones)`, sorted by gram.
    pub grams: Vec<(u32, u32, Vec<u8>)>,
    /// The words; read back by [`Vocabulary::read`].
    pub vocabulary: Vec<u8>,
    /// Grams of each document, at most 255.
    pub lengths: Vec<u8>,
}

/// Collects names into the tables of an index.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    words: HashMap<(String, String), u32>,
    classes: Vec<Classes>,
    /// Documents that have the word with this provisional number.
    document_words: Vec<Vec<u32>>,
    grams: HashMap<u32, Postings>,
    lengths: Vec<u8>,
}

#[derive(Debug, Default)]
struct Postings {
    count: u32,
    last: u32,
    bytes: Vec<u8>,
}

impl IndexBuilder {
    /// An index without names.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name and returns its document number. A name without a letter gets a number too, and is never found.
    pub fn add(&mut self, name: &str) -> u32 {
        let document = u32::try_from(self.document_words.len()).unwrap_or(u32::MAX);
        let name = Name::read(name);
        let keys = gram_keys(&name);
        self.lengths.push(u8::try_from(keys.len()).unwrap_or(u8::MAX));
        for key in keys {
            let postings = self.grams.entry(key).or_default();
            // The first document is stored as itself, so that number 0 is a distance of 0 only there.
            put_varint(&mut postings.bytes, document - postings.last);
            postings.last = document;
            postings.count += 1;
        }
        let mut numbers = Vec::with_capacity(name.tokens.len());
        for token in name.tokens {
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let classes = token.classes;
            let number = *self.words.entry((token.key, token.text)).or_insert(next);
            if number == next {
                self.classes.push(classes);
            }
            numbers.push(number);
        }
        self.document_words.push(numbers);
        document
    }

    /// Sorts everything into its final order.
    pub fn finish(self) -> NameIndexTables {
        let mut words: Vec<((String, String), u32)> = self.words.into_iter().collect();
        words.sort_unstable();
        let mut final_number = vec![0; words.len()];
        for (number, (_, provisional)) in (0..).zip(&words) {
            if let Some(slot) = final_number.get_mut(*provisional as usize) {
                *slot = number;
            }
        }
        let key_frequency = key_frequencies(&words, &self.document_words);
        let mut vocabulary = Vec::with_capacity(words.len() * 14);
        for ((key, text), provisional) in &words {
            put_text(&mut vocabulary, key);
            put_text(&mut vocabulary, if text == key { "" } else { text });
            put_varint(&mut vocabulary, self.classes.get(*provisional as usize).copied().unwrap_or_default().bits());
            put_varint(&mut vocabulary, key_frequency.get(key.as_str()).copied().unwrap_or_default());
        }
        let documents = self.document_words.iter().map(|numbers| {
            let mut bytes = Vec::with_capacity(numbers.len() * 2);
            for number in numbers {
                put_varint(&mut bytes, final_number.get(*number as usize).copied().unwrap_or_default());
            }
            bytes
        });
        let mut grams: Vec<(u32, u32, Vec<u8>)> =
            self.grams.into_iter().map(|(key, postings)| (key, postings.count, postings.bytes)).collect();
        grams.sort_unstable_by_key(|(key, _, _)| *key);
        NameIndexTables { documents: documents.collect(), grams, vocabulary, lengths: self.lengths }
    }
}

/// In how many documents each key is, whatever the spelling.
fn key_frequencies<'a>(words: &'a [((String, String), u32)], documents: &[Vec<u32>]) -> HashMap<&'a str, u32> {
    let mut key_of = vec![""; words.len()];
    for ((key, _), provisional) in words {
        if let Some(slot) = key_of.get_mut(*provisional as usize) {
            *slot = key;
        }
    }
    let mut frequencies: HashMap<&str, u32> = HashMap::with_capacity(words.len());
    for numbers in documents {
        let mut keys: Vec<&str> = numbers.iter().filter_map(|number| key_of.get(*number as usize).copied()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *frequencies.entry(key).or_default() += 1;
        }
    }
    frequencies
}

/// The numbers in a document's or gram's bytes; ends early where they are damaged.
pub(crate) fn numbers(mut stored: &[u8]) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || take_varint(&mut stored))
}

/// The documents of a gram's bytes, rising.
pub(crate) fn documents(stored: &[u8]) -> impl Iterator<Item = u32> {
    numbers(stored).scan(0_u32, |last, distance| {
        *last = last.checked_add(distance)?;
        Some(*last)
    })
}

fn put_varint(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_varint(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..35).step_by(7) {
        let (byte, tail) = rest.split_first()?;
        *rest = tail;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_varint(bytes, u32::try_from(text.len()).unwrap_or(u32::MAX));
    bytes.extend_from_slice(text.as_bytes());
}

fn take_bytes<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], IndexError> {
    let (head, tail) = rest.split_at_checked(length).ok_or_else(IndexError::damaged)?;
    *rest = tail;
    Ok(head)
}

fn take_text<'a>(rest: &mut &'a [u8]) -> Result<&'a str, IndexError> {
    let length = take_varint(rest).ok_or_else(IndexError::damaged)?;
    let bytes = take_bytes(rest, length as usize)?;
    std::str::from_utf8(bytes).map_err(|_| IndexError::damaged())
}

#[cfg(test)]
mod tests {
    use super::super::memory::MemoryIndex;
    use super::*;

    #[test]
    fn what_is_built_is_read_back() {
        let index =
            MemoryIndex::new(["Gulf Associate", "River Overseas", "Gulf River Overseas"].into_iter().zip(0..)).unwrap();
        let vocabulary = index.vocabulary().unwrap();
        assert_eq!(vocabulary.documents(), 3);
        assert_eq!((vocabulary.frequency("gulf"), vocabulary.frequency("nowhere")), (2, 0));
        let stored = index.document(2).unwrap();
        let words: Vec<String> = numbers(&stored).map(|n| vocabulary.word(n).unwrap().0.text).collect();
        assert_eq!(words, ["gulf", "river", "overseas"]);
    }

    #[test]
    fn damaged_bytes_are_an_error_or_end_early() {
        assert!(Vocabulary::read(&[0xff; 9], Vec::new()).is_err());
        assert!(Vocabulary::read(&[3, b'a'], Vec::new()).is_err());
        assert_eq!(numbers(&[0xff; 12]).count(), 0);
        assert_eq!(documents(&[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 2]).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn numbers_of_every_length_survive() {
        let all = [0, 1, 127, 128, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        for number in all {
            put_varint(&mut bytes, number);
        }
        assert_eq!(numbers(&bytes).collect::<Vec<_>>(), all);
    }
}
