//! Fields come and go between two releases; what is stored stays readable (promise E6: and is never guessed).

use patterns_core::event::{EncodeError, Event, EventSchema, decode, encode};
use serde::{Deserialize, Serialize};

/// An event enum of one release, with the one event `closed`.
macro_rules! release {
    ($name:ident { $($variant:tt)* }) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        enum $name {
            Closed $($variant)*
        }

        impl Event for $name {
            const SCHEMA: &'static [EventSchema] =
                &[EventSchema::new("closed")];
        }
    };
}

release!(WithoutFields {});
release!(WithOne { { #[serde(default)] reason: String } });
release!(WithTwo { { #[serde(default)] by: Option<u64>, #[serde(default)] reason: String } });
release!(WithRequired { { reason: String } });
release!(Wider { { by: Option<u128>, reason: String } });
release!(Forgetful { { #[serde(skip_serializing_if = "Vec::is_empty")] reasons: Vec<String> } });

fn read_as<New: Event>(old: &impl Event) -> New {
    decode(&encode(old).unwrap()).unwrap()
}

#[test]
fn an_event_gets_its_first_field() {
    let new: WithOne = read_as(&WithoutFields::Closed);
    assert_eq!(new, WithOne::Closed { reason: String::new() });
}

#[test]
fn e6_a_first_field_without_a_default_stops_the_reader() {
    let old = encode(&WithoutFields::Closed).unwrap();
    let error = decode::<WithRequired>(&old).unwrap_err().to_string();
    assert!(error.contains("missing field `reason`"), "{error}");
}

#[test]
fn an_event_loses_its_last_field() {
    let old = WithOne::Closed { reason: "moved".into() };
    assert_eq!(read_as::<WithoutFields>(&old), WithoutFields::Closed);
}

#[test]
fn fields_are_added_in_front_removed_and_widened() {
    let one = WithOne::Closed { reason: "moved".into() };
    let two = WithTwo::Closed { by: Some(7), reason: "moved".into() };
    assert_eq!(read_as::<WithTwo>(&one), WithTwo::Closed { by: None, reason: "moved".into() });
    assert_eq!(read_as::<WithOne>(&two), one);
    assert_eq!(read_as::<Wider>(&two), Wider::Closed { by: Some(7), reason: "moved".into() });
}

#[test]
fn e6_an_event_that_could_not_be_read_again_is_not_recorded() {
    let some = Forgetful::Closed { reasons: vec!["moved".into()] };
    assert_eq!(read_as::<Forgetful>(&some), some);
    let none = encode(&Forgetful::Closed { reasons: Vec::new() });
    assert!(matches!(none, Err(EncodeError::Unreadable(_))), "{none:?}");
}
