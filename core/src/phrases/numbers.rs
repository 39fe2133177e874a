//! Counts and dates in the reader's digits. Phone and licence numbers are text and never come here.

use super::bundle::{Bundle, Grouping};
use super::{MISSING, replace};
use crate::model::Date;

/// A count with separators, `134,566` or `1,34,566`.
pub(super) fn grouped(bundle: &Bundle, number: i64) -> String {
    let plain = number.unsigned_abs().to_string();
    let mut shown = String::new();
    for (place, digit) in plain.chars().enumerate() {
        let left = plain.len() - place;
        let is_boundary = match bundle.grouping {
            Grouping::Thousands => left.is_multiple_of(3),
            Grouping::Indian => left == 3 || (left > 3 && !left.is_multiple_of(2)),
        };
        if place > 0 && is_boundary {
            shown.push_str(&bundle.group_separator);
        }
        shown.push(digit);
    }
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", own_digits(bundle, &shown))
}

/// `14 July 2026`, in the language's order.
pub(super) fn date(bundle: &Bundle, date: Date) -> String {
    let (year, month, day) = date.parts();
    let month = bundle.months.get(usize::from(month).wrapping_sub(1));
    let Some(month) = month else { return date.to_string() };
    replace(&bundle.date, |key| match key {
        "day" => own_digits(bundle, &day.to_string()),
        "month" => month.clone(),
        "year" => own_digits(bundle, &year.to_string()),
        _ => MISSING.to_owned(),
    })
}

fn own_digits(bundle: &Bundle, text: &str) -> String {
    let own = |c: char| c.to_digit(10).and_then(|digit| bundle.digits.chars().nth(usize::try_from(digit).ok()?));
    text.chars().map(|c| own(c).unwrap_or(c)).collect()
}
