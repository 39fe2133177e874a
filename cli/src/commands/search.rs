use std::io::BufRead;
use std::path::Path;

use cpu_time::ThreadTime;
use safe_migration::{SafeMigration, SearchQuery, SearchResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{lines_of, lists};
use crate::args::{DataArgs, SearchArgs};
use crate::failure::Failure;
use crate::output::{self, Lines};

#[derive(Deserialize)]
struct Question {
    id: Value,
    query: String,
    origin: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    result: &'a SearchResult,
    cpu_us: u64,
}

pub fn run(data: &DataArgs, args: &SearchArgs) -> Result<(), Failure> {
    let library = lists::open(data)?;
    if let Some(file) = &args.batch {
        return batch(&library, file, args);
    }
    let query =
        SearchQuery { query: args.query.clone().unwrap_or_default(), origin: args.origin.clone(), limit: args.limit };
    let result = library.search_recruiters(&query)?;
    if args.json { output::json(&result) } else { output::search(&result) }
}

/// One answer a line, in the order of the questions; a line that cannot be read gets an error line.
fn batch(library: &SafeMigration, file: &Path, args: &SearchArgs) -> Result<(), Failure> {
    let mut lines = Lines::new();
    for (number, line) in lines_of(file)?.split(b'\n').enumerate() {
        let line = line.map_err(|error| Failure::io(file.display().to_string(), error))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let question: Question = match serde_json::from_slice(&line) {
            Ok(question) => question,
            Err(error) => {
                lines.error(number + 1, &error.to_string())?;
                continue;
            }
        };
        let query = SearchQuery {
            query: question.query,
            origin: question.origin.or_else(|| args.origin.clone()),
            limit: args.limit,
        };
        let started = ThreadTime::now();
        match library.search_recruiters(&query) {
            Ok(result) => {
                let cpu_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
                lines.write(&Answer { id: &question.id, result: &result, cpu_us })?;
            }
            Err(error) => lines.error(number + 1, &error.to_string())?,
        }
    }
    lines.finish()
}
