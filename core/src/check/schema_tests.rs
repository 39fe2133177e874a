//! Holds `docs/schema` to what is really serialised: a field or a value that is new on one side fails here.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{CheckReport, CheckRequest, JobOrders, RegisterAnswer};
use crate::matching::TokenKind;
use crate::model::{Coverage, Freshness, LicenceState, Outcome};
use crate::phrases::Phrases;
use crate::{DataStatus, NameComparison, SearchResult};

fn schema(name: &str) -> Value {
    let text = match name {
        "check" => include_str!("../../../docs/schema/check.schema.json"),
        "search" => include_str!("../../../docs/schema/search.schema.json"),
        "offer" => include_str!("../../../docs/schema/offer.schema.json"),
        "compare" => include_str!("../../../docs/schema/compare.schema.json"),
        _ => include_str!("../../../docs/schema/status.schema.json"),
    };
    serde_json::from_str(text).unwrap()
}

/// Reads `sample` as a `T`, writes it again, and looks for what the schema does not allow.
fn problems<T: DeserializeOwned + Serialize>(name: &str, sample: Value) -> Vec<String> {
    let written = serde_json::to_value(serde_json::from_value::<T>(sample.clone()).unwrap()).unwrap();
    assert_eq!(written, sample, "the sample is what is written");
    let root = schema(name);
    let mut problems = Vec::new();
    validate(&root, &root, &written, "$", &mut problems);
    problems
}

/// The part of JSON Schema 2020-12 that these schemas use; a keyword it does not know fails.
fn validate(root: &Value, schema: &Value, value: &Value, at: &str, problems: &mut Vec<String>) {
    let accepts = |schema: &Value, value: &Value| {
        let mut inner = Vec::new();
        validate(root, schema, value, at, &mut inner);
        inner.is_empty()
    };
    let empty = Map::new();
    for (keyword, rule) in schema.as_object().unwrap_or(&empty) {
        let is_met = match keyword.as_str() {
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap();
                validate(root, target, value, at, problems);
                true
            }
            "type" => match rule {
                Value::Array(types) => types.iter().any(|name| is_type(value, name.as_str().unwrap())),
                name => is_type(value, name.as_str().unwrap()),
            },
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "anyOf" => rule.as_array().unwrap().iter().any(|schema| accepts(schema, value)),
            "oneOf" => rule.as_array().unwrap().iter().filter(|schema| accepts(schema, value)).count() == 1,
            "not" => !accepts(rule, value),
            "if" => {
                let branch = if accepts(rule, value) { "then" } else { "else" };
                schema.get(branch).is_none_or(|schema| accepts(schema, value))
            }
            "required" => rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                for (key, schema) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        validate(root, schema, value, &format!("{at}.{key}"), problems);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
                let mut others =
                    value.as_object().unwrap_or(&empty).iter().filter(|(key, _)| !known.contains_key(*key));
                others.all(|(_, value)| rule != &json!(false) && accepts(rule, value))
            }
            "items" => {
                for (place, value) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, rule, value, &format!("{at}[{place}]"), problems);
                }
                true
            }
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "minProperties" => value.as_object().is_none_or(|map| map.len() as u64 >= rule.as_u64().unwrap()),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap()),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "pattern" => {
                let pattern = regex_lite::Regex::new(rule.as_str().unwrap()).unwrap();
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "propertyNames" => {
                value.as_object().unwrap_or(&empty).keys().all(|key| accepts(rule, &Value::String(key.clone())))
            }
            "uniqueItems" | "format" | "then" | "else" | "$defs" | "$schema" | "$id" | "title" | "description" => true,
            unknown => unreachable!("teach this test the keyword {unknown}"),
        };
        if !is_met {
            problems.push(format!("{at}: {keyword} {rule} is not met by {value}"));
        }
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => value.is_null(),
    }
}

fn finding() -> Value {
    json!({ "code": "warning.expires_soon", "params": { "date": "2026-12-01", "days": 7 }, "sentence": "It ends." })
}

fn register() -> Value {
    json!({
        "id": "ph-dmw", "authority": "Department of Migrant Workers", "title": "Licensed agencies",
        "captured_at": "2026-07-14", "source_as_of": null, "coverage": "partial", "freshness": "fresh", "rows": 50,
        "sentence": "Copied today."
    })
}

/// Everything that may be there.
pub(super) fn full() -> Value {
    json!({
        "outcome": "TooOld", "outcome_then": "Registered", "message": "Too old.\nUpdate.",
        "headline": { "code": "outcome.too_old.headline", "sentence": "Too old" }, "why": finding(), "step": finding(),
        "warnings": [finding()],
        "candidates": [{
            "id": "ph-dmw:1", "name": "A", "other_names": ["B"], "status": "Valid License", "state": "good",
            "state_text": "licence current", "status_date": "2025-01-01", "expires": "2027-01-01", "licence": "1",
            "phones": ["02 1"], "emails": ["a@example.org"], "address": "Manila", "agreed": ["name", "licence"],
            "disagreed": ["phone"], "not_compared": ["email", "address"], "score": 0.5,
            "explanation": [
                { "query": "a", "entry": "a", "kind": "same", "weight": 0.5 },
                { "query": null, "entry": "b", "kind": "missing", "weight": 0.5, "sentence": "Only on the list." }
            ],
            "job_orders": { "state": "some", "count": 2 }, "findings": [finding()]
        }],
        "registers": [register()],
        "given": { "names": ["A"], "licences": ["1"], "phones": ["+6321"], "emails": ["a@example.org"], "cut": true },
        "language": "en", "at": 1_790_000_000_000_i64
    })
}

/// Only what is always there.
fn least() -> Value {
    json!({
        "outcome": "NotFound", "message": "Not on the list.", "headline": finding(), "why": finding(), "step": finding(),
        "warnings": [],
        "candidates": [{
            "id": "bd-bmet:1", "name": "A", "status": null, "state": "not_published", "state_text": "on the list",
            "agreed": [], "disagreed": [], "not_compared": [], "score": null, "job_orders": { "state": "not_known" }
        }],
        "registers": [], "given": { "names": [], "licences": [], "phones": [], "emails": [] },
        "language": "fil", "at": 0
    })
}

#[test]
fn reports_are_as_the_schema_says() {
    for report in [full(), least()] {
        assert_eq!(problems::<CheckReport>("check", report), Vec::<String>::new());
    }
    let mut undated = full();
    undated["registers"][0]["captured_at"] = Value::Null;
    assert_eq!(problems::<CheckReport>("check", undated), Vec::<String>::new());
}

#[test]
fn the_schema_refuses_what_no_report_says() {
    let refused: [fn(&mut Value); 5] = [
        |report| report["outcome"] = json!("NotFound"),
        |report| report["candidates"][0]["agreed"] = json!(["website"]),
        |report| report["headline"]["code"] = json!("Too old"),
        |report| report["language"] = json!("xx"),
        |report| report["candidates"][0]["score"] = json!(1.5),
    ];
    for change in refused {
        let mut report = full();
        change(&mut report);
        assert!(!problems::<CheckReport>("check", report.clone()).is_empty(), "{report}");
    }
}

#[test]
fn other_answers_are_as_their_schemas_say() {
    let hits = json!({ "hits": [{ "recruiter_id": "ph-dmw:1", "name": "A", "score": 0.5 }], "accepted": false });
    assert_eq!(problems::<SearchResult>("search", hits), Vec::<String>::new());
    let tokens = json!({ "score": 1.0, "tokens": [{ "query": "a", "entry": "a", "kind": "same", "weight": 1.0 }] });
    assert_eq!(problems::<NameComparison>("compare", tokens), Vec::<String>::new());
    let status = json!({
        "publisher": "demo", "version": 3, "built_at": "2026-07-15", "rows": 50, "content_digest": "0f".repeat(32),
        "registers": [register()]
    });
    assert_eq!(problems::<DataStatus>("status", status), Vec::<String>::new());
    let both = [schema("check"), schema("status")].map(|schema| schema["$defs"]["register_answer"].clone());
    assert_eq!(both[0], both[1]);
    assert!(serde_json::from_value::<RegisterAnswer>(register()).is_ok());
}

#[test]
fn every_value_is_named() {
    let named = |pointer: &str| schema("check").pointer(pointer).cloned().unwrap_or_default();
    let values = |values: Vec<Value>| Value::Array(values);
    assert_eq!(named("/properties/outcome/enum"), values(Outcome::ALL.map(|outcome| json!(outcome)).to_vec()));
    assert_eq!(named("/properties/language/enum"), values(Phrases::languages().map(|tag| json!(tag)).collect()));
    let register = "/$defs/register_answer/properties";
    let coverage = [Coverage::Full, Coverage::Partial, Coverage::Unknown];
    assert_eq!(named(&format!("{register}/coverage/enum")), values(coverage.map(|one| json!(one)).to_vec()));
    let freshness = [Freshness::Fresh, Freshness::Ageing, Freshness::Stale, Freshness::TooOld];
    assert_eq!(named(&format!("{register}/freshness/enum")), values(freshness.map(|one| json!(one)).to_vec()));
    for state in named("/$defs/candidate/properties/state/enum").as_array().unwrap() {
        let read: LicenceState = serde_json::from_value(state.clone()).unwrap();
        assert_eq!(read.code(), state);
    }
    for kind in named("/$defs/explained_token/properties/kind/enum").as_array().unwrap() {
        let read: TokenKind = serde_json::from_value(kind.clone()).unwrap();
        assert_eq!(read.code(), kind);
    }
    for orders in [JobOrders::NotKnown, JobOrders::None, JobOrders::Some { count: 1 }] {
        let mut report = full();
        report["candidates"][0]["job_orders"] = json!(orders);
        assert_eq!(problems::<CheckReport>("check", report), Vec::<String>::new());
    }
}

/// An answer with everything in it.
fn offer() -> crate::offer::OfferAnswer {
    let request = CheckRequest {
        text: Some(
            "Customer support in Laos on tourist visa, pay NPR 90,000 service charge. Salary 900 USD".to_owned(),
        ),
        origin: Some("NP".to_owned()),
        answers: [("B01".to_owned(), crate::offer::Answer::Yes)].into(),
        stage: Some(crate::offer::Stage::AtDestination),
        ..CheckRequest::default()
    };
    crate::offer::read(&request, crate::model::Date::new(2026, 11, 24).unwrap())
}

#[test]
fn offers_are_as_the_schemas_say() {
    let answer = offer();
    assert!(!answer.offer.signs.is_empty() && !answer.advisories.is_empty() && !answer.helplines.is_empty());
    let value = serde_json::to_value(&answer).unwrap();
    assert_eq!(problems::<crate::offer::OfferAnswer>("offer", value), Vec::<String>::new());
    let mut report: CheckReport = serde_json::from_value(full()).unwrap();
    report.add_offer(answer);
    let value = serde_json::to_value(&report).unwrap();
    assert_eq!(problems::<CheckReport>("check", value), Vec::<String>::new());
    let shared = ["sign", "level", "stage", "offer_facts", "government_rule", "advisory", "helpline", "finding"];
    for name in shared {
        assert_eq!(schema("check")["$defs"][name], schema("offer")["$defs"][name], "{name}");
    }
}
