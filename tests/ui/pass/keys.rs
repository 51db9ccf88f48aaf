#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Named {
    bank: u32,
    number: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Tuple(u8, [u8; 4]);

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Newtype(String);

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Generic<T, const N: usize>([T; 1], [u8; N])
where
    [T; 1]: Key;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: Named,
}

fn main() {
    let named = Named { bank: 1, number: "2".into() };
    assert_eq!(named.key_bytes(), (1_u32, "2".to_owned()).key_bytes());
    assert_eq!(Tuple(1, [2; 4]).key_bytes(), (1_u8, [2_u8; 4]).key_bytes());
    assert_eq!(Newtype("a".into()).key_bytes(), "a".to_owned().key_bytes());
    assert_eq!(Generic([1_u8], [2]).key_bytes(), ([1_u8], [2_u8]).key_bytes());
    assert_eq!(Account::initial(&named).number, named);
}
