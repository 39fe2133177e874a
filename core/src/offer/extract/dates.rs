use std::ops::Range;

/// Days found in one message at most.
const MAX_DATES: usize = 16;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Bytes of the days in a message: `12-05-2026`, `2026/05/12`, `5 March 2026`, `March 5`.
pub(crate) fn find(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices() {
        let is_part = letter.is_ascii_alphanumeric() || matches!(letter, '-' | '/' | '.');
        match (start, is_part) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    let word = |index: usize| words.get(index).and_then(|range| text.get(range.clone())).unwrap_or_default();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut index = 0;
    while index < words.len() && found.len() < MAX_DATES {
        let Some(range) = words.get(index).cloned() else { break };
        let end_of = |index: usize| words.get(index).map_or(range.end, |range| range.end);
        if is_numeric(word(index).trim_end_matches('.')) {
            found.push(range.start..range.start + word(index).trim_end_matches('.').len());
        } else if (is_day(word(index)) && is_month(word(index + 1)))
            || (is_month(word(index)) && is_day(word(index + 1)))
        {
            let has_year = is_year(word(index + 2).trim_end_matches('.'));
            found.push(range.start..end_of(if has_year { index + 2 } else { index + 1 }));
            index += if has_year { 2 } else { 1 };
        }
        index += 1;
    }
    found
}

fn is_numeric(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let number = |part: &str| part.parse::<u32>().unwrap_or_default();
    match parts.as_slice() {
        [day, month, year]
            if digits(day, 1..=2) && digits(month, 1..=2) && (digits(year, 4..=4) || digits(year, 2..=2)) =>
        {
            (1..=31).contains(&number(day)) && (1..=31).contains(&number(month)) && number(day).min(number(month)) <= 12
        }
        [year, month, day] if digits(year, 4..=4) && digits(month, 1..=2) && digits(day, 1..=2) => {
            (1900..2200).contains(&number(year)) && (1..=12).contains(&number(month)) && (1..=31).contains(&number(day))
        }
        _ => false,
    }
}

fn is_day(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ending = word.get(digits.len()..).unwrap_or_default();
    matches!(ending, "" | "st" | "nd" | "rd" | "th") && digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "sept",
    ];
    MONTHS.contains(&word.as_str()) || full.contains(&word.as_str())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1990..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn days_are_found() {
        let text = "Interview 5 March, again on March 12th 2026 and 12-05-2026. Lic 1284/074/75, 2026/11/24";
        let found: Vec<&str> = find(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["5 March", "March 12th 2026", "12-05-2026", "2026/11/24"]);
    }
}
