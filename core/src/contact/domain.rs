use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

static SUFFIXES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../../content/lexicons/public-suffixes.txt")).collect());

static SHARED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    lines(include_str!("../../../content/lexicons/free-mail.txt"))
        .chain(lines(include_str!("../../../content/lexicons/shared-hosts.txt")))
        .collect()
});

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The registrable domain of an e-mail address or a web address, in lower case, when it belongs to one owner.
///
/// `None` for mail providers and sites where anyone opens a mailbox or a page, and for what is no domain.
pub(crate) fn own_domain(email_or_url: &str) -> Option<String> {
    let domain = registrable(&host(email_or_url)?)?;
    let (name, _) = domain.split_once('.')?;
    let is_shared = SHARED.contains(domain.as_str()) || SHARED.contains(format!("{name}.*").as_str());
    (!is_shared).then_some(domain)
}

/// The host name: what stands after the scheme and the mailbox, before port and path.
fn host(text: &str) -> Option<String> {
    let text: String = text.trim().nfkc().collect::<String>().to_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let text = text.split(['/', '?', '#']).next()?;
    let text = text.rsplit('@').next()?;
    let text = text.split(':').next()?.trim_matches('.');
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-' || !letter.is_ascii())
    };
    let is_host = text.contains('.') && text.len() <= 253 && text.split('.').all(is_label);
    let is_address = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_host && !is_address).then(|| text.to_owned())
}

fn registrable(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.rsplit('.').collect();
    let ending = match labels.as_slice() {
        [top, second, ..] => {
            let listed = SUFFIXES.contains(format!("{second}.{top}").as_str());
            let any_country = top.len() == 2 && SUFFIXES.contains(format!("{second}.*").as_str());
            if listed || any_country { 2 } else { 1 }
        }
        _ => return None,
    };
    let own = labels.get(..=ending)?;
    Some(own.iter().rev().copied().collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_domains_are_cut_to_what_was_registered() {
        for (text, domain) in [
            ("crew@bayshipping.net", "bayshipping.net"),
            ("www.universalbd.org", "universalbd.org"),
            ("https://jobs.Agency.com.PH/apply?x=1", "agency.com.ph"),
            ("info@mail.recruit.co.in", "recruit.co.in"),
            ("dmw.gov.ph", "dmw.gov.ph"),
            ("http://dofe.gov.np:8080/", "dofe.gov.np"),
            ("a@ｂｃ.co.id.", "bc.co.id"),
            ("MAILTO:hr@firm.com.bd", "firm.com.bd"),
            ("https://user:pw@firm.vn/", "firm.vn"),
        ] {
            assert_eq!(own_domain(text).as_deref(), Some(domain), "{text}");
        }
    }

    #[test]
    fn shared_and_broken_ones_have_no_owner() {
        for text in [
            "a@gmail.com",
            "a@yahoo.com.ph",
            "a@yahoo.co.in",
            "a@Hotmail.com",
            "a@rocketmail.com",
            "a@ymail.com",
            "a@proton.me",
            "https://facebook.com/agency",
            "https://m.facebook.com/agency",
            "wa.me/639178077482",
            "t.me/agency",
            "agency.blogspot.com",
            "agency.wordpress.com",
            "https://sites.google.com/view/x",
            "agency.wixsite.com/home",
            "co.in",
            "com.ph",
            "",
            "@",
            "no domain",
            "a@b",
            "192.168.0.1",
            "..",
            "-a.com",
        ] {
            assert_eq!(own_domain(text), None, "{text}");
        }
    }
}
