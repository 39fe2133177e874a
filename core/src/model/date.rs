use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

const MILLIS_PER_DAY: i64 = 86_400_000;
/// Julian day number of 1970-01-01.
const EPOCH_JULIAN_DAY: i32 = 2_440_588;

/// A calendar day (proleptic Gregorian, no time zone), as printed on a licence or a list.
///
/// Written `YYYY-MM-DD` everywhere: in packs, in JSON, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

/// The text is not a day written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date written YYYY-MM-DD")]
pub struct DateError;

impl Date {
    /// The day `year-month-day`, or `None` when there is no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// The UTC day that holds this moment; moments outside the years 0 to 9999 give the nearest day in them.
    pub fn from_millis(millis: Millis) -> Self {
        let days = millis.div_euclid(MILLIS_PER_DAY);
        let julian = i32::try_from(days).unwrap_or(if days < 0 { i32::MIN / 2 } else { i32::MAX / 2 });
        let julian = julian.saturating_add(EPOCH_JULIAN_DAY);
        time::Date::from_julian_day(julian).map(Self).unwrap_or(Self(if days < 0 {
            time::Date::MIN
        } else {
            time::Date::MAX
        }))
    }

    /// The first millisecond of the day, UTC.
    pub fn to_millis(self) -> Millis {
        i64::from(self.0.to_julian_day() - EPOCH_JULIAN_DAY) * MILLIS_PER_DAY
    }

    /// Whole days from `earlier` to `self`; negative when `self` is the earlier one.
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from(self.0.to_julian_day()) - i64::from(earlier.0.to_julian_day())
    }

    /// `(year, month 1-12, day 1-31)`.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(DateError);
        };
        let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !(digits(y, 4) && digits(m, 2) && digits(d, 2)) {
            return Err(DateError);
        }
        let (Ok(y), Ok(m), Ok(d)) = (y.parse(), m.parse(), d.parse()) else {
            return Err(DateError);
        };
        Self::new(y, m, d).ok_or(DateError)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_and_millis_agree() {
        let day: Date = "2026-11-24".parse().unwrap();
        assert_eq!(Date::from_millis(day.to_millis()), day);
        assert_eq!(Date::from_millis(day.to_millis() + MILLIS_PER_DAY - 1), day);
        assert_eq!(Date::from_millis(-1).to_string(), "1969-12-31");
        assert_eq!(Date::from_millis(i64::MAX), Date(time::Date::MAX));
    }

    #[test]
    fn only_plain_days_parse() {
        for bad in ["", "2026-2-3", "2026-02-30", "2026-11-24T00:00", "26-11-24", "+026-11-24", "२०२६-११-२४"]
        {
            assert_eq!(bad.parse::<Date>(), Err(DateError), "{bad}");
        }
    }
}
