//! What the macros say of stored fields, against what serde stores.

use std::collections::{BTreeMap, BTreeSet};

use data_patterns::{
    Shape,
    event::{Event as _, FieldStyle, Shape as _, encode},
    prelude::*,
};
use serde_json::{Value, json};

/// The names in a map, or those of the only variant of an enum.
fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

fn stored<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

macro_rules! renamed {
    ($($name:ident $rule:literal),*) => {$({
        #[derive(Serialize, Deserialize, Shape)]
        #[serde(rename_all = $rule)]
        struct $name {
            plain: u8,
            two_words: u8,
            r#type: u8,
            with_2_digits: u8,
            #[serde(rename = "Own")]
            own: u8,
            #[serde(rename(serialize = "out", deserialize = "in"), alias = "out")]
            both: u8,
        }
        let value = $name { plain: 1, two_words: 2, r#type: 3, with_2_digits: 4, own: 5, both: 6 };
        let names: BTreeSet<String> = $name::SHAPE.fields.list.iter().map(|field| field.name.to_owned()).collect();
        assert_eq!(names, keys(&stored(&value)), $rule);

        #[derive(Serialize, Deserialize, Shape)]
        #[serde(rename_all = $rule, rename_all_fields = $rule)]
        enum Choice {
            Plain { two_words: u8 },
            TwoWords { two_words: u8 },
            HTTPServer { two_words: u8 },
            #[serde(rename = "own", rename_all = "UPPERCASE")]
            Own { two_words: u8 },
        }
        let values = [
            Choice::Plain { two_words: 1 },
            Choice::TwoWords { two_words: 2 },
            Choice::HTTPServer { two_words: 3 },
            Choice::Own { two_words: 4 },
        ];
        for (value, variant) in values.iter().zip(Choice::SHAPE.variants) {
            let value = stored(value);
            let fields = value.get(variant.name).unwrap_or_else(|| panic!("{} of {}: {value}", variant.name, $rule));
            assert_eq!(keys(fields), [variant.fields.list[0].name.to_owned()].into(), $rule);
        }
    })*};
}

#[test]
fn names_are_those_that_serde_stores() {
    renamed!(
        Lower "lowercase", Upper "UPPERCASE", Pascal "PascalCase", Camel "camelCase", Snake "snake_case",
        Screaming "SCREAMING_SNAKE_CASE", Kebab "kebab-case", ScreamingKebab "SCREAMING-KEBAB-CASE"
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Shape)]
struct Fields {
    needed: u8,
    #[serde(alias = "older", alias = "oldest")]
    aliased: u8,
    optional: Option<u8>,
    #[serde(default)]
    defaulted: u8,
    #[serde(default = "seven")]
    filled: u8,
    #[serde(deserialize_with = "reads")]
    read: Option<u8>,
    #[serde(rename(deserialize = "in"), alias = "kept")]
    kept: u8,
    #[serde(skip_serializing, default)]
    given_up: u8,
    #[serde(skip_serializing, default, rename(deserialize = "once"))]
    renamed_and_given_up: u8,
}

fn seven() -> u8 {
    7
}

fn reads<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    Option::deserialize(from)
}

/// Without each field in turn, and under each alias.
#[test]
fn what_may_be_missing_and_what_it_is_called() {
    let whole = BTreeMap::from([
        ("needed", 1),
        ("aliased", 2),
        ("optional", 3),
        ("defaulted", 4),
        ("filled", 5),
        ("read", 6),
        ("kept", 7),
        ("given_up", 8),
        ("once", 9),
    ]);
    let reads = |fields: &BTreeMap<&str, i32>| serde_json::from_value::<Fields>(json!(fields)).ok();
    let expected = reads(&whole).unwrap();
    let names: BTreeSet<&str> = Fields::SHAPE.fields.list.iter().map(|field| field.name).collect();
    assert_eq!(names, whole.keys().copied().collect());
    for field in Fields::SHAPE.fields.list {
        let mut without = whole.clone();
        let value = without.remove(field.name).unwrap();
        assert_eq!(reads(&without).is_some(), field.may_be_missing, "{}", field.name);
        for alias in field.aliases {
            let aliased =
                [without.clone(), [(*alias, value)].into()].into_iter().flatten().collect();
            assert_eq!(reads(&aliased).as_ref(), Some(&expected), "{} as {alias}", field.name);
        }
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Shape)]
#[serde(rename_all(serialize = "UPPERCASE", deserialize = "lowercase"))]
#[serde(rename_all_fields(deserialize = "camelCase"))]
enum Choice {
    #[serde(alias = "ONE")]
    One {
        #[serde(alias = "two_words")]
        two_words: u8,
    },
    #[serde(skip_serializing)]
    Never { plain: u8 },
}

/// What is written under one name and read under another is known by both, and what is only read is known as well.
#[test]
fn names_are_those_that_serde_reads() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let variants: Vec<_> = Choice::SHAPE
        .variants
        .iter()
        .map(|variant| (variant.name, names(variant.aliases), variant.fields.list))
        .collect();
    let [("ONE", one, [two_words]), ("never", never, [plain])] = &variants[..] else {
        panic!("{variants:#?}")
    };
    assert_eq!((one, never), (&names(&["one"]), &names(&[])));
    assert_eq!((two_words.name, names(two_words.aliases)), ("two_words", names(&["twoWords"])));
    assert_eq!((plain.name, names(plain.aliases)), ("plain", names(&[])));
    let read = |value| serde_json::from_value::<Choice>(value).unwrap();
    let expected = Choice::One { two_words: 1 };
    assert_eq!(read(stored(&expected)), expected);
    assert_eq!(read(json!({ "one": { "twoWords": 1 } })), expected);
    assert_eq!(read(json!({ "never": { "plain": 2 } })), Choice::Never { plain: 2 });
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(default = "prices")]
struct Prices {
    euros: u8,
    #[serde(default)]
    cents: u8,
    #[serde(default = "seven")]
    dollars: u8,
}

fn prices() -> Prices {
    Prices { euros: 1, cents: 2, dollars: 3 }
}

#[test]
fn what_is_missing_is_filled_in_by_the_function_that_is_declared() {
    let filled = |field: &data_patterns::event::Field| (field.name, field.default);
    let declared: Vec<_> = Prices::SHAPE.fields.list.iter().map(filled).collect();
    assert_eq!(declared, [("euros", "prices"), ("cents", ""), ("dollars", "seven")]);
    let Prices { euros, cents, dollars } = serde_json::from_value(json!({})).unwrap();
    assert_eq!((euros, cents, dollars), (1, 0, 7));
    let optional = Fields::SHAPE.fields.list.iter().find(|field| field.name == "optional");
    assert_eq!(optional.map(|field| field.default), Some(""));
}

#[derive(Serialize, Deserialize, Event)]
#[serde(rename_all_fields = "camelCase")]
enum StoredEvent {
    ByName {
        two_words: u8,
        #[serde(rename = "x")]
        other: u8,
    },
    ByPlace(u8, Option<u8>),
    AsOne(Whole),
    WithoutFields,
    WithoutAny {},
}

#[derive(Serialize, Deserialize, Shape)]
#[serde(transparent)]
struct Whole {
    inner: BTreeMap<String, u8>,
    #[serde(skip)]
    #[expect(dead_code, reason = "not stored, so nobody reads it here")]
    cache: u8,
}

/// The bytes of events, read without any type.
#[test]
fn events_are_stored_in_the_style_that_is_declared() {
    let whole = Whole { inner: [("a".to_owned(), 1)].into(), cache: 9 };
    let events = [
        (
            StoredEvent::ByName { two_words: 1, other: 2 },
            FieldStyle::Named,
            json!({ "twoWords": 1, "x": 2 }),
        ),
        (StoredEvent::ByPlace(1, None), FieldStyle::Placed, json!([1, null])),
        (StoredEvent::AsOne(whole), FieldStyle::Value, json!({ "a": 1 })),
        (StoredEvent::WithoutFields, FieldStyle::Unit, Value::Null),
        (StoredEvent::WithoutAny {}, FieldStyle::Named, json!({})),
    ];
    for ((event, style, expected), schema) in events.iter().zip(StoredEvent::SCHEMA) {
        let payload = encode(event).unwrap().payload;
        let value =
            if payload.is_empty() { Value::Null } else { rmp_serde::from_slice(&payload).unwrap() };
        assert_eq!((schema.fields.style, &value), (*style, expected), "{}", schema.name);
        let names: BTreeSet<String> =
            schema.fields.list.iter().map(|field| field.name.to_owned()).collect();
        if *style == FieldStyle::Named {
            assert_eq!(names, keys(&value));
        }
    }
    let (shape, inner) = (Whole::SHAPE, &Whole::SHAPE.fields.list[0]);
    assert_eq!((shape.fields.style, shape.fields.list.len()), (FieldStyle::Value, 1));
    assert_eq!((inner.ty, inner.types.len()), ("BTreeMap<String, u8>", 0));
}
