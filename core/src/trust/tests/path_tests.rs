use proptest::prelude::*;

use crate::trust::path::{Paths, quoted};

fn covers(pattern: &str, path: &str) -> bool {
    Paths::Patterns(vec![pattern.to_owned()]).cover(path)
}

#[test]
fn patterns() {
    for (pattern, path, expected) in [
        ("*", "a", true),
        ("*", "", true),
        ("*", "a/b", false),
        ("a/*", "a/b", true),
        ("a/*", "a/b/c", false),
        ("a/*", "b/a", false),
        ("*/*", "a/b", true),
        ("a*c", "abbbc", true),
        ("a*c", "abbb", false),
        ("*a*a*", "banana", true),
        ("*.tgz", "x.tgz", true),
        ("*.tgz", "x.tgz.sig", false),
        ("fo?", "foo", true),
        ("fo?", "fo", false),
        ("fo?", "fo/", false),
        ("?", "न", true),
        ("[ab]x", "bx", true),
        ("[ab]x", "cx", false),
        ("[!ab]x", "cx", true),
        ("[!ab]x", "ax", false),
        ("[a-c]", "b", true),
        ("[a-c]", "-", false),
        ("[ac-]", "-", true),
        ("[]x]", "]", true),
        ("[x", "[x", true),
        ("[x", "x", false),
        ("A", "a", false),
        ("", "", true),
        ("a/", "a", false),
        ("in-*", "in-ekyc/..", false),
    ] {
        assert_eq!(covers(pattern, path), expected, "{pattern} {path}");
    }
}

#[test]
fn hostile_pattern_takes_no_time() {
    let started = std::time::Instant::now();
    assert!(!covers(&"*a".repeat(2_000), &"a".repeat(1_999)));
    assert!(!covers(&("*".repeat(5_000) + "b"), &"a".repeat(5_000)));
    assert!(started.elapsed().as_secs() < 5);
}

/// The plain definition, exponential, for `*` and `?` alone.
fn plain(pattern: &[char], part: &[char]) -> bool {
    match (pattern, part) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=part.len()).any(|n| plain(rest, &part[n..])),
        (['?', p @ ..], [_, t @ ..]) => plain(p, t),
        ([c, p @ ..], [d, t @ ..]) => c == d && plain(p, t),
        _ => false,
    }
}

proptest! {
    #[test]
    fn agrees_with_the_plain_definition(pattern in "[ab*?]{0,8}", part in "[ab]{0,8}") {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        prop_assert_eq!(covers(&pattern, &part), plain(&chars(&pattern), &chars(&part)));
    }

    #[test]
    fn arbitrary_patterns_never_panic(pattern: String, path: String) {
        covers(&pattern, &path);
    }

    #[test]
    fn quoted_names_are_one_safe_segment(name: String) {
        let quoted = quoted(&name);
        prop_assert!(quoted.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-~%".contains(&b)));
    }
}
