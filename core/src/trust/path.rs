//! Names: of files at the source, of target paths, and which paths a delegation covers.

use ring::digest::{SHA256, digest};

use crate::text::hex;

/// `text` with every byte but letters, digits and `_.-~` percent-encoded (RFC 3986 unreserved), so that a role's name
/// is one segment of an address and never a path.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex(&[byte]).to_ascii_uppercase());
        }
    }
    out
}

/// `VERSION.role.json`, or `role.json` without a version.
pub(crate) fn file_name(role: &str, version: Option<u64>) -> String {
    match version {
        Some(version) => format!("{version}.{}.json", quoted(role)),
        None => format!("{}.json", quoted(role)),
    }
}

/// Which target paths a delegated role may speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paths {
    /// Shell-style patterns; `*` and `?` do not match `/`.
    Patterns(Vec<String>),
    /// Beginnings of the lower-case hexadecimal SHA-256 of the path: hash bins.
    HashPrefixes(Vec<String>),
}

impl Paths {
    pub(crate) fn cover(&self, path: &str) -> bool {
        match self {
            Self::Patterns(patterns) => patterns.iter().any(|pattern| matches_path(pattern, path)),
            Self::HashPrefixes(prefixes) => {
                let hash = hex(digest(&SHA256, path.as_bytes()).as_ref());
                prefixes.iter().any(|prefix| hash.starts_with(prefix.as_str()))
            }
        }
    }
}

fn matches_path(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if matches_part(pattern, part) => {}
            _ => return false,
        }
    }
}

/// `*`, `?`, `[abc]`, `[a-z]` and `[!abc]` within one segment. Goes back to the last `*` only, so the work is at most
/// the product of the lengths.
fn matches_part(pattern: &str, part: &str) -> bool {
    let (mut pattern, mut part) = (pattern, part);
    let mut again: Option<(&str, &str)> = None;
    loop {
        if let Some(rest) = pattern.strip_prefix('*') {
            again = Some((rest, part));
            pattern = rest;
            continue;
        }
        match (one(pattern, part), part.is_empty()) {
            (Some((next_pattern, next_part)), _) => (pattern, part) = (next_pattern, next_part),
            (None, true) if pattern.is_empty() => return true,
            (None, _) => {
                // Let the last star take one character more.
                let Some((after_star, from)) = again else { return false };
                let mut chars = from.chars();
                if chars.next().is_none() {
                    return false;
                }
                again = Some((after_star, chars.as_str()));
                (pattern, part) = (after_star, chars.as_str());
            }
        }
    }
}

/// Matches one character of `part` against one element of `pattern` that is no star; what is left of both.
fn one<'a, 'b>(pattern: &'a str, part: &'b str) -> Option<(&'a str, &'b str)> {
    let mut chars = part.chars();
    let c = chars.next()?;
    let mut elements = pattern.chars();
    let element = elements.next()?;
    let after = match element {
        '?' => elements.as_str(),
        '[' => match class(elements.as_str(), c) {
            Some((true, after)) => after,
            Some((false, _)) => return None,
            // No closing bracket: the bracket stands for itself.
            None if c == '[' => elements.as_str(),
            None => return None,
        },
        literal if literal == c => elements.as_str(),
        _ => return None,
    };
    Some((after, chars.as_str()))
}

/// Is `c` in the class whose text begins after `[`? And what follows its `]`; `None` when there is no `]`.
fn class(text: &str, c: char) -> Option<(bool, &str)> {
    let (negated, body) = match text.strip_prefix('!') {
        Some(body) => (true, body),
        None => (false, text),
    };
    // A `]` in the first place belongs to the class.
    let first = body.chars().next()?;
    let end = body.get(first.len_utf8()..)?.find(']')? + first.len_utf8();
    let (members, after) = (body.get(..end)?, body.get(end + 1..)?);
    let members: Vec<char> = members.chars().collect();
    let mut rest = members.as_slice();
    let mut found = false;
    while let Some((&low, after)) = rest.split_first() {
        if let ['-', high, after @ ..] = after {
            found |= (low..=*high).contains(&c);
            rest = after;
        } else {
            found |= low == c;
            rest = after;
        }
    }
    Some((found != negated, after))
}
