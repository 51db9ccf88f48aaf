//! Whose keys will be needed for what is stored, found without decoding it: so they are asked for together, and not one after the other as
//! decoding comes upon them.

use super::{Subject, stored::Stored};

/// Whom the encrypted values in a piece of MessagePack are about, `None` for the stream itself. Values within encrypted ones are not seen; bytes
/// that only look like such a value are, which costs a question.
pub(super) fn subjects(stored: &[u8]) -> impl Iterator<Item = Option<Subject>> {
    Binaries(stored).filter_map(|bytes| match Stored::read(bytes) {
        Some(Stored::Sealed(subject, _)) => Some(subject),
        _ => None,
    })
}

/// The values that are bytes, in order, at whatever depth: parts of lists and maps simply follow.
struct Binaries<'a>(&'a [u8]);

impl<'a> Iterator for Binaries<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let (&marker, rest) = self.0.split_first()?;
            let Token { led_by, more } = token(marker);
            let (length, rest) = rest.split_at_checked(led_by)?;
            let (value, rest) = rest.split_at_checked(big_endian(length).checked_add(more)?)?;
            self.0 = rest;
            if is_binary(marker) {
                return Some(value);
            }
        }
    }
}

/// What follows a marker: a length of so many bytes, and so many bytes more than it says.
struct Token {
    led_by: usize,
    more: usize,
}

const fn token(marker: u8) -> Token {
    const fn fixed(more: usize) -> Token {
        Token { led_by: 0, more }
    }
    match marker {
        // A short text.
        0xa0..=0xbf => fixed((marker & 0x1f) as usize),
        // Bytes, extensions and texts, each of a length of 8, 16 or 32 bits.
        0xc4..=0xc6 => Token { led_by: 1 << (marker - 0xc4), more: 0 },
        0xc7..=0xc9 => Token { led_by: 1 << (marker - 0xc7), more: 1 },
        0xd9..=0xdb => Token { led_by: 1 << (marker - 0xd9), more: 0 },
        // Numbers.
        0xcc | 0xd0 => fixed(1),
        0xcd | 0xd1 => fixed(2),
        0xca | 0xce | 0xd2 => fixed(4),
        0xcb | 0xcf | 0xd3 => fixed(8),
        // Extensions of 1 to 16 bytes.
        0xd4..=0xd8 => fixed((1 << (marker - 0xd4)) + 1),
        // The lengths of lists and maps, which are passed over to their parts.
        0xdc | 0xde => fixed(2),
        0xdd | 0xdf => fixed(4),
        _ => fixed(0),
    }
}

const fn is_binary(marker: u8) -> bool {
    matches!(marker, 0xc4..=0xc6)
}

fn big_endian(length: &[u8]) -> usize {
    length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use serde::{Serialize, Serializer, ser::SerializeMap as _};

    use super::*;

    #[derive(Clone, Debug)]
    enum Value {
        Nothing,
        Flag(bool),
        Signed(i64),
        Unsigned(u64),
        Fraction(f32),
        Text(String),
        Bytes(Vec<u8>),
        List(Vec<Value>),
        Map(Vec<Value>),
        Extension(Vec<u8>),
    }

    impl Serialize for Value {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Nothing => to.serialize_unit(),
                Self::Flag(value) => to.serialize_bool(*value),
                Self::Signed(value) => to.serialize_i64(*value),
                Self::Unsigned(value) => to.serialize_u64(*value),
                Self::Fraction(value) => to.serialize_f32(*value),
                Self::Text(value) => to.serialize_str(value),
                Self::Bytes(value) => to.serialize_bytes(value),
                Self::List(values) => values.serialize(to),
                Self::Map(values) => {
                    let mut map = to.serialize_map(Some(values.len()))?;
                    values.iter().try_for_each(|value| map.serialize_entry("key", value))?;
                    map.end()
                }
                Self::Extension(value) => {
                    let bytes = Self::Bytes(value.clone());
                    to.serialize_newtype_struct(rmp_serde::MSGPACK_EXT_STRUCT_NAME, &(7_i8, bytes))
                }
            }
        }
    }

    impl Value {
        /// All bytes in it, in order.
        fn bytes(&self) -> Vec<&[u8]> {
            match self {
                Self::Bytes(value) => vec![value],
                Self::List(values) | Self::Map(values) => {
                    values.iter().flat_map(Self::bytes).collect()
                }
                _ => Vec::new(),
            }
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let bytes = || prop_oneof![vec(any::<u8>(), 0..20), vec(any::<u8>(), 250..70_000)];
        let leaf = prop_oneof![
            Just(Value::Nothing),
            any::<bool>().prop_map(Value::Flag),
            any::<i64>().prop_map(Value::Signed),
            any::<u64>().prop_map(Value::Unsigned),
            any::<f32>().prop_map(Value::Fraction),
            "[a-z]{0,300}".prop_map(Value::Text),
            bytes().prop_map(Value::Bytes),
            bytes().prop_map(Value::Extension),
        ];
        leaf.prop_recursive(3, 24, 20, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..20).prop_map(Value::List),
                vec(inner, 0..20).prop_map(Value::Map),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn all_bytes_are_found_and_nothing_else(value in values()) {
            let stored = rmp_serde::to_vec(&value).unwrap();
            prop_assert_eq!(Binaries(&stored).collect::<Vec<_>>(), value.bytes());
        }

        #[test]
        fn what_is_cut_off_or_no_messagepack_ends(stored in vec(any::<u8>(), 0..64)) {
            prop_assert!(Binaries(&stored).count() <= stored.len());
        }
    }
}
