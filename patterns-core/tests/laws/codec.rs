//! The codec between events and bytes.

use std::collections::BTreeMap;

use patterns_core::event::{EncodeError, Event, EventData, EventSchema, decode, encode};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::account::{AccountEvent, any_event, any_text};

/// Fields of every kind that serde knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Rich {
    Numbers { small: u8, large: u64, least: i64, real: f64, narrow: f32 },
    Texts(String, char, Vec<String>),
    Nested { inner: Inner, list: Vec<Inner>, map: BTreeMap<String, i32>, choice: Choice },
    Bytes([u8; 4], Vec<u8>),
    Newtype(Inner),
    Perhaps(Option<i64>),
    Nothing {},
    Unit(()),
    Flag(bool),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    id: u32,
    label: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    None,
    One(u8),
    Two { a: bool, b: i16 },
}

const fn schema(name: &'static str) -> EventSchema {
    EventSchema::new(name)
}

impl Event for Rich {
    const SCHEMA: &'static [EventSchema] = &[
        schema("numbers"),
        schema("texts"),
        schema("nested"),
        schema("bytes"),
        schema("newtype"),
        schema("perhaps"),
        schema("nothing"),
        schema("unit"),
        schema("flag"),
    ];
}

fn any_inner() -> impl Strategy<Value = Inner> {
    (any::<u32>(), proptest::option::of(any_text())).prop_map(|(id, label)| Inner { id, label })
}

fn any_choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        Just(Choice::None),
        any::<u8>().prop_map(Choice::One),
        any::<(bool, i16)>().prop_map(|(a, b)| Choice::Two { a, b }),
    ]
}

fn any_nested() -> impl Strategy<Value = Rich> {
    let list = proptest::collection::vec(any_inner(), 0..4);
    let map = proptest::collection::btree_map(any_text(), any::<i32>(), 0..4);
    (any_inner(), list, map, any_choice()).prop_map(|(inner, list, map, choice)| Rich::Nested {
        inner,
        list,
        map,
        choice,
    })
}

fn any_rich() -> impl Strategy<Value = Rich> {
    let numbers =
        any::<(u8, u64, i64, f64, f32)>().prop_map(|(small, large, least, real, narrow)| {
            Rich::Numbers { small, large, least, real, narrow }
        });
    let texts = (any_text(), any::<char>(), proptest::collection::vec(any_text(), 0..4));
    prop_oneof![
        numbers,
        texts.prop_map(|(text, character, list)| Rich::Texts(text, character, list)),
        any_nested(),
        any::<([u8; 4], Vec<u8>)>().prop_map(|(array, list)| Rich::Bytes(array, list)),
        any_inner().prop_map(Rich::Newtype),
        any::<Option<i64>>().prop_map(Rich::Perhaps),
        Just(Rich::Nothing {}),
        Just(Rich::Unit(())),
        any::<bool>().prop_map(Rich::Flag),
    ]
}

proptest! {
    #[test]
    fn an_event_comes_back_as_it_was(event in any_rich()) {
        prop_assert_eq!(decode::<Rich>(&encode(&event).unwrap()).unwrap(), event);
    }

    #[test]
    fn an_account_event_comes_back_as_it_was(event in any_event()) {
        prop_assert_eq!(decode::<AccountEvent>(&encode(&event).unwrap()).unwrap(), event);
    }

    /// No bytes at all are an event without fields, which one with fields that all have a default may have been once.
    #[test]
    fn a_beginning_of_an_event_is_no_event(event in any_rich()) {
        let whole = encode(&event).unwrap();
        for length in 1..whole.payload.len() {
            let cut = EventData { payload: whole.payload.slice(..length), ..whole.clone() };
            prop_assert!(decode::<Rich>(&cut).is_err(), "{} bytes", length);
        }
    }

    #[test]
    fn changed_bits_never_panic(event in any_rich()) {
        let whole = encode(&event).unwrap();
        for bit in 0..whole.payload.len() * 8 {
            let mut payload = whole.payload.to_vec();
            payload[bit / 8] ^= 1 << (bit % 8);
            // It may be another event, a checksum is the store's affair; what counts is that an answer comes.
            let _ = decode::<Rich>(&EventData { payload: payload.into(), ..whole.clone() });
        }
    }

    #[test]
    fn foreign_bytes_never_panic(
        payload in proptest::collection::vec(any::<u8>(), 0..200),
        kind in 0..Rich::SCHEMA.len(),
    ) {
        let name = patterns_core::event::EventName::from_static(Rich::SCHEMA[kind].name);
        let _ = decode::<Rich>(&EventData {
            name,
            schema_version: 1,
            payload: payload.into(),
            metadata: Default::default(),
        });
    }
}

/// Deep nesting is refused before the stack is exhausted.
#[test]
fn deeply_nested_bytes_never_panic() {
    for marker in [0x91, 0x81, 0xdd] {
        let nested = encode(&Rich::Newtype(Inner { id: 1, label: None })).unwrap();
        let payload = vec![marker; 1_000_000].into();
        assert!(decode::<Rich>(&EventData { payload, ..nested }).is_err());
    }
}

#[test]
fn what_is_no_variant_is_refused() {
    #[derive(Serialize, Deserialize)]
    struct NoEnum {
        field: u8,
    }
    impl Event for NoEnum {
        const SCHEMA: &'static [EventSchema] = &[schema("no enum")];
    }
    assert!(matches!(encode(&NoEnum { field: 1 }), Err(EncodeError::Field(_))));
}

#[test]
fn a_variant_beyond_the_schema_is_refused() {
    #[derive(Serialize, Deserialize)]
    enum Two {
        First,
        Second,
    }
    impl Event for Two {
        const SCHEMA: &'static [EventSchema] = &[schema("first")];
    }
    assert!(encode(&Two::First).is_ok());
    assert!(matches!(encode(&Two::Second), Err(EncodeError::NotAVariant { variants: 1 })));
}
