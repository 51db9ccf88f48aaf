//! The judgement of the lock against what happens: for every pair of releases, events that one has stored are read by the other.

use std::collections::BTreeMap;

use data_patterns::{
    event::{EventData, decode, encode},
    schema_lock::{Declared, Finding, Lock, accepted, compare, declared},
};
use serde_json::Value;

/// What an event is, as far as it shows: a release, what the lock knows of it, and events that it stores.
struct Release {
    name: &'static str,
    declared: Declared,
    stored: Vec<EventData>,
    /// Reads an event, and stores it again.
    again: fn(&EventData) -> Option<EventData>,
}

macro_rules! releases {
    ($($name:ident { $($event:tt)* } $([$($type:item)*])? => [$($fields:tt),*];)*) => {
        $(mod $name {
            use data_patterns::prelude::*;

            use super::*;

            #[derive(Aggregate)]
            #[aggregate(name = "thing")]
            pub(super) struct Thing {
                #[id]
                id: u8,
            }

            #[derive(Serialize, Deserialize, Event)]
            pub(super) enum ThingEvent {
                #[event(name = "changed")]
                Changed $($event)*,
            }

            impl Apply for Thing {
                type Event = ThingEvent;
                const FOLD: data_patterns::event::Fingerprint = data_patterns::event::Fingerprint::new(0);
                fn apply(&mut self, _: ThingEvent) {}
            }

            $($(
                #[derive(Serialize, Deserialize, data_patterns::Shape)]
                $type
            )*)?

            pub(super) fn stored() -> Vec<EventData> {
                vec![$(encode(&ThingEvent::Changed $fields).unwrap()),*]
            }
        })*

        fn releases() -> Vec<Release> {
            vec![$(Release {
                name: stringify!($name),
                declared: declared::<$name::Thing>(),
                stored: $name::stored(),
                again: |data| decode::<$name::ThingEvent>(data).ok().map(|event| encode(&event).unwrap()),
            }),*]
        }
    };
}

fn text() -> String {
    "a text".to_owned()
}

releases! {
    unit {} => [{}];
    small { { n: u8 } } => [{ n: 200 }];
    wide { { n: u64 } } => [{ n: u64::MAX }, { n: 3 }];
    signed { { n: i16 } } => [{ n: -7 }];
    optional { { n: Option<u8> } } => [{ n: None }, { n: Some(9) }];
    defaulted { { #[serde(default)] n: u8 } } => [{ n: 11 }];
    float { { n: f32 } } => [{ n: 1.5 }];
    double { { n: f64 } } => [{ n: 0.1 }];
    textual { { n: String } } => [{ n: text() }];
    letter { { n: char } } => [{ n: 'ä' }];
    aliased { { #[serde(alias = "n")] number: u8 } } => [{ number: 13 }];
    renamed { { #[serde(rename = "n")] number: u64 } } => [{ number: 1 << 40 }];
    more { { n: u8, #[serde(default)] m: String } } => [{ n: 17, m: text() }];
    much_more { { n: u8, m: String } } => [{ n: 19, m: text() }];
    value { (u8) } => [(23)];
    wide_value { (u64) } => [(1 << 50)];
    placed { (u8, String) } => [(29, text())];
    placed_more { (u8, String, #[serde(default)] Option<u8>) } => [(31, text(), None), (37, text(), Some(41))];
    boxed { { n: Box<u8> } } => [{ n: Box::new(43) }];
    cents { { n: Cents } } [pub(super) struct Cents(pub(super) u16);] => [{ n: Cents(60_000) }];
    transparent { { n: Cents } } [#[serde(transparent)] pub(super) struct Cents { pub(super) cents: u32 }] => [{ n: Cents { cents: 70_000 } }];
    list { { n: Vec<u8> } } => [{ n: vec![1, 1, 2] }, { n: vec![] }];
    set { { n: std::collections::BTreeSet<u16> } } => [{ n: [3, 400].into() }];
    pair { { n: (u8, u8) } } => [{ n: (59, 61) }];
    nested { { n: Inner } } [pub(super) struct Inner { pub(super) a: u8 }] => [{ n: Inner { a: 67 } }];
    nested_more { { n: Inner } } [pub(super) struct Inner { pub(super) a: u8, pub(super) b: Option<u8> }] => [{ n: Inner { a: 71, b: Some(73) } }];
    folded { (Whole) } [pub(super) struct Whole { pub(super) n: u16 }] => [(Whole { n: 60_000 })];
    choice { { n: Choice } } [pub(super) enum Choice { A, B(u8) }] => [{ n: Choice::A }, { n: Choice::B(83) }];
    choice_more { { n: Choice } } [pub(super) enum Choice { A, B(u16), C { c: u8 } }] => [{ n: Choice::B(89) }, { n: Choice::C { c: 97 } }, { n: Choice::A }];
    tagged { { n: Choice } } [#[serde(tag = "t")] pub(super) enum Choice { A, C { c: u8 } }] => [{ n: Choice::A }, { n: Choice::C { c: 101 } }];
}

/// All numbers and texts in the fields, each as often as it is there.
fn leaves(data: &EventData) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    if !data.payload.is_empty() {
        collect(&rmp_serde::from_slice(&data.payload).unwrap(), &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut BTreeMap<String, usize>) {
    match value {
        Value::Null => {}
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, found)),
        leaf => *found.entry(leaf.to_string()).or_default() += 1,
    }
}

/// Whether all that `before` has stored is read by `after`, and nothing is lost.
fn is_read(before: &Release, after: &Release) -> bool {
    before.stored.iter().all(|data| {
        (after.again)(data).is_some_and(|again| {
            let kept = leaves(&again);
            leaves(data)
                .iter()
                .all(|(leaf, times)| kept.get(leaf).is_some_and(|found| found >= times))
        })
    })
}

fn is_fine(before: &Release, after: &Release) -> bool {
    let lock = accepted(&Lock::default(), std::slice::from_ref(&before.declared));
    !compare(&lock, std::slice::from_ref(&after.declared)).iter().any(Finding::is_breaking)
}

fn stored_by_both(releases: &mut [Release], before: &str, after: &str) {
    let position = |name| releases.iter().position(|release| release.name == name).unwrap();
    let (before, after) = (position(before), position(after));
    let stored = releases[before].stored.clone();
    releases[after].stored.extend(stored);
}

/// What the lock calls breaking although it can be read: a pair as a collection, and a pair as the fields of a struct, by position.
const CAREFUL: &[(&str, &str)] = &[("pair", "list"), ("pair", "set"), ("pair", "nested_more")];

#[test]
fn e6_what_the_lock_lets_pass_is_read_and_nothing_is_lost() {
    let mut releases = releases();
    // What may be missing is missing in events of the release before.
    stored_by_both(&mut releases, "unit", "defaulted");
    stored_by_both(&mut releases, "small", "more");
    let mut careful = Vec::new();
    for before in &releases {
        for after in &releases {
            match (is_fine(before, after), is_read(before, after)) {
                (true, false) => {
                    panic!("{} is not read by {}, and passes", before.name, after.name)
                }
                (false, true) => careful.push((before.name, after.name)),
                _ => {}
            }
        }
    }
    assert_eq!(careful, CAREFUL);
}
