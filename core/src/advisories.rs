//! What governments have warned of, as dated data (`content/advisories`): matched to a route and a role, newest first.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::model::Date;

/// One notice of a government, in our own words, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// Stable id (`IN-MEA-2024-05-17`).
    pub id: String,
    /// Who issued it.
    pub issuer: String,
    /// Country of the issuer, ISO 3166-1 alpha-2.
    pub issuer_country: String,
    /// The notice's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Year, month or day, as known.
    pub date: String,
    /// Whose citizens it addresses; `*` is everybody's.
    pub origins: Vec<String>,
    /// Countries it warns of; `SEA` and `SEA-MAINLAND` are regions, `*` any.
    pub destinations: Vec<String>,
    /// Places named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// The way people were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transit: Option<String>,
    /// Jobs named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bait: Vec<String>,
    /// How people were recruited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Visas warned of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visa_kinds: Vec<String>,
    /// Where the agents sit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agent_locations: Vec<String>,
    /// Summary in our own words, English.
    pub says: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Contacts named in it, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<String>,
    /// Where it was read.
    pub sources: String,
    /// Kind of source.
    pub source_kind: String,
    /// `high` or `medium`.
    pub confidence: String,
    /// When it was last looked at: no issuer prints an end.
    pub reviewed_on: Date,
    /// A later notice of the same ministry that covers it; such a one is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What advisories are looked for; everything is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdvisoryQuery {
    /// Where the worker is from, ISO 3166-1 alpha-2.
    pub origin: Option<String>,
    /// Country of work.
    pub destination: Option<String>,
    /// Countries passed through.
    pub transit: Vec<String>,
    /// The job, in words.
    pub role: Option<String>,
    /// The visa, in words.
    pub visa: Option<String>,
    /// Words that must all be in the notice.
    pub words: Option<String>,
    /// At most this many; 0 is all.
    pub limit: usize,
}

const SOUTH_EAST_ASIA: [&str; 10] = ["TH", "KH", "LA", "MM", "VN", "MY", "SG", "ID", "PH", "BN"];
const MAINLAND: [&str; 6] = ["TH", "KH", "LA", "MM", "VN", "MY"];

/// Every shipped notice, newest first. A file that cannot be read has none; a test keeps that from being shipped.
pub fn all() -> &'static [Advisory] {
    static ALL: LazyLock<Vec<Advisory>> = LazyLock::new(|| {
        let mut all: Vec<Advisory> =
            serde_json::from_str(include_str!("../../content/advisories/advisories.json")).unwrap_or_default();
        all.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
        all
    });
    &ALL
}

/// The notices that fit, newest first; superseded ones are left out.
pub fn find(query: &AdvisoryQuery) -> Vec<Advisory> {
    let found = all().iter().filter(|advisory| advisory.superseded_by.is_none() && advisory.fits(query));
    let limit = if query.limit == 0 { usize::MAX } else { query.limit };
    found.take(limit).cloned().collect()
}

impl Advisory {
    fn fits(&self, query: &AdvisoryQuery) -> bool {
        let origin =
            query.origin.as_deref().is_none_or(|code| self.origins.iter().any(|one| one == "*" || one == code));
        let named: Vec<&str> = query
            .destination
            .iter()
            .chain(&query.transit)
            .map(String::as_str)
            .filter(|code| !code.is_empty())
            .collect();
        let place = named.is_empty() || named.iter().any(|code| self.speaks_of(code));
        let role = query.role.as_deref().is_none_or(|role| self.roles.is_empty() || named_in(&self.roles, role));
        let visa =
            query.visa.as_deref().is_none_or(|visa| self.visa_kinds.is_empty() || named_in(&self.visa_kinds, visa));
        // Who names a place is told of all notices on that place: the job in it may be called anything.
        origin && place && (!named.is_empty() || (role && visa)) && self.has_words(query.words.as_deref())
    }

    fn speaks_of(&self, country: &str) -> bool {
        self.destinations.iter().any(|one| match one.as_str() {
            "*" => true,
            "SEA" => SOUTH_EAST_ASIA.contains(&country),
            "SEA-MAINLAND" => MAINLAND.contains(&country),
            code => code == country,
        })
    }

    fn has_words(&self, words: Option<&str>) -> bool {
        let Some(words) = words else { return true };
        let lists = [&self.places, &self.roles, &self.bait, &self.channels, &self.visa_kinds, &self.agent_locations];
        let texts = [
            Some(&self.issuer),
            Some(&self.says),
            self.instructions.as_ref(),
            self.transit.as_ref(),
            self.note.as_ref(),
        ];
        let all = lists.into_iter().flatten().chain(texts.into_iter().flatten()).chain([&self.id, &self.date]);
        let text = all.map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
        words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// Shares a word of more than three letters.
fn named_in(list: &[String], text: &str) -> bool {
    let text = text.to_lowercase();
    list.iter().any(|item| {
        item.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word.len() > 3 && text.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_has_its_source_and_date() {
        assert!(all().len() >= 30);
        for advisory in all() {
            assert!(!advisory.sources.is_empty() && advisory.date.len() >= 4, "{}", advisory.id);
            assert!(["high", "medium"].contains(&advisory.confidence.as_str()), "{}", advisory.id);
            if let Some(later) = &advisory.superseded_by {
                assert!(all().iter().any(|other| other.id == *later), "{}", advisory.id);
            }
        }
    }

    #[test]
    fn the_newest_that_fit_come_first_and_superseded_ones_are_hidden() {
        let query = AdvisoryQuery {
            origin: Some("IN".to_owned()),
            destination: Some("LA".to_owned()),
            ..AdvisoryQuery::default()
        };
        let found = find(&query);
        assert!(found.iter().any(|advisory| advisory.id == "IN-MEA-2024-05-17"));
        assert!(found.windows(2).all(|pair| pair[0].date >= pair[1].date));
        assert!(found.iter().all(|advisory| advisory.superseded_by.is_none()));
        assert!(!found.iter().any(|advisory| advisory.id == "IN-EMB-VTE-2024-05-07"));
    }

    #[test]
    fn words_are_searched() {
        let query = AdvisoryQuery { words: Some("data encoder".to_owned()), ..AdvisoryQuery::default() };
        assert!(find(&query).is_empty(), "the only one is superseded");
        let query = AdvisoryQuery { words: Some("TikTok farm".to_owned()), ..AdvisoryQuery::default() };
        assert_eq!(find(&query).len(), 1);
    }
}
