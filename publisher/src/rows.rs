//! Published cells to rows of a pack, by the rules of a descriptor.

use std::collections::BTreeSet;

use ring::digest::{Context, SHA256};
use safe_migration::model::{Date, JobOrder, Recruiter, RegisterKind};
use safe_migration::pack::{MAX_CELL_BYTES, PackRow, tidy};

use crate::dates::DateFormat;
use crate::descriptor::{Descriptor, Rule};
use crate::names::split_former;
use crate::source::{Columns, RawRow};

/// Fewer digits are no phone number but the tail of one (`… LOC 117/118`).
const LEAST_PHONE_DIGITS: usize = 5;
/// 40 bits: at 200,000 rows of one register two ids clash once in 50 builds, and then one gets a `~2`.
const HASH_HEX_DIGITS: usize = 10;

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) field: &'static str,
    pub(crate) text: String,
}

/// Makes rows of one register.
pub(crate) struct Maker<'a> {
    descriptor: &'a Descriptor,
    dates: Vec<&'a DateFormat>,
    absent: BTreeSet<String>,
    id: Option<usize>,
    hash: Vec<usize>,
    rules: Vec<(&'static str, Compiled<'a>)>,
}

struct Compiled<'a> {
    rule: &'a Rule,
    columns: Vec<usize>,
    join: Vec<usize>,
    absent: BTreeSet<String>,
}

/// One row's cells while they are read.
struct Reading<'a, 'b> {
    maker: &'a Maker<'b>,
    row: &'a RawRow,
    unreadable: Vec<Unreadable>,
}

impl<'a> Maker<'a> {
    /// Compiles the rules; their columns are added to `columns`.
    pub(crate) fn new(descriptor: &'a Descriptor, columns: &mut Columns) -> Self {
        let places = |names: &[String], columns: &mut Columns| -> Vec<usize> {
            names.iter().map(|name| columns.place(name)).collect()
        };
        let rules = descriptor.fields.all().into_iter().filter_map(|(name, rule, _)| {
            let rule = rule?;
            let compiled = Compiled {
                rule,
                columns: places(&rule.columns, columns),
                join: places(&rule.join, columns),
                absent: rule.absent.iter().map(|word| key(word)).collect(),
            };
            Some((name, compiled))
        });
        let rules = rules.collect();
        Self {
            descriptor,
            dates: descriptor.input.dates.iter().map(|format| &format.0).collect(),
            absent: descriptor.input.absent.iter().map(|word| key(word)).collect(),
            id: descriptor.id.column.as_deref().map(|name| columns.place(name)),
            hash: places(&descriptor.id.hash, columns),
            rules,
        }
    }

    /// The first rule none of whose columns is in the files; such a list has changed, or is none.
    pub(crate) fn missing_column(&self, present: &[bool]) -> Option<&'a str> {
        let is_there = |place: &usize| present.get(*place).copied().unwrap_or_default();
        let required = |name: &str| name == "name" || name == "agency" || !self.descriptor.input.columns_may_be_missing;
        self.rules.iter().filter(|(name, _)| required(name)).find_map(|(_, compiled)| {
            let rule = compiled.rule;
            if !compiled.columns.is_empty() && !compiled.columns.iter().any(is_there) {
                return rule.columns.first().map(String::as_str);
            }
            let missing = compiled.join.iter().position(|place| !is_there(place))?;
            rule.join.get(missing).map(String::as_str)
        })
    }

    /// The row, and the cells that could not be read; no row when it has no name.
    pub(crate) fn row(&self, row: &RawRow) -> (Option<PackRow>, Vec<Unreadable>) {
        let mut reading = Reading { maker: self, row, unreadable: Vec::new() };
        if row.cells.iter().any(|cell| cell.contains('\u{fffd}')) {
            reading
                .wrong("encoding", row.cells.iter().find(|cell| cell.contains('\u{fffd}')).map_or("", String::as_str));
        }
        let made = if self.descriptor.register.kind == RegisterKind::JobOrders {
            reading.job_order().map(PackRow::JobOrder)
        } else {
            reading.recruiter().map(PackRow::Recruiter)
        };
        if made.is_none() {
            reading.wrong("name", "");
        }
        (made, reading.unreadable)
    }

    fn rule(&self, field: &str) -> Option<&Compiled<'a>> {
        self.rules.iter().find(|(name, _)| *name == field).map(|(_, compiled)| compiled)
    }

    fn is_absent(&self, text: &str, rule: Option<&Compiled<'_>>) -> bool {
        let nothing = self.absent.is_empty() && rule.is_none_or(|rule| rule.absent.is_empty());
        if text.is_empty() || nothing {
            return text.is_empty();
        }
        let key = key(text);
        self.absent.contains(&key) || rule.is_some_and(|rule| rule.absent.contains(&key))
    }
}

impl Reading<'_, '_> {
    fn recruiter(&mut self) -> Option<Recruiter> {
        let name = self.text("name")?;
        let mut other_names = split_former(&name, &self.maker.descriptor.names.former);
        other_names.extend(self.list("other_names"));
        let mut seen = BTreeSet::from([name.clone()]);
        other_names.retain(|other| seen.insert(other.clone()));
        Some(Recruiter {
            id: self.id(),
            other_names,
            licence: self.text("licence"),
            status: self.text("status"),
            status_date: self.day("status_date"),
            expires: self.day("expires"),
            phones: self.phones(),
            emails: self.emails(),
            websites: self.list("websites"),
            address: self.text("address"),
            country: self.text("country"),
            class: self.text("class"),
            name,
        })
    }

    fn job_order(&mut self) -> Option<JobOrder> {
        let agency = self.text("agency")?;
        Some(JobOrder {
            id: self.id(),
            agency,
            principal: self.text("principal"),
            place: self.text("place"),
            position: self.text("position"),
            open_places: self.count("open_places"),
        })
    }

    fn id(&self) -> String {
        let own = self.maker.id.map(|place| self.cell(place)).filter(|id| !self.maker.is_absent(id, None));
        let local = own.unwrap_or_else(|| {
            let mut digest = Context::new(&SHA256);
            let hash = &self.maker.hash;
            // A row without its key in a list where nothing else is named: all that is read of it tells it apart.
            let all = (0..self.row.cells.len()).filter(|_| hash.is_empty());
            for place in hash.iter().copied().chain(all) {
                digest.update(self.cell(place).as_bytes());
                digest.update(b"\n");
            }
            let digest = digest.finish();
            digest.as_ref().iter().take(HASH_HEX_DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
        });
        format!("{}:{local}", self.maker.descriptor.register.id)
    }

    fn cell(&self, place: usize) -> String {
        tidy(self.row.cells.get(place).map_or("", String::as_str)).into_owned()
    }

    /// The value before lists are split; never longer than a pack's cell.
    fn text(&mut self, field: &'static str) -> Option<String> {
        let rule = self.maker.rule(field)?;
        let value = |place: &usize| Some(self.cell(*place)).filter(|text| !self.maker.is_absent(text, Some(rule)));
        let found = if rule.join.is_empty() {
            rule.columns.iter().find_map(value)
        } else {
            let mut parts: Vec<String> = rule.join.iter().filter_map(value).collect();
            parts.dedup_by(|later, earlier| key(later) == key(earlier));
            Some(parts.join(&rule.rule.with)).filter(|joined| !joined.is_empty())
        };
        let found = found.or_else(|| rule.rule.otherwise.as_deref().map(|text| tidy(text).into_owned()))?;
        if found.len() > MAX_CELL_BYTES {
            self.wrong(field, &found);
            return None;
        }
        Some(found)
    }

    fn list(&mut self, field: &'static str) -> Vec<String> {
        let Some(rule) = self.maker.rule(field) else { return Vec::new() };
        let Some(text) = self.text(field) else { return Vec::new() };
        let mut items = vec![text.as_str()];
        for separator in &rule.rule.split {
            items = items.into_iter().flat_map(|item| item.split(separator.as_str())).collect();
        }
        let items = items.into_iter().map(str::trim).filter(|item| !self.maker.is_absent(item, Some(rule)));
        let mut seen = BTreeSet::new();
        items.filter(|item| seen.insert(*item)).map(str::to_owned).collect()
    }

    /// Printed numbers, one an item; pieces too short to be one stay with the number before them.
    fn phones(&mut self) -> Vec<String> {
        let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).count();
        let mut phones: Vec<String> = Vec::new();
        for item in self.list("phones") {
            match phones.last_mut() {
                Some(last) if digits(&item) < LEAST_PHONE_DIGITS => {
                    last.push('/');
                    last.push_str(&item);
                }
                _ => phones.push(item),
            }
        }
        phones.retain(|phone| {
            let is_phone = digits(phone) >= LEAST_PHONE_DIGITS;
            if !is_phone {
                self.wrong("phones", phone);
            }
            is_phone
        });
        phones
    }

    fn emails(&mut self) -> Vec<String> {
        let mut emails = Vec::new();
        for item in self.list("emails") {
            if item.split_once('@').is_some_and(|(user, domain)| !user.is_empty() && domain.contains('.')) {
                emails.push(tidy(&item.to_lowercase()).into_owned());
            } else {
                self.wrong("emails", &item);
            }
        }
        emails
    }

    fn day(&mut self, field: &'static str) -> Option<Date> {
        let text = self.text(field)?;
        let day = self.maker.dates.iter().find_map(|format| format.read(&text));
        if day.is_none() {
            self.wrong(field, &text);
        }
        day
    }

    fn count(&mut self, field: &'static str) -> Option<u32> {
        let text = self.text(field)?;
        let count = text.replace([',', ' '], "").parse().ok().filter(|&count| count < u32::MAX);
        if count.is_none() {
            self.wrong(field, &text);
        }
        count
    }

    fn wrong(&mut self, field: &'static str, text: &str) {
        self.unreadable.push(Unreadable { field, text: text.chars().take(40).collect() });
    }
}

fn key(text: &str) -> String {
    tidy(text).to_lowercase()
}
