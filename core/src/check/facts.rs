//! What the request gives to compare: the filled fields, and what can be read from a pasted message.

use super::report::Given;
use super::request::{CheckRequest, MAX_FIELD_BYTES, MAX_TEXT_BYTES};
use crate::contact::{self, Phone};
use crate::licence::{self, ParsedLicence};
use crate::offer::extract::{self, Extracted, NameSegment};
use crate::store::FactKind;

/// A name to look up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GivenName {
    pub text: String,
    /// Filled in as a name, or marked as one in the message; other parts of a message are only tried.
    pub is_certain: bool,
    /// Found in a message, where many parts are tried: the stricter cut applies.
    pub is_pasted: bool,
}

/// A licence number that was given, with every key it may stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GivenLicence {
    pub text: String,
    pub readings: Vec<ParsedLicence>,
}

/// Everything that is compared.
#[derive(Debug, Clone, Default)]
pub(super) struct GivenFacts {
    pub names: Vec<GivenName>,
    pub licences: Vec<GivenLicence>,
    pub phones: Vec<Phone>,
    pub emails: Vec<String>,
    pub address: Option<String>,
    /// All that was read from the message.
    pub message: Extracted,
    /// A field or the text was longer than what is read.
    pub cut: bool,
}

impl GivenFacts {
    pub fn read(request: &CheckRequest, regions: &[String]) -> Self {
        let mut facts = Self::default();
        let regions: Vec<&str> = regions.iter().map(String::as_str).collect();
        if let Some(name) = facts.field(&request.name) {
            facts.names.push(GivenName { text: name, is_certain: true, is_pasted: false });
        }
        if let Some(text) = facts.field(&request.licence) {
            let readings = licence::parse(&text, regions.first().copied());
            facts.licences.push(GivenLicence { text, readings });
        }
        if let Some(text) = facts.field(&request.phone) {
            facts.phones.extend(contact::phones(&text, &regions));
        }
        if let Some(text) = facts.field(&request.email) {
            facts.emails.push(text.to_lowercase());
        }
        facts.address = facts.field(&request.address);
        if let Some(text) = request.text.as_deref() {
            facts.read_message(text, &regions);
        }
        facts
    }

    fn read_message(&mut self, text: &str, regions: &[&str]) {
        let text = self.within(text, MAX_TEXT_BYTES);
        let found = extract::extract(text, regions);
        self.message.clone_from(&found);
        let certain = |segment: &NameSegment| segment.is_certain();
        let has_name = !self.names.is_empty();
        for segment in &found.names {
            self.names.push(GivenName {
                text: segment.text.clone(),
                is_certain: !has_name && certain(segment),
                is_pasted: true,
            });
        }
        for reading in found.licences {
            let text = text.get(reading.span.clone()).unwrap_or_default().to_owned();
            match self.licences.iter_mut().find(|given| given.text == text) {
                Some(given) => given.readings.push(reading),
                None => self.licences.push(GivenLicence { text, readings: vec![reading] }),
            }
        }
        self.phones.extend(found.phones);
        self.emails.extend(found.emails.into_iter().map(|email| email.text.to_lowercase()));
    }

    /// The index keys of all hard facts.
    pub fn keys(&self) -> Vec<(FactKind, String)> {
        let mut keys = Vec::new();
        for reading in self.licences.iter().flat_map(|given| &given.readings) {
            keys.push((FactKind::Licence, reading.key.as_str().to_owned()));
        }
        for phone in &self.phones {
            keys.extend(phone.e164.clone().map(|number| (FactKind::Phone, number)));
            keys.push((FactKind::PhoneTail, phone.tail.clone()));
        }
        for email in &self.emails {
            keys.push((FactKind::Email, email.clone()));
            keys.extend(contact::own_domain(email).map(|domain| (FactKind::Domain, domain)));
        }
        keys
    }

    /// As they stand in the report.
    pub fn given(&self) -> Given {
        Given {
            names: self.names.iter().map(|name| name.text.clone()).collect(),
            licences: self.licences.iter().map(|given| given.text.clone()).collect(),
            phones: self.phones.iter().map(|phone| phone.e164.clone().unwrap_or_else(|| phone.text.clone())).collect(),
            emails: self.emails.clone(),
            cut: self.cut,
        }
    }

    fn field(&mut self, field: &Option<String>) -> Option<String> {
        let text = field.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        Some(self.within(text, MAX_FIELD_BYTES).to_owned())
    }

    fn within<'t>(&mut self, text: &'t str, limit: usize) -> &'t str {
        let end = text.floor_char_boundary(limit);
        self.cut |= end < text.len();
        text.get(..end).unwrap_or(text)
    }
}
