//! Source descriptors: what a list is, how it is read, and what its words mean. Data that people edit.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use safe_migration::model::{Coverage, LicenceState, RegisterKind};
use serde::de::value::MapAccessDeserializer;
use serde::{Deserialize, Deserializer, de};

use crate::Error;
use crate::dates::{self, DateFormat};

/// One authority's list as `content/sources/*.toml` describes it; `plain-csv.toml` explains every key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    pub(crate) register: RegisterPart,
    pub(crate) input: InputPart,
    #[serde(default)]
    pub(crate) id: IdPart,
    pub(crate) fields: Fields,
    #[serde(default)]
    pub(crate) names: NamesPart,
    #[serde(default)]
    pub(crate) statuses: BTreeMap<String, LicenceState>,
    #[serde(default)]
    pub(crate) tripwires: Tripwires,
}

/// What `register.captured_at` says when nobody wrote the day down.
pub(crate) const UNKNOWN_DAY: &str = "unknown";

/// A descriptor and the files it is to read.
#[derive(Debug, Clone)]
pub struct Source {
    pub(crate) file: String,
    pub(crate) descriptor: Descriptor,
    pub(crate) inputs: Vec<PathBuf>,
    /// Are these other files than the descriptor's own captures?
    pub(crate) given_inputs: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterPart {
    pub(crate) id: String,
    pub(crate) kind: RegisterKind,
    pub(crate) country: String,
    pub(crate) authority: String,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) authority_phone: Option<String>,
    pub(crate) coverage: Coverage,
    /// `YYYY-MM-DD`, or a month or year when no more is known.
    pub(crate) captured_at: Option<String>,
    pub(crate) source_as_of: Option<String>,
    /// Column that holds the authority's own date; the latest one counts.
    pub(crate) source_as_of_column: Option<String>,
    pub(crate) licence_scheme: Option<String>,
    pub(crate) licence_notice: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Json,
    Csv,
    Xlsx,
    Html,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputPart {
    pub(crate) format: Format,
    /// Paths from the descriptor's folder; pages of one list, in any order.
    #[serde(default)]
    pub(crate) files: Vec<PathBuf>,
    /// JSON: dotted path of the array of rows; empty when the file is the array.
    #[serde(default)]
    pub(crate) rows: String,
    /// JSON: dotted path of the number of rows that the authority has.
    pub(crate) total: Option<String>,
    /// CSV and HTML: name of the character encoding.
    #[serde(default = "utf8")]
    pub(crate) encoding: String,
    /// CSV: what parts the cells.
    #[serde(default = "comma")]
    pub(crate) delimiter: char,
    /// XLSX: the sheet; the first one when absent.
    pub(crate) sheet: Option<String>,
    /// XLSX: the row that holds the column names, from 1.
    #[serde(default = "first_row")]
    pub(crate) header_row: u32,
    /// HTML: CSS selector of the table; the first match counts.
    #[serde(default = "any_table")]
    pub(crate) table: String,
    #[serde(default)]
    pub(crate) columns_may_be_missing: bool,
    /// Cells that stand for nothing; upper and lower case are the same.
    #[serde(default)]
    pub(crate) absent: Vec<String>,
    /// Ways of writing a day; the first that fits counts.
    #[serde(default = "iso_date")]
    pub(crate) dates: Vec<Dates>,
}

/// Where the last part of the recruiter id comes from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdPart {
    /// The authority's own key.
    pub(crate) column: Option<String>,
    /// Without one: columns that tell one row from another and seldom change.
    #[serde(default)]
    pub(crate) hash: Vec<String>,
}

/// Which cells make which field of a [`safe_migration::model::Recruiter`] or, the last five,
/// [`safe_migration::model::JobOrder`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fields {
    pub(crate) name: Option<Rule>,
    pub(crate) other_names: Option<Rule>,
    pub(crate) licence: Option<Rule>,
    pub(crate) status: Option<Rule>,
    pub(crate) status_date: Option<Rule>,
    pub(crate) expires: Option<Rule>,
    pub(crate) phones: Option<Rule>,
    pub(crate) emails: Option<Rule>,
    pub(crate) websites: Option<Rule>,
    pub(crate) address: Option<Rule>,
    pub(crate) country: Option<Rule>,
    pub(crate) class: Option<Rule>,
    pub(crate) agency: Option<Rule>,
    pub(crate) principal: Option<Rule>,
    pub(crate) place: Option<Rule>,
    pub(crate) position: Option<Rule>,
    pub(crate) open_places: Option<Rule>,
}

impl Fields {
    /// Name, rule, and whether it belongs to job orders.
    pub(crate) fn all(&self) -> [(&'static str, Option<&Rule>, bool); 17] {
        [
            ("name", self.name.as_ref(), false),
            ("other_names", self.other_names.as_ref(), false),
            ("licence", self.licence.as_ref(), false),
            ("status", self.status.as_ref(), false),
            ("status_date", self.status_date.as_ref(), false),
            ("expires", self.expires.as_ref(), false),
            ("phones", self.phones.as_ref(), false),
            ("emails", self.emails.as_ref(), false),
            ("websites", self.websites.as_ref(), false),
            ("address", self.address.as_ref(), false),
            ("country", self.country.as_ref(), false),
            ("class", self.class.as_ref(), false),
            ("agency", self.agency.as_ref(), true),
            ("principal", self.principal.as_ref(), true),
            ("place", self.place.as_ref(), true),
            ("position", self.position.as_ref(), true),
            ("open_places", self.open_places.as_ref(), true),
        ]
    }
}

/// How a field is made. A plain text in the descriptor is short for `{ column = "…" }`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rule {
    /// The first of these columns that holds something.
    pub(crate) columns: Vec<String>,
    /// All of these, one behind the other; empty ones and repetitions are left out.
    pub(crate) join: Vec<String>,
    pub(crate) with: String,
    /// When nothing else gave a value.
    pub(crate) otherwise: Option<String>,
    /// What parts the items of a list.
    pub(crate) split: Vec<String>,
    /// More cells that stand for nothing.
    pub(crate) absent: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    column: Option<String>,
    #[serde(default)]
    first_of: Vec<String>,
    #[serde(default)]
    join: Vec<String>,
    #[serde(default = "comma_space")]
    with: String,
    otherwise: Option<String>,
    #[serde(default)]
    split: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Rule;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column's name, or a table with column, first_of, join or otherwise")
            }
            fn visit_str<E: de::Error>(self, column: &str) -> Result<Rule, E> {
                Ok(Rule { columns: vec![column.to_owned()], ..Rule::default() })
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
                let table = RuleTable::deserialize(MapAccessDeserializer::new(map))?;
                let columns: Vec<String> = table.column.into_iter().chain(table.first_of).collect();
                if columns.is_empty() && table.join.is_empty() && table.otherwise.is_none() {
                    return Err(de::Error::custom("column, first_of, join or otherwise is missing"));
                }
                if !columns.is_empty() && !table.join.is_empty() {
                    return Err(de::Error::custom("join cannot stand beside column or first_of"));
                }
                let RuleTable { join, with, otherwise, split, absent, .. } = table;
                Ok(Rule { columns, join, with, otherwise, split, absent })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A [`DateFormat`] in a descriptor.
#[derive(Debug, Clone)]
pub(crate) struct Dates(pub(crate) DateFormat);

impl<'de> Deserialize<'de> for Dates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateFormat::parse(&text).map(Self).ok_or_else(|| {
            de::Error::custom(format!(
                "`{text}` is no way of writing a day: DD, MM or Month, and YYYY or BBBB are needed"
            ))
        })
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamesPart {
    /// What stands before a former name inside a name.
    #[serde(default)]
    pub(crate) former: Vec<String>,
}

/// When a list looks broken.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Tripwires {
    /// Rows lost against the pack before, in percent of its rows.
    pub(crate) row_loss_percent: u32,
    /// Rows with a cell that cannot be read, in percent of all rows.
    pub(crate) unparsable_percent: u32,
}

impl Default for Tripwires {
    fn default() -> Self {
        Self { row_loss_percent: 10, unparsable_percent: 2 }
    }
}

impl Descriptor {
    /// Reads a descriptor; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Descriptor`] with the line or the field that cannot be followed.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let wrong = |reason: String| Error::Descriptor { file: file.to_owned(), reason };
        let descriptor: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text.bytes().take(span.start).filter(|&b| b == b'\n').count() + 1);
            let message = error.message().replace('\n', " ");
            wrong(line.map_or_else(|| message.clone(), |line| format!("line {line}: {message}")))
        })?;
        descriptor.fault().map_or(Ok(descriptor), |(field, reason)| Err(wrong(format!("{field}: {reason}"))))
    }

    /// The first field that makes no sense together with the others.
    fn fault(&self) -> Option<(String, &'static str)> {
        let register = &self.register;
        let country = &register.country;
        let fault = |field: &str, reason| Some((field.to_owned(), reason));
        if register.id.is_empty() || register.id.len() > 40 || !register.id.bytes().all(is_id_byte) {
            return fault("register.id", "lower-case letters, digits and hyphens, at most 40");
        }
        if country != "*" && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase())) {
            return fault("register.country", "two capital letters, or * for any country");
        }
        if register.captured_at.as_deref().is_some_and(|day| day != UNKNOWN_DAY && dates::first_day(day).is_none()) {
            return fault("register.captured_at", "YYYY-MM-DD, YYYY-MM, YYYY or unknown");
        }
        if register.source_as_of.as_deref().is_some_and(|day| dates::moment(day).is_none()) {
            return fault("register.source_as_of", "YYYY-MM-DD, or with a time behind it");
        }
        if encoding_rs::Encoding::for_label(self.input.encoding.as_bytes()).is_none() {
            return fault("input.encoding", "not the name of an encoding");
        }
        if !self.input.delimiter.is_ascii() {
            return fault("input.delimiter", "one ASCII character");
        }
        if self.input.header_row == 0 {
            return fault("input.header_row", "rows count from 1");
        }
        if self.id.column.is_none() && self.id.hash.is_empty() {
            return fault("id", "column or hash is needed");
        }
        let job_orders = register.kind == RegisterKind::JobOrders;
        let needed = if job_orders { "agency" } else { "name" };
        for (name, rule, of_job_order) in self.fields.all() {
            if rule.is_some() && of_job_order != job_orders {
                return Some((format!("fields.{name}"), "lists of this kind have no such field"));
            }
            if name == needed && rule.is_none() {
                return Some((format!("fields.{name}"), "is missing"));
            }
        }
        (self.fields.status.is_none() && !self.statuses.is_empty())
            .then(|| ("statuses".to_owned(), "without fields.status nothing can have them"))
    }
}

impl Source {
    /// Reads the descriptor in `path`. `inputs` replace its own captures unless there are none.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::Descriptor`]; the latter also when neither it nor `inputs` names a file.
    pub fn open(path: &Path, inputs: &[PathBuf]) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
        let file = path.display().to_string();
        let descriptor = Descriptor::parse(&file, &text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let own = || descriptor.input.files.iter().map(|input| folder.join(input)).collect();
        let given_inputs = !inputs.is_empty();
        let inputs: Vec<PathBuf> = if given_inputs { inputs.to_vec() } else { own() };
        if inputs.is_empty() {
            return Err(Error::Descriptor {
                file,
                reason: "input.files is empty; name the files with --input".to_owned(),
            });
        }
        Ok(Self { file, descriptor, inputs, given_inputs })
    }
}

fn is_id_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')
}

fn utf8() -> String {
    "utf-8".to_owned()
}

fn comma() -> char {
    ','
}

fn comma_space() -> String {
    ", ".to_owned()
}

fn first_row() -> u32 {
    1
}

fn any_table() -> String {
    "table".to_owned()
}

fn iso_date() -> Vec<Dates> {
    DateFormat::parse("YYYY-MM-DD").map(Dates).into_iter().collect()
}
