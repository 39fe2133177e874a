use proptest::prelude::*;

use crate::text::hex;
use crate::trust::json::{Value, unhex};

fn canonical(text: &str) -> Result<String, &'static str> {
    Value::read(text.as_bytes()).map(|value| value.canonical())
}

#[test]
fn canonical_form() {
    for (text, expected) in [
        (r#" { "b" : [ 1 , -2 , true , false , null ] , "a" : "" } "#, r#"{"a":"","b":[1,-2,true,false,null]}"#),
        (r#"{"x":{},"y":[]}"#, r#"{"x":{},"y":[]}"#),
        // Only quote and backslash stay escaped; everything else is itself.
        (r#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é""#, "\"\\\"\\\\/\u{8}\u{c}\n\r\tAé😀é\""),
        // By code points, not by UTF-16 units.
        ("{\"\u{ffff}\":1,\"\u{10000}\":2,\"B\":3,\"a\":4}", "{\"B\":3,\"a\":4,\"\u{ffff}\":1,\"\u{10000}\":2}"),
        ("18446744073709551615", "18446744073709551615"),
        ("-9223372036854775808", "-9223372036854775808"),
    ] {
        assert_eq!(canonical(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn what_two_readers_could_read_differently_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "1.0",
        "1e3",
        "1E3",
        "01",
        "-0",
        "-",
        "+1",
        ".5",
        "18446744073709551616",
        "-9223372036854775809",
        "NaN",
        "Infinity",
        "nul",
        "truee",
        "1 2",
        "{} {}",
        "\u{feff}{}",
        "\"a",
        "\"\n\"",
        "\"\u{0}\"",
        r#""\x41""#,
        r#""\u12g4""#,
        r#""\u00""#,
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        r#""\udc00""#,
        r#""\ud800\ud800""#,
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"\u0061":2}"#,
        "// no\n1",
    ] {
        assert!(Value::read(text.as_bytes()).is_err(), "{text:?}");
    }
    assert!(Value::read(b"\"\xff\"").is_err());
    assert!(Value::read(b"\"\xed\xa0\x80\"").is_err(), "a surrogate in UTF-8");
    assert!(Value::read(b"\xff\xfe{\0}\0").is_err(), "UTF-16");
}

#[test]
fn depth_and_number_of_values_are_bounded() {
    let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
    assert!(Value::read(&nested(32)).is_ok());
    assert!(Value::read(&nested(34)).is_err());
    assert!(Value::read(&nested(1_000_000)).is_err());
    let many: Vec<u8> = [b"[".to_vec(), b"0,".repeat(1_000_000), b"0]".to_vec()].concat();
    assert!(Value::read(&many).is_err());
    let names: String = (0..500_000).map(|i| format!("\"{i}\":0,")).collect();
    assert!(Value::read(format!("{{{}\"end\":0}}", names).as_bytes()).is_err());
}

#[test]
fn hexadecimal() {
    assert_eq!(unhex("00fFa0").unwrap(), [0, 0xff, 0xa0]);
    assert_eq!(hex(&[0, 0xff, 0xa0]), "00ffa0");
    for bad in ["0", "0g", "0x00", " 00", "é0"] {
        assert_eq!(unhex(bad), None, "{bad}");
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn reads_what_serde_json_writes_and_agrees_on_the_canonical_form(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        prop_assert_eq!(canonical(&text).unwrap(), super::builder::canonical(&value));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = Value::read(&bytes);
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(text in r#"[\[\]{}:,"\\u0-9a-fe.\-+ trulsn\n]{0,60}"#) {
        let read = Value::read(text.as_bytes());
        // Stricter than serde_json, never laxer; but for numbers, which it keeps within other bounds.
        if read.is_ok() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        }
    }
}
