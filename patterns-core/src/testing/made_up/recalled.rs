//! A deserializer of a value that was stored.

use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, Visitor};

use super::{deserializer::Maker, refusal::Refusal, stored::Value};

/// The value that `seed` asks for: what was told to be stored at the place, or else what is made up.
pub(super) fn stored_or_made<'de, S: DeserializeSeed<'de>>(
    maker: Maker<'_, '_>,
    seed: S,
) -> Result<S::Value, Refusal> {
    let Some(value) = maker.source.stored() else { return seed.deserialize(maker) };
    let shown = format!("{value:?}");
    seed.deserialize(value).map_err(|why| Refusal::Stored(shown, why.to_string()))
}

impl<'de> Deserializer<'de> for Value {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Text(text) => to.visit_string(text),
            Self::Whole(number) => visit_whole(number, to),
            Self::Real(number) => to.visit_f64(number),
            Self::Boolean(value) => to.visit_bool(value),
            Self::Nothing => to.visit_none(),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        if self == Self::Nothing { to.visit_none() } else { to.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, Refusal> {
        to.visit_newtype_struct(self)
    }

    /// A text is the name of a variant that holds nothing.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        match self {
            Self::Text(name) => to.visit_enum(name.into_deserializer()),
            _ => Err(Refusal::custom("it takes the names of variants")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }

    /// As the codec of events.
    fn is_human_readable(&self) -> bool {
        false
    }
}

fn visit_whole<'de, V: Visitor<'de>>(number: i128, to: V) -> Result<V::Value, Refusal> {
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => to.visit_u64(number),
        (_, Ok(number)) => to.visit_i64(number),
        _ => to.visit_i128(number),
    }
}
