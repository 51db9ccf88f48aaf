//! What was stored in the clear is refused, and never quoted.

use proptest::prelude::*;
use serde::{
    Deserialize, Deserializer,
    de::{
        IntoDeserializer, Visitor,
        value::{Error, MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};

use super::*;

/// What is said of a value that `deserializer` presents, by serde and by us.
fn refused<'de, D: Deserializer<'de>>(deserializer: D) -> (String, Option<PersonalError>)
where
    D::Error: std::fmt::Display,
{
    let read = || (Personal::<u64>::deserialize(deserializer), trouble());
    let ((read, trouble), _) = keyed("stream", &[]).run(Mode::Reading, read);
    (read.unwrap_err().to_string(), trouble)
}

/// Presents a value as one within an option, or as a struct around it.
struct Within<D> {
    inner: D,
    option: bool,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Within<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        match self.option {
            true => visitor.visit_some(self.inner),
            false => visitor.visit_newtype_struct(self.inner),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Presents each value by the visitor of its type.
macro_rules! all_refused {
    ($($value:expr),* $(,)?) => {
        vec![$((stringify!($value), refused(IntoDeserializer::<Error>::into_deserializer($value)))),*]
    };
}

#[test]
fn no_visitor_quotes_what_was_stored_in_the_clear() {
    let (list, map) = ([4_915_112_u64], [("4915112", 4_915_112_u64)]);
    let mut all = all_refused![
        true,
        '4',
        49_i8,
        4915_i16,
        4_915_112_i32,
        4_915_112_i64,
        4_915_112_i128,
        49_u8,
        4915_u16,
        4_915_112_u32,
        4_915_112_u64,
        4_915_112_u128,
        49.5_f32,
        49.5_f64,
        "4915112",
        "4915112".to_string(),
    ];
    all.push(("list", refused(SeqDeserializer::<_, Error>::new(list.into_iter()))));
    for (what, (said, trouble)) in &all {
        assert!(matches!(trouble, Some(PersonalError::Malformed(_))), "{what}: {trouble:?}");
        assert!(said.contains("in the clear"), "{what}: {said}");
    }
    let number = || IntoDeserializer::<Error>::into_deserializer(4_915_112_u64);
    all.push(("map", refused(MapDeserializer::<_, Error>::new(map.into_iter()))));
    all.push(("option", refused(Within { inner: number(), option: true })));
    all.push(("newtype", refused(Within { inner: number(), option: false })));
    for (what, (said, _)) in all {
        assert!(!said.contains("49") && !said.contains("true"), "{what}: {said}");
    }
}

proptest! {
    #[test]
    fn no_number_is_quoted_as_it_was_stored(number in 1_000_000_u64..) {
        let stored = rmp_serde::to_vec(&number).unwrap();
        let error = read::<u64>(&mut keyed("stream", &[]), &stored).unwrap_err();
        let said = format!("{error} {error:?}");
        prop_assert!(!said.contains(&number.to_string()), "{}", said);
    }
}
