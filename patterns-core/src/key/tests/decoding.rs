//! Keys are read back from their bytes.

use core::fmt::Debug;

use proptest::prelude::*;

use crate::key::{Key, KeyDecoder};

fn check<K: Key>(key: &K) {
    let bytes = key.key_bytes();
    let mut decoder = KeyDecoder::new(bytes.as_bytes());
    assert_eq!(K::decode(&mut decoder).as_ref(), Some(key));
    assert!(decoder.is_empty(), "something is left of {bytes}");
}

fn refused<K: Key + Debug>(bytes: &[u8]) {
    assert_eq!(K::decode(&mut KeyDecoder::new(bytes)), None, "{bytes:?}");
}

/// Integers near every power of two, where the number of bytes changes.
fn any_wide() -> impl Strategy<Value = i128> {
    (0..127_u32, -3..3_i128, any::<bool>())
        .prop_map(|(bits, near, negative)| ((1 << bits) + near) * if negative { -1 } else { 1 })
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(prop_oneof![0..3_u8, any::<u8>()], 0..12)
}

proptest! {
    #[test]
    fn decoding_is_the_inverse_of_encoding(
        wide in any_wide(), unsigned in any::<u128>(), small in any::<i16>(), truth in any::<bool>(),
        letter in any::<char>(), text in any::<String>(), bytes in any_bytes(), array in any::<[u8; 3]>(),
    ) {
        check(&wide);
        check(&unsigned);
        check(&small);
        check(&letter);
        check(&(truth, text.clone()));
        check(&((text, bytes), (array, small), unsigned, (letter,)));
    }

    #[test]
    fn whatever_can_be_decoded_was_encoded(bytes in any_bytes()) {
        fn encoded<K: Key>(bytes: &[u8]) {
            let mut decoder = KeyDecoder::new(bytes);
            if let Some(key) = K::decode(&mut decoder) && decoder.is_empty() {
                assert_eq!(key.key_bytes().as_bytes(), bytes);
            }
        }
        encoded::<i128>(&[&[0x20 - bytes.len() as u8][..], &bytes].concat());
        encoded::<u128>(&[&[0x20 + bytes.len() as u8][..], &bytes].concat());
        encoded::<String>(&[&[2][..], &bytes, &[0]].concat());
        encoded::<Vec<u8>>(&[&[1][..], &bytes, &[0]].concat());
    }
}

#[test]
fn the_widest_integers_are_read_back() {
    check(&i128::MIN);
    check(&i128::MAX);
    check(&u128::MAX);
    check(&(i64::MIN, u64::MAX));
}

#[test]
fn other_types_and_integers_that_do_not_fit_are_refused() {
    refused::<u8>(256_u16.key_bytes().as_bytes());
    refused::<u64>((-1_i8).key_bytes().as_bytes());
    refused::<i128>(u128::MAX.key_bytes().as_bytes());
    refused::<i8>((-129_i16).key_bytes().as_bytes());
    refused::<String>(vec![97_u8].key_bytes().as_bytes());
    refused::<bool>(1_u8.key_bytes().as_bytes());
    refused::<char>("ab".to_string().key_bytes().as_bytes());
    refused::<char>(String::new().key_bytes().as_bytes());
    refused::<[u8; 2]>(vec![1_u8].key_bytes().as_bytes());
    refused::<(u8, u8)>(1_u8.key_bytes().as_bytes());
}

#[test]
fn bytes_that_no_key_has_are_refused() {
    refused::<u8>(&[]);
    refused::<u16>(&[0x22, 0, 5]); // one digit more than is needed
    refused::<i16>(&[0x1e, 0xff, 5]);
    refused::<u16>(&[0x22, 5]);
    refused::<String>(b"\x02ab");
    refused::<String>(&[2, 0xff, 0]);
    refused::<String>(&[2, 1, 3, 0]); // an escape of what needs none
    refused::<String>(&[2, 1, 0, 0]);
}
