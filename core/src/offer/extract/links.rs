use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::Found;
use crate::contact::{self, Phone};

/// Links and addresses kept at most.
const MAX_LINKS: usize = 64;

/// Endings that make a text with a dot a web address when it has neither scheme nor path: "Pvt.Ltd" has none.
const WEB_ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "online", "site", "xyz", "app", "website", "jobs", "work", "asia", "agency",
    "link", "page", "shop", "top", "io", "in", "ph", "bd", "np", "pk", "lk", "id", "vn", "sg", "my", "hk", "th", "mm",
    "kh", "ae", "qa", "sa", "om", "kw", "bh", "uk", "us",
];

#[derive(Debug, Default)]
pub(super) struct Links {
    pub emails: Vec<Found>,
    pub links: Vec<Found>,
    /// Numbers of chat links.
    pub phones: Vec<Phone>,
    /// Everything that is not to be read again.
    pub masks: Vec<Range<usize>>,
}

pub(super) fn find(text: &str) -> Links {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut links = Links::default();
    for link in finder.links(text) {
        let span = link.start()..link.end();
        let found = Found { text: link.as_str().to_owned(), span: span.clone() };
        match link.kind() {
            LinkKind::Email => links.emails.push(found),
            _ if is_web(link.as_str()) => {
                if let Some(number) = chat_number(link.as_str()) {
                    let phone = contact::international(number, link.as_str(), span.clone());
                    links.phones.extend(phone.e164.is_some().then_some(phone));
                }
                links.links.push(found);
            }
            _ => continue,
        }
        links.masks.push(span);
        if links.masks.len() >= MAX_LINKS {
            break;
        }
    }
    links
}

fn is_web(text: &str) -> bool {
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.starts_with("www.") {
        return true;
    }
    let host = lower.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default();
    let has_path = host.len() < lower.len() && matches!(ending.len(), 2..=3);
    let name = host.split('.').next().unwrap_or_default();
    has_path || (WEB_ENDINGS.contains(&ending) && name.len() > 1)
}

/// The number in `wa.me/639…`, `api.whatsapp.com/send?phone=639…`, `viber://chat?number=%2B639…`.
fn chat_number(link: &str) -> Option<&str> {
    let lower = link.to_ascii_lowercase();
    let place = if lower.contains("wa.me/") {
        lower.find("wa.me/")? + "wa.me/".len()
    } else if lower.contains("whatsapp") || lower.contains("viber") {
        ["phone=", "number="].iter().find_map(|name| Some(lower.find(name)? + name.len()))?
    } else {
        return None;
    };
    let number = link.get(place..)?;
    let number =
        number.strip_prefix("%2B").or(number.strip_prefix("%2b")).or(number.strip_prefix('+')).unwrap_or(number);
    let digits = number.len() - number.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    number.get(..digits).filter(|digits| digits.len() >= 8)
}
