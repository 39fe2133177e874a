//! Reads what an authority published into rows of plain cells. One file a format.

mod delimited;
mod html;
mod json;
mod workbook;

#[cfg(test)]
mod tests;

use crate::Error;
use crate::descriptor::{Format, InputPart};

/// The columns that a descriptor speaks of, each with its place in a row's cells.
#[derive(Debug, Default)]
pub(crate) struct Columns(Vec<String>);

impl Columns {
    /// The place of the column in each row's cells.
    pub(crate) fn place(&mut self, name: &str) -> usize {
        match self.0.iter().position(|known| known == name) {
            Some(place) => place,
            None => {
                self.0.push(name.to_owned());
                self.0.len() - 1
            }
        }
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.0
    }
}

/// One published row: a cell for each of the [`Columns`], empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawRow {
    /// Line or place in the file, from 1, as a person would count it.
    pub(crate) number: u32,
    pub(crate) cells: Vec<String>,
}

/// What a file turned out to be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    /// For each of the columns: is it in the file?
    pub(crate) present: Vec<bool>,
    /// Columns of the file that the descriptor does not speak of.
    pub(crate) unused: Vec<String>,
    /// Rows the authority says it has.
    pub(crate) total: Option<u64>,
    /// Rows that do not fit the header; they were left out.
    pub(crate) misfits: Vec<u32>,
}

/// Gives every row of a file to `take`.
pub(crate) fn read(
    input: &InputPart,
    columns: &Columns,
    file: &str,
    bytes: &[u8],
    take: &mut dyn FnMut(RawRow),
) -> Result<Read, Error> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::input(file, "is empty"));
    }
    match input.format {
        Format::Json => json::read(input, columns, file, bytes, take),
        Format::Csv => delimited::read(input, columns, file, bytes, take),
        Format::Xlsx => workbook::read(input, columns, file, bytes, take),
        Format::Html => html::read(input, columns, file, bytes, take),
    }
}

/// The text of a file in the descriptor's encoding, or what its byte order mark says. Bytes that are wrong in it
/// become U+FFFD and are found again in the cells.
fn decode(input: &InputPart, bytes: &[u8]) -> String {
    let encoding = encoding_rs::Encoding::for_label(input.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0.into_owned()
}

/// An error page that came with status 200, told from rows.
fn is_web_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).flat_map(char::to_lowercase).collect();
    ["<!doctype", "<html", "<head", "<body", "<?xml", "<script"].iter().any(|tag| start.starts_with(tag))
}

/// Where each of the columns stands in a header; names are compared without case and outer white space.
struct Header {
    places: Vec<Option<usize>>,
    unused: Vec<String>,
}

impl Header {
    fn new(columns: &Columns, header: &[String]) -> Self {
        let key = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
        let wanted: Vec<String> = columns.names().iter().map(|name| key(name)).collect();
        let places = wanted.iter().map(|name| keys.iter().position(|key| key == name)).collect();
        let unused = keys.iter().filter(|key| !key.is_empty() && !wanted.contains(key)).cloned().collect();
        Self { places, unused }
    }

    /// The row's cells in the order of the columns.
    fn pick<'a>(&self, number: u32, cell: impl Fn(usize) -> Option<&'a str>) -> RawRow {
        let text = |place: &Option<usize>| place.and_then(&cell).unwrap_or_default().to_owned();
        RawRow { number, cells: self.places.iter().map(text).collect() }
    }

    fn read(self, misfits: Vec<u32>) -> Read {
        let present = self.places.iter().map(Option::is_some).collect();
        Read { present, unused: self.unused, total: None, misfits }
    }
}
