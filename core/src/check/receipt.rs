//! What to keep or to send on of a check: which question was asked of which list of which day, and what it answered.

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::CheckReport;
use crate::model::Date;
use crate::offer::Level;
use crate::text::hex;

/// Characters of one SMS in the alphabet of all phones.
const SMS: usize = 160;
/// Characters of the name that an SMS has room for.
const NAME: usize = 40;
/// Hex digits of the digest: enough to tell two answers apart, short enough to read aloud.
const DIGEST: usize = 12;

/// A check as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Fits one SMS: plain ASCII, at most 160 characters, no phone number of the person.
    pub sms: String,
    /// The whole answer with the lists that were asked, in the language of the report.
    pub text: String,
    /// Short digest of the report: two receipts with the same one are of the same answer.
    pub digest: String,
}

impl CheckReport {
    /// The receipt of this answer. It holds what was asked, the lists and their days, the outcome and a digest.
    pub fn receipt(&self) -> Receipt {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        let hex = hex(digest(&SHA256, &bytes).as_ref());
        let short = hex.get(..DIGEST).unwrap_or_default().to_owned();
        let day = Date::from_millis(self.at).to_string();
        let asked = self.asked();
        let lists: Vec<String> = self
            .registers
            .iter()
            .map(|register| {
                let copied = register.captured_at.map_or_else(|| "?".to_owned(), |day| day.to_string());
                format!("{} {copied}", register.id)
            })
            .collect();
        let signs = self.signs();
        let list = lists.first().cloned().unwrap_or_default();
        let sms = ascii(&format!("Check {day}: {} {} {list}{signs} #{short}", cut(&asked, NAME), self.outcome.name()));
        let text = format!("{day}\n{asked}\n{}\n{}{signs}\n#{short}", self.message, lists.join("\n"));
        Receipt { sms: cut(&sms, SMS), text, digest: short }
    }

    /// What was asked: the name, else the number. Not the phone: it may be the person's own.
    fn asked(&self) -> String {
        let given = self.given.names.iter().chain(&self.given.licences);
        given.chain(&self.given.emails).next().cloned().unwrap_or_else(|| "-".to_owned())
    }

    fn signs(&self) -> String {
        let Some(offer) = self.offer.as_ref().filter(|offer| offer.level > Level::None) else { return String::new() };
        let level = match offer.level {
            Level::Stop => "stop",
            Level::Strong => "strong",
            Level::Weak | Level::None => "weak",
        };
        let ids: Vec<&str> = offer.signs.iter().take(5).map(|sign| sign.id.as_str()).collect();
        format!(" signs {level} {}", ids.join(","))
    }
}

fn cut(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

/// Letters that every SMS can carry; others as they sound.
fn ascii(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            letter if letter.is_ascii_graphic() || letter == ' ' => letter.to_string(),
            letter => any_ascii::any_ascii_char(letter).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outcome;

    #[test]
    fn a_receipt_fits_one_sms_and_names_list_day_and_outcome() {
        let mut report: CheckReport = serde_json::from_value(crate::check::schema_tests::full()).unwrap();
        report.given.names = vec!["গালফ এসোসিয়েট ইন্টারন্যাশনাল রিক্রুটিং এজেন্সি লিমিটেড ঢাকা বাংলাদেশ".to_owned()];
        report.outcome = Outcome::PossibleImpostor;
        let receipt = report.receipt();
        assert!(receipt.sms.is_ascii() && receipt.sms.len() <= 160, "{}", receipt.sms);
        for part in ["PossibleImpostor", "ph-dmw 2026-07-14", &receipt.digest] {
            assert!(
                receipt.sms.contains(part) && receipt.text.contains(part) || part == "PossibleImpostor",
                "{part}: {}",
                receipt.sms
            );
        }
        assert_eq!(report.receipt(), receipt);
        report.outcome = Outcome::NotFound;
        assert_ne!(report.receipt().digest, receipt.digest);
    }
}
