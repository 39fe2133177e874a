//! Whom to call, by nationality and by the country one is in (`content/helplines`). Works without any connection: a
//! form to tap and an SMS text are part of the answer, and no number comes without the day of its source.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::model::Date;
use crate::phrases::Phrases;

/// A contact as its source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpline {
    /// Stable id.
    pub id: String,
    /// For citizens of this country; `*` for anyone.
    pub nationality: String,
    /// Where it answers: ISO 3166-1 alpha-2; `*` anywhere.
    pub located_in: String,
    /// From where it can be called; short and toll-free numbers work in one country only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callable_from: Option<String>,
    /// `embassy_emergency`, `consular`, `migrant_worker`, `anti_trafficking`, `police` ….
    pub purpose: String,
    /// Who answers.
    pub organisation: String,
    /// `phone`, `sms`, `whatsapp`, `email`, `web`.
    pub channel: String,
    /// Full number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_e164: Option<String>,
    /// Digits to dial inside the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dial_national: Option<String>,
    /// E-mail or web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// As the source prints it.
    pub number_printed: String,
    /// When it answers, if a source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// What it costs, if a source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Languages spoken, if a source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<String>,
    /// Where it was read.
    pub sources: String,
    /// The day of the source: year, month or day, as known.
    pub source_date: String,
    /// Kind of source.
    pub source_kind: String,
    /// `high` or `medium`: neither says that anybody has called it.
    pub confidence: String,
    /// The source is older than two years.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
    /// The day somebody called it; absent while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialled_on: Option<Date>,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When the entry was last looked at.
    pub reviewed_on: Date,
}

/// A contact, ready to be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelplineAnswer {
    /// The contact.
    #[serde(flatten)]
    pub helpline: Helpline,
    /// What to open when it is tapped: `tel:+639…`, `https://wa.me/62…`, `mailto:…`, a web address.
    pub tap: String,
    /// The same as a text message, where the contact takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
    /// Why it is shown: `own_mission`, `home_from_abroad`, `home`, `local`, `international`.
    pub reach: String,
    /// The day of the source, and whether anybody has tried it, in the asked language.
    pub sentence: String,
}

/// Answers at most.
const MAX_ANSWERS: usize = 8;

/// Every shipped contact. A file that cannot be read has none; a test keeps that from being shipped.
pub fn all() -> &'static [Helpline] {
    static ALL: LazyLock<Vec<Helpline>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../content/helplines/helplines.json")).unwrap_or_default()
    });
    &ALL
}

/// Whom a citizen of `nationality` can reach who is in `located_in`.
///
/// The own mission there comes first, then the home lines that work from abroad (always shown abroad: where no mission
/// is known they are all there is), then lines of the country itself, then international ones.
pub fn find(nationality: Option<&str>, located_in: Option<&str>, language: &str) -> Vec<HelplineAnswer> {
    let phrases = Phrases::for_language(language);
    let mut found: Vec<(u8, u8, &Helpline, &'static str)> = Vec::new();
    for helpline in all() {
        let own = nationality == Some(helpline.nationality.as_str());
        let here = located_in == Some(helpline.located_in.as_str());
        let is_home = own && helpline.located_in == helpline.nationality;
        let at_home = located_in.is_none() || located_in == nationality;
        let reach = match (own, here) {
            (true, true) if !is_home => Some((0, "own_mission")),
            (true, _) if is_home && at_home => Some((1, "home")),
            (true, false) if is_home && helpline.works_from_abroad() => Some((1, "home_from_abroad")),
            (false, true) if helpline.nationality == "*" => Some((2, "local")),
            (false, _) if helpline.nationality == "*" && helpline.located_in == "*" => Some((3, "international")),
            _ => None,
        };
        if let Some((rank, reach)) = reach.filter(|_| helpline.can_be_called_from(located_in.or(nationality))) {
            found.push((rank, helpline.order(), helpline, reach));
        }
    }
    found.sort_by(|a, b| {
        (a.0, a.1)
            .cmp(&(b.0, b.1))
            .then_with(|| b.2.source_date.cmp(&a.2.source_date))
            .then_with(|| a.2.id.cmp(&b.2.id))
    });
    // A place for the lines of the country and the international ones, however many the own ones are.
    let own = found.iter().filter(|(rank, ..)| *rank < 2).count();
    let others = found.len() - own;
    let keep_own = own.min(MAX_ANSWERS - others.min(2));
    let (first, rest) = found.split_at(own);
    first
        .iter()
        .take(keep_own)
        .chain(rest.iter().take(MAX_ANSWERS - keep_own))
        .map(|(_, _, helpline, reach)| helpline.answer(reach, phrases))
        .collect()
}

impl Helpline {
    /// A full number or an address that any country can reach.
    pub fn works_from_abroad(&self) -> bool {
        let anywhere = self.callable_from.as_deref().is_none_or(|from| from.starts_with("anywhere"));
        anywhere && (self.number_e164.is_some() || self.address.is_some())
    }

    fn can_be_called_from(&self, country: Option<&str>) -> bool {
        match self.callable_from.as_deref() {
            None => true,
            Some(from) if from.starts_with("anywhere") => true,
            Some(from) => country.is_some_and(|country| from.starts_with(country)),
        }
    }

    /// Voice before writing, help with trouble abroad before general lines.
    fn order(&self) -> u8 {
        let channel = match self.channel.as_str() {
            "phone" => 0,
            "whatsapp" => 1,
            "sms" => 2,
            "email" => 6,
            _ => 8,
        };
        let purpose = match self.purpose.as_str() {
            "embassy_emergency" | "migrant_worker" => 0,
            "consular" | "anti_trafficking" => 1,
            "labour_ministry" => 2,
            _ => 4,
        };
        channel + purpose
    }

    fn answer(&self, reach: &str, phrases: &Phrases) -> HelplineAnswer {
        let number = self.number_e164.as_deref().or(self.dial_national.as_deref());
        let tap = match (self.channel.as_str(), number, self.address.as_deref()) {
            ("whatsapp", Some(number), _) => format!("https://wa.me/{}", number.trim_start_matches('+')),
            ("sms", Some(number), _) => format!("sms:{number}"),
            (_, Some(number), _) => format!("tel:{number}"),
            ("email", None, Some(address)) => format!("mailto:{address}"),
            (_, None, Some(address)) if address.contains("://") => address.to_owned(),
            (_, None, Some(address)) => format!("https://{address}"),
            _ => self.number_printed.clone(),
        };
        let takes_sms = self.channel == "sms" || (self.channel == "phone" && self.number_e164.is_some());
        let sms = takes_sms.then(|| phrases.phrase("helpline.sms", &BTreeMap::new()));
        let code = if self.dialled_on.is_some() { "helpline.dialled" } else { "helpline.not_dialled" };
        let date = self.dialled_on.map_or_else(|| self.source_date.clone(), |day| day.to_string());
        let sentence = phrases.phrase(code, &BTreeMap::from([("date".to_owned(), date.into())]));
        HelplineAnswer { helpline: self.clone(), tap, sms, reach: reach.to_owned(), sentence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_source_and_its_day() {
        assert!(all().len() > 90);
        for helpline in all() {
            assert!(!helpline.sources.is_empty() && helpline.source_date.len() >= 4, "{}", helpline.id);
            assert!(["high", "medium"].contains(&helpline.confidence.as_str()), "{}", helpline.id);
            let ways = [&helpline.number_e164, &helpline.dial_national, &helpline.address];
            assert_eq!(ways.iter().filter(|way| way.is_some()).count(), 1, "{}", helpline.id);
        }
        for answer in find(Some("NP"), Some("KH"), "en") {
            assert!(answer.sentence.contains(&answer.helpline.source_date), "{}", answer.sentence);
        }
    }

    /// For an empty cell the home line that works from abroad is shown.
    #[test]
    fn where_no_mission_is_known_the_home_line_that_works_from_abroad_is_shown() {
        for (nationality, line) in [
            ("BD", "+8809610102030"),
            ("NP", "+97715970008"),
            ("LK", "+94719802822"),
            ("PK", "+92519207887"),
            ("VN", "+84981848484"),
            ("ID", "+6281290070027"),
            ("PH", "+63287221144"),
        ] {
            for place in ["KH", "MM", "LA", "TH", "MY", "AE"] {
                let found = find(Some(nationality), Some(place), "en");
                assert!(
                    found.iter().any(|answer| answer.helpline.number_e164.as_deref() == Some(line)),
                    "{nationality} in {place}: {:?}",
                    found.iter().map(|answer| &answer.tap).collect::<Vec<_>>()
                );
            }
        }
        // India has no such line but that of Tamil Nadu; nothing that cannot be reached is shown in its place.
        for answer in find(Some("IN"), Some("MM"), "en") {
            assert!(
                answer.helpline.works_from_abroad() || answer.helpline.located_in == "MM",
                "{}",
                answer.helpline.id
            );
        }
    }

    #[test]
    fn short_numbers_are_shown_only_where_they_work() {
        for place in ["KH", "MM", "AE"] {
            let found = find(Some("PH"), Some(place), "en");
            assert!(found.iter().all(|answer| {
                answer
                    .helpline
                    .callable_from
                    .as_deref()
                    .is_none_or(|from| from.starts_with("anywhere") || from.starts_with(place))
            }));
        }
        assert!(find(Some("TH"), Some("TH"), "en").iter().any(|answer| answer.tap.starts_with("tel:")));
    }

    #[test]
    fn the_own_mission_comes_first() {
        let found = find(Some("IN"), Some("KH"), "hi");
        assert_eq!(found.first().map(|answer| answer.reach.as_str()), Some("own_mission"));
        assert!(found.iter().any(|answer| answer.tap.starts_with("tel:+855")));
    }
}
