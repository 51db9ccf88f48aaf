//! `decode` of derived keys is the inverse of `encode`: the same value, and every byte is read.

use data_patterns::{
    key::{Key, KeyDecoder},
    prelude::*,
};

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Tuple(u64, String);

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Named {
    r#type: i32,
    bytes: Vec<u8>,
    inner: Tuple,
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
#[key(crate = crate::reexported)]
pub struct Generic<T, const N: usize> {
    value: T,
    tag: [u8; N],
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Nested(Generic<Named, 2>, (char, bool), i128);

#[derive(Aggregate)]
pub struct Seat {
    #[id]
    #[shard_key]
    hall: String,
    #[id]
    r#row: Tuple,
    #[id]
    number: i8,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(key = CellNumber)]
pub struct Cell<T: Key> {
    #[id]
    sheet: T,
    #[id]
    number: u16,
}

fn is_read_back<K: Key>(key: &K) {
    let bytes = key.key_bytes();
    let mut decoder = KeyDecoder::new(bytes.as_bytes());
    assert_eq!(K::decode(&mut decoder).as_ref(), Some(key));
    assert!(decoder.is_empty(), "{key:?} is read to its end");
    let all = bytes.as_bytes();
    for length in 0..all.len() {
        assert_eq!(K::decode(&mut KeyDecoder::new(&all[..length])), None, "{key:?} cut short");
    }
}

fn tuple(text: &str) -> Tuple {
    Tuple(u64::MAX, text.to_owned())
}

fn named(r#type: i32) -> Named {
    Named { r#type, bytes: vec![0, 1, 2, 255], inner: tuple("\0\u{1}ß") }
}

#[test]
fn tuples_and_named_fields_are_read_back() {
    for text in ["", "a", "\0", "\u{1}\u{2}", "a/b"] {
        is_read_back(&tuple(text));
    }
    for number in [i32::MIN, -1, 0, 1, i32::MAX] {
        is_read_back(&named(number));
    }
}

#[test]
fn parameters_and_nested_keys_are_read_back() {
    is_read_back(&Generic { value: "a".to_owned(), tag: [] });
    let inner = || Generic { value: named(-300), tag: [0, 9] };
    for number in [i128::MIN, 0, i128::MAX] {
        is_read_back(&Nested(inner(), ('ß', true), number));
    }
}

#[test]
fn identities_of_several_fields_are_read_back() {
    is_read_back(&SeatKey { hall: "Globe".to_owned(), r#row: tuple("r"), number: -7 });
    is_read_back(&Cell { sheet: 7_u32, number: 9 }.id());
}

#[test]
fn what_another_key_has_written_is_not_read() {
    let text = "a".to_owned().key_bytes();
    assert_eq!(Tuple::decode(&mut KeyDecoder::new(text.as_bytes())), None);
    let wide = (u64::MAX, "a".to_owned()).key_bytes();
    assert_eq!(CellNumber::<u32>::decode(&mut KeyDecoder::new(wide.as_bytes())), None);
}
