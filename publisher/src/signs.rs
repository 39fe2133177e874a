//! Joins the files that people edit (`content/signs`) into the one that the library holds.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::Error;

/// Files of rules, in the order in which signs are shown.
const RULES: [&str; 3] = ["before.toml", "on-the-way.toml", "at-destination.toml"];

/// The content of `signs.json` for a folder such as `content/signs`: rules, word lists and places, a line each, so
/// that a change shows as one line. Reads files; says nothing about whether the rules make sense
/// (`safe_migration::offer::lint_signs` does).
///
/// # Errors
/// [`Error::Io`] when a file cannot be read, [`Error::Input`] when it is no TOML.
pub fn join_signs(folder: &Path) -> Result<String, Error> {
    let mut rules = Vec::new();
    for name in RULES {
        rules.extend(list(read(&folder.join(name))?, "rule"));
    }
    let mut words = Map::new();
    for file in word_files(&folder.join("words"))? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        words.insert(name, Value::Object(read(&file)?));
    }
    let review = read(&folder.join("review.toml"))?;
    let places = list(read(&folder.join("places.toml"))?, "place");
    let mut text = format!("{{\"review\":{},\n\"rules\":[\n", Value::Object(review));
    text.push_str(&lines(rules.iter().map(Value::to_string)));
    text.push_str("\n],\n\"words\":{\n");
    text.push_str(&lines(words.iter().map(|(name, words)| format!("{}:{words}", Value::from(name.as_str())))));
    text.push_str("\n},\n\"places\":[\n");
    text.push_str(&lines(places.iter().map(Value::to_string)));
    text.push_str("\n]}\n");
    Ok(text)
}

fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",\n")
}

fn list(mut table: Map<String, Value>, key: &str) -> Vec<Value> {
    match table.remove(key) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

fn word_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let io = |error| Error::io(folder, error);
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Map<String, Value>, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    toml::from_str(&text)
        .map_err(|error| Error::input(&path.display().to_string(), error.to_string().trim_end().replace('\n', " ")))
}
