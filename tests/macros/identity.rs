//! Identities of every shape.

use data_patterns::{
    key::{ShardStrategy, SplitPoints},
    prelude::*,
};

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Iban {
    country: [u8; 2],
    number: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Wrapped(u64);

#[derive(Clone, Debug, PartialEq, Eq, Key)]
#[key(crate = ::renamed)]
pub struct Nested(Wrapped, (char, bool), Iban);

#[derive(Aggregate)]
pub struct Account {
    #[id]
    iban: Iban,
}

/// A line of an order.
#[derive(Aggregate)]
#[aggregate(key = LineNumber)]
#[shard(by = range, split = ["G", "N"])]
pub(crate) struct Line {
    /// The order.
    #[id]
    #[shard_key]
    pub order: String,
    amount: u32,
    /// The place in it.
    #[id]
    place: Wrapped,
}

#[test]
fn a_derived_key_is_its_fields_in_order() {
    let iban = Iban { country: *b"DE", number: "1".to_owned() };
    assert_eq!(iban.key_bytes(), (*b"DE", "1".to_owned()).key_bytes());
    assert_eq!(Wrapped(7).key_bytes(), 7_u8.key_bytes());
    assert!(
        Nested(Wrapped(1), ('a', true), iban.clone()).key_bytes().to_string().starts_with("1/a/")
    );
    assert_eq!(Account::initial(&iban).iban, iban);
}

#[test]
fn several_fields_make_a_key() {
    let key = LineNumber { order: "A".to_owned(), place: Wrapped(2) };
    let line = Line::initial(&key);
    assert_eq!((line.order, line.amount, line.place), ("A".to_owned(), 0, Wrapped(2)));
    assert_eq!(key.key_bytes(), ("A".to_owned(), 2_u32).key_bytes());
    assert_eq!(LineNumber::from(("A".to_owned(), Wrapped(2))), key);
}

#[test]
fn the_shard_key_is_named() {
    let policy = Line::SHARDING.unwrap();
    assert_eq!((policy.key, policy.group), (&["order"][..], None));
    assert_eq!(policy.strategy, ShardStrategy::Range(SplitPoints::Text(&["G", "N"])));
}

#[derive(Aggregate)]
pub struct Numbered {
    #[id]
    number: u32,
}

#[events]
impl Numbered {
    fn counted(&mut self) {}
}

#[events]
impl Line {
    fn added(&mut self, amount: u32) {
        self.amount += amount;
    }
}

#[test]
fn what_identifies_needs_no_conversion() {
    let db = data_patterns::in_memory();
    assert_eq!(db.aggregate::<Numbered>(7).id(), &7, "a bare number is of the identity's type");
    let key = LineNumber { order: "A".to_owned(), place: Wrapped(2) };
    assert_eq!(db.aggregate::<Line>(("A".to_owned(), Wrapped(2))).id(), &key);
    assert_eq!(db.aggregate::<Line>(key.clone()).id(), &key);
}
