use std::io::BufRead;
use std::path::Path;

use safe_migration::SafeMigration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{lines_of, lists};
use crate::args::{CompareArgs, DataArgs};
use crate::failure::Failure;
use crate::output::{self, Lines};

#[derive(Deserialize)]
struct Pair {
    id: Value,
    a: String,
    b: String,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    score: f32,
}

pub fn run(data: &DataArgs, args: &CompareArgs) -> Result<(), Failure> {
    let library = lists::open(data)?;
    match (&args.batch, &args.a, &args.b) {
        (Some(file), _, _) => batch(&library, file),
        (None, Some(a), Some(b)) => {
            let comparison = library.compare_names(a, b)?;
            if args.json { output::json(&comparison) } else { output::comparison(&comparison) }
        }
        _ => Err(Failure::Usage("compare needs two names, or --batch FILE.jsonl".to_owned())),
    }
}

/// One score a line, in the order of the pairs; a line that cannot be read gets an error line.
fn batch(library: &SafeMigration, file: &Path) -> Result<(), Failure> {
    let mut lines = Lines::new();
    for (number, line) in lines_of(file)?.split(b'\n').enumerate() {
        let line = line.map_err(|error| Failure::io(file.display().to_string(), error))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Pair>(&line) {
            Ok(pair) => match library.compare_names(&pair.a, &pair.b) {
                Ok(comparison) => lines.write(&Answer { id: &pair.id, score: comparison.score })?,
                Err(error) => lines.error(number + 1, &error.to_string())?,
            },
            Err(error) => lines.error(number + 1, &error.to_string())?,
        }
    }
    lines.finish()
}
