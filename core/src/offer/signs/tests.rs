use super::*;

fn basis() -> Vec<&'static str> {
    let advisories = crate::advisories::all().iter().map(|advisory| advisory.id.as_str());
    advisories.chain(crate::offer::government_rules().iter().map(|rule| rule.id.as_str())).collect()
}

#[test]
fn the_shipped_rules_are_in_order() {
    let problems = lint_signs(include_str!("../../../../content/signs/signs.json"), &basis());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_lint_finds_what_is_wrong() {
    let rule = |rest: &str| {
        format!(
            r#"{{"review":{{}},"rules":[{{"id":"X1","stage":"before","level":"weak","basis":["NO"],"explanation":{{"en":"a"}}{rest}}}],"words":{{"role":{{"words":{{"en":["a b","a  b"],"xx":["c d"]}}}}}},"places":[]}}"#
        )
    };
    let text = r#","text":[{"level":"strong","all":["nolist"],"quiet":true}]"#;
    let problems = lint_signs(&rule(text), &basis()).join("\n");
    for part in [
        "no advisory or rule NO",
        "no explanation in hi",
        "no list nolist",
        "twice",
        "no such language: xx",
        "only a weak",
    ] {
        assert!(problems.contains(part), "{part}: {problems}");
    }
    assert!(lint_signs("{", &[])[0].starts_with("cannot be read"));
}

/// Every phrase of every list is found where it stands alone.
#[test]
fn every_phrase_is_found() {
    let signs = Signs::shipped();
    let mut missing = Vec::new();
    for (name, list) in &signs.data.words {
        for (language, phrases) in &list.words {
            for phrase in phrases {
                let text = phrase.replace("..", "x").replace('*', "");
                let reading = Reading::new(signs, &text);
                if !reading.hits.iter().any(|hit| reading.list_name(hit) == name) {
                    missing.push(format!("{name} {language} {phrase}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
