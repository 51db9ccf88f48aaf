//! Canonical bytes of keys: the same for ever, for every machine, in order.

use core::fmt::Debug;

use patterns_core::{
    event::StreamId,
    key::{Key, KeyBytes},
};
use proptest::prelude::*;

use super::account::any_text;

fn bytes<K: Key>(key: &K) -> Vec<u8> {
    key.key_bytes().into_bytes()
}

/// The laws of two keys of one type.
fn check_pair<K: Key + Ord>(a: &K, b: &K) {
    let (first, second) = (bytes(a), bytes(b));
    assert_eq!(a == b, first == second, "equal exactly when their bytes are: {a:?}, {b:?}");
    assert_eq!(a.cmp(b), first.cmp(&second), "sorted as their bytes are: {a:?}, {b:?}");
    let prefix = first.starts_with(&second) || second.starts_with(&first);
    assert_eq!(prefix, a == b, "none is the beginning of another: {a:?}, {b:?}");
    let (first, second) = (a.key_bytes().to_string(), b.key_bytes().to_string());
    assert_eq!(a == b, first == second, "told apart by what they print: {a:?}, {b:?}");
}

macro_rules! laws {
    ($($name:ident: $strategy:expr;)*) => {
        proptest! {$(
            #[test]
            fn $name(a in $strategy, b in $strategy) {
                check_pair(&a, &b);
                check_pair(&a, &a.clone());
            }
        )*}
    };
}

/// Bytes with those that encodings escape.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => proptest::sample::select(vec![0, 1, 2, 0xfe, 0xff]),
        1 => any::<u8>(),
    ];
    proptest::collection::vec(byte, 0..6)
}

/// Texts that look alike when they are joined.
fn any_joint() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(vec!['/', '\\', '"', '@', '1']), 0..4)
        .prop_map(String::from_iter)
}

/// Integers near every power of two, where the number of bytes changes.
fn any_wide() -> impl Strategy<Value = i128> {
    (0..127_u32, -3..3_i128, any::<bool>())
        .prop_map(|(bits, near, negative)| ((1 << bits) + near) * if negative { -1 } else { 1 })
}

laws! {
    texts_keep_order: any_text();
    byte_strings_keep_order: any_bytes();
    arrays_keep_order: proptest::array::uniform3(proptest::sample::select(vec![0_u8, 1, 2, 255]));
    characters_keep_order: any::<char>();
    truth_values_keep_order: any::<bool>();
    bytes_keep_order: any::<u8>();
    signed_bytes_keep_order: any::<i8>();
    short_numbers_keep_order: any::<u16>();
    short_signed_numbers_keep_order: any::<i16>();
    numbers_keep_order: any::<u32>();
    signed_numbers_keep_order: any::<i32>();
    long_numbers_keep_order: any::<u64>();
    long_signed_numbers_keep_order: any::<i64>();
    wide_numbers_keep_order: any::<u128>();
    wide_signed_numbers_keep_order: any::<i128>();
    numbers_near_powers_of_two_keep_order: any_wide();
    pairs_keep_order: (any_text(), any::<i16>());
    pairs_of_texts_keep_order: (any_text(), any_text());
    joint_texts_keep_order: (any_joint(), any_joint());
    nested_tuples_keep_order: ((any_bytes(), any_text()), any::<bool>(), any_text());
    fours_keep_order: (any::<i8>(), any_text(), any_bytes(), any::<u8>());
}

/// What ordinary keys print stands in reports, and as causes beside events.
#[test]
fn a_key_prints_as_its_elements() {
    let printed = |key: &(String, String, i8)| StreamId::new("order", key).to_string();
    assert_eq!(printed(&("ab".into(), "c@d".into(), -1)), "order/ab/c@d/-1");
    assert_eq!(printed(&("a/b".into(), "c\n".into(), 1)), r"order/a\/b/c\n/1");
    assert_eq!(printed(&("a".into(), r"\b/".into(), 1)), r"order/a/\\b\//1");
}

proptest! {
    #[test]
    fn the_width_of_an_integer_does_not_count(value in any::<u8>(), small in any::<i8>()) {
        let unsigned = bytes(&value);
        let of_all_widths = [
            bytes(&u16::from(value)), bytes(&u32::from(value)), bytes(&u64::from(value)),
            bytes(&u128::from(value)), bytes(&i16::from(value)), bytes(&i32::from(value)),
            bytes(&i64::from(value)), bytes(&i128::from(value)),
        ];
        prop_assert!(of_all_widths.iter().all(|bytes| *bytes == unsigned));
        let signed = bytes(&small);
        let of_all_widths = [
            bytes(&i16::from(small)), bytes(&i32::from(small)), bytes(&i64::from(small)),
            bytes(&i128::from(small)),
        ];
        prop_assert!(of_all_widths.iter().all(|bytes| *bytes == signed));
    }

    #[test]
    fn the_name_of_a_stream_is_no_beginning_of_another(
        a in (any_text(), any_text()),
        b in (any_text(), any_text()),
    ) {
        let name = |(aggregate, id): &(String, String)| StreamId::new(aggregate, id);
        let (first, second) = (name(&a), name(&b));
        prop_assert_eq!(first.as_bytes().starts_with(second.as_bytes()), a == b);
        prop_assert_eq!(first == second, a == b);
    }

    #[test]
    fn integers_print_as_themselves(wide in any_wide(), unsigned in any::<u128>()) {
        prop_assert_eq!(wide.key_bytes().to_string(), wide.to_string());
        prop_assert_eq!(unsigned.key_bytes().to_string(), unsigned.to_string());
    }

    #[test]
    fn printing_foreign_bytes_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let stream = StreamId::from_bytes(bytes.clone().into());
        prop_assert_eq!(stream.to_string().is_empty(), bytes.is_empty());
    }
}

#[track_caller]
fn pinned<K: Key + Debug>(key: K, expected: &[u8], printed: &str) {
    let bytes: KeyBytes = key.key_bytes();
    assert_eq!(bytes.as_bytes(), expected, "the bytes of {key:?} are stored and may never change");
    assert_eq!(bytes.to_string(), printed);
}

#[test]
fn the_bytes_of_integers_are_pinned() {
    pinned(0_u8, &[0x20], "0");
    pinned(1_u8, &[0x21, 1], "1");
    pinned(255_u32, &[0x21, 255], "255");
    pinned(256_i64, &[0x22, 1, 0], "256");
    pinned(-1_i8, &[0x1f, 0xfe], "-1");
    pinned(-255_i64, &[0x1f, 0], "-255");
    pinned(-256_i16, &[0x1e, 0xfe, 0xff], "-256");
    pinned(u64::MAX, &[[0x28].as_slice(), &[0xff; 8]].concat(), "18446744073709551615");
    pinned(u128::MAX, &[[0x30].as_slice(), &[0xff; 16]].concat(), &u128::MAX.to_string());
    let least = [[0x10, 0x7f].as_slice(), &[0xff; 15]].concat();
    pinned(i128::MIN, &least, &i128::MIN.to_string());
}

#[test]
fn the_bytes_of_texts_are_pinned() {
    pinned(String::new(), &[2, 0], "");
    pinned("ab".to_string(), b"\x02ab\0", "ab");
    pinned("ä".to_string(), &[2, 0xc3, 0xa4, 0], "ä");
    pinned("a\0b".to_string(), b"\x02a\x01\x01b\0", "a\\0b");
    pinned("a\u{1}b".to_string(), b"\x02a\x01\x02b\0", "a\\u{1}b");
    pinned('x', b"\x02x\0", "x");
    pinned('😀', &[2, 0xf0, 0x9f, 0x98, 0x80, 0], "😀");
}

#[test]
fn the_bytes_of_everything_else_are_pinned() {
    pinned(false, &[5], "false");
    pinned(true, &[6], "true");
    pinned(Vec::<u8>::new(), &[1, 0], "0x");
    pinned(vec![0_u8, 1, 0xff], &[1, 1, 1, 1, 2, 0xff, 0], "0x0001ff");
    pinned([7_u8; 2], &[1, 7, 7, 0], "0x0707");
    pinned(("de".to_string(), 7_u16), b"\x02de\0\x21\x07", "de/7");
    pinned((true, (1_u8, -1_i8)), &[6, 0x21, 1, 0x1f, 0xfe], "true/1/-1");
    pinned((1_u8, 2_u8, 3_u8, 'c'), b"\x21\x01\x21\x02\x21\x03\x02c\0", "1/2/3/c");
}
