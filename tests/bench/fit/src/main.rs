//! `safe-migration-fit REGISTER.csv OUT.jsonl QUERIES.jsonl…`
//!
//! Asks every query of a corpus (see `tests/bench/corpus.py`) and writes, for the best hit, what the decision rests
//! on and whether it was right; then takes rows out of the register in turn and asks for them (`left_out`). Beside it,
//! in `OUT.jsonl.ranking`, the first hits of each query that has a right answer among them, for fitting their order.
//! `safe-migration-fit --columns` prints the columns and their directions, for the fitting program.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

use safe_migration::matching::{DecisionModel, FEATURE_NAMES, Match, Matcher, MemoryIndex, SearchOptions, name_key};
use serde::{Deserialize, Serialize};

/// Hits of a query whose order is fitted.
const RANKED: usize = 8;
/// Rows taken out of the register in turn.
const LEFT_OUT: usize = 3_000;

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Query {
    query: String,
    /// The row that is meant; absent for a name that is in no register.
    truth: Option<String>,
    kind: Option<String>,
    script: Option<String>,
}

#[derive(Serialize)]
struct Example<'a> {
    label: u8,
    kind: &'a str,
    script: &'a str,
    found: &'a str,
    query: &'a str,
    score: f32,
    features: &'a [f32],
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--columns") {
        writeln!(std::io::stdout(), "{}", serde_json::to_string(&FEATURE_NAMES)?)?;
        return Ok(());
    }
    let [register, out, queries @ ..] = arguments.as_slice() else {
        return Err("usage: safe-migration-fit REGISTER.csv OUT.jsonl QUERIES.jsonl…".into());
    };
    let rows: Vec<Row> = csv::Reader::from_path(register)?.deserialize().collect::<Result<_, _>>()?;
    let index = MemoryIndex::new(rows.iter().map(|row| row.name.as_str()).zip(0..))?;
    let matcher = Matcher::new(&index, DecisionModel::shipped());
    let out_path = out;
    let mut out = BufWriter::new(File::create(out_path)?);
    let mut ranking = BufWriter::new(File::create(format!("{out_path}.ranking"))?);
    let (mut asked, mut right) = (0_u32, 0_u32);
    for path in queries {
        for line in BufReader::new(File::open(path)?).lines() {
            let query: Query = serde_json::from_str(&line?)?;
            let hits = matcher.search(&query.query, &SearchOptions { limit: RANKED, filter: None })?;
            let Some(best) = hits.first() else { continue };
            let found = rows.get(best.doc as usize).map_or("", |row| row.id.as_str());
            let is_right = query.truth.as_deref() == Some(found);
            asked += u32::from(query.truth.is_some());
            right += u32::from(is_right);
            let kind = query.kind.as_deref().unwrap_or_default();
            let is_truth = |hit: &Match| rows.get(hit.doc as usize).map(|row| &row.id) == query.truth.as_ref();
            if hits.iter().any(is_truth) {
                let group: Vec<(u8, &[f32])> =
                    hits.iter().map(|hit| (u8::from(is_truth(hit)), hit.features.as_slice())).collect();
                serde_json::to_writer(&mut ranking, &group)?;
                ranking.write_all(b"\n")?;
            }
            write(&mut out, best, is_right, kind, query.script.as_deref().unwrap_or_default(), found, &query.query)?;
        }
    }
    let mut names: HashMap<String, u32> = HashMap::new();
    for row in &rows {
        *names.entry(name_key(&row.name)).or_default() += 1;
    }
    let step = (rows.len() / LEFT_OUT).max(1);
    for (own, row) in (0_u32..).zip(&rows).step_by(step) {
        // A name that two rows share stays on the register when one of them goes.
        if names.get(&name_key(&row.name)) != Some(&1) {
            continue;
        }
        let others = |document: u32| document != own;
        let hits = matcher.search(&row.name, &SearchOptions { limit: 4, filter: Some(&others) })?;
        let Some(best) = hits.first() else { continue };
        let found = rows.get(best.doc as usize).map_or("", |row| row.name.as_str());
        write(&mut out, best, false, "left_out", "", found, &row.name)?;
    }
    out.flush()?;
    ranking.flush()?;
    writeln!(std::io::stdout(), "right entry first: {right} of {asked}")?;
    Ok(())
}

fn write(
    out: &mut impl Write,
    hit: &Match,
    is_right: bool,
    kind: &str,
    script: &str,
    found: &str,
    query: &str,
) -> Result<(), Box<dyn Error>> {
    let label = u8::from(is_right);
    let example = Example { label, kind, script, found, query, score: hit.score, features: &hit.features };
    serde_json::to_writer(&mut *out, &example)?;
    out.write_all(b"\n")?;
    Ok(())
}
