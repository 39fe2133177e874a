//! One file a command.

pub mod check;
pub mod compare;
pub mod generate;
pub mod lists;
pub mod offer;
pub mod publish;
pub mod search;
pub mod status;
pub mod tuf;

use std::io::{self, BufRead, Read};
use std::path::Path;

use crate::failure::Failure;

/// The standard input or a file, read by lines.
fn lines_of(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = std::fs::File::open(path).map_err(|error| Failure::io(path.display().to_string(), error))?;
    Ok(Box::new(io::BufReader::new(file)))
}

/// A message from the standard input: at most `limit` bytes and one more, so that the library sees that it was cut.
/// Bytes that are no UTF-8 become replacement characters; the rest of the message still counts.
fn message_from_stdin(limit: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(limit as u64 + 4);
    input.read_to_end(&mut bytes).map_err(|error| Failure::io("standard input", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
