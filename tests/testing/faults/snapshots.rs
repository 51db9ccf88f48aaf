//! Snapshots that do not hold the whole state.

use data_patterns::{prelude::*, testing::Laws};

use crate::messages::{assert_says, message_of};

/// Serde knows the name, but nobody told it the note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Contact {
    name: String,
    #[serde(skip)]
    note: String,
}

#[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
struct Customer {
    #[id]
    id: u32,
    contacts: Vec<Contact>,
}

#[events]
impl Customer {
    fn added(&mut self, name: String, note: String) {
        self.contacts.push(Contact { name, note });
    }

    fn removed(&mut self) {
        self.contacts.pop();
    }
}

#[test]
fn e2_a_snapshot_that_skips_a_nested_field_is_caught() {
    let said = message_of(|| Laws::<Customer>::new().snapshots_hold_the_whole_state());
    assert_says(
        &said,
        &[
            "Customer` breaks the law «snapshots hold the whole state»",
            "the snapshot of version 1, with the events after it, gives another state than all events",
            "after 1 event:\n    1  Added { name: \"\", note: \"a\" }\n",
            "  -             note: \"a\",\n  +             note: \"\",",
            "A snapshot holds what serde writes",
        ],
    );
}

/// Written by hand, for a type that has nothing to say to derives.
mod written_otherwise {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Clone, Debug, Default, PartialEq)]
    pub(super) struct Total(pub(super) i64);

    impl Serialize for Total {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_i32(self.0 as i32 / 2 * 2)
        }
    }

    impl<'de> Deserialize<'de> for Total {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            i64::deserialize(from).map(Self)
        }
    }
}

#[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
struct Cart {
    #[id]
    id: u32,
    total: written_otherwise::Total,
}

#[events]
impl Cart {
    fn added(&mut self, price: i64) {
        self.total.0 += price;
    }
}

#[test]
fn e2_a_snapshot_that_converts_is_caught() {
    let said = message_of(|| Laws::<Cart>::new().snapshots_hold_the_whole_state());
    assert_says(&said, &["after 1 event:\n    1  Added { price: ", "converted"]);
}

/// One `None` cannot be told from the other when it is read.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Lock(Option<Option<u8>>);

#[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
struct Door {
    #[id]
    id: u32,
    lock: Lock,
}

#[events]
impl Door {
    fn locked(&mut self, key: Option<u8>) {
        self.lock.0 = Some(key);
    }
}

#[test]
fn e2_a_snapshot_that_cannot_tell_nothing_from_nothing_is_caught() {
    let said = message_of(|| Laws::<Door>::new().snapshots_hold_the_whole_state());
    assert_says(&said, &["Locked { key: None }", "  -         Some(\n"]);
}

/// A number that is checked when it is read, and not when it is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "u8")]
struct Small(u8);

impl TryFrom<u8> for Small {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        if number < 3 { Ok(Self(number)) } else { Err(format!("{number} is not small")) }
    }
}

#[derive(Aggregate, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
struct Counter {
    #[id]
    id: u32,
    count: Small,
}

#[events]
impl Counter {
    fn counted(&mut self) {
        self.count.0 += 1;
    }
}

#[test]
fn e2_a_snapshot_that_cannot_be_read_back_is_caught() {
    let said = message_of(|| Laws::<Counter>::new().snapshots_hold_the_whole_state());
    assert_says(
        &said,
        &[
            "the snapshot of version 3 cannot be read back: 3 is not small",
            "folded anew at every load",
        ],
    );
}
