//! Entries of maps.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::{deserializer::Maker, elements::within, refusal::Refusal};

/// Entries of a map.
pub(super) struct Entries<'s, 'c> {
    maker: Maker<'s, 'c>,
    left: usize,
}

impl<'s, 'c> Entries<'s, 'c> {
    pub(super) fn new(maker: Maker<'s, 'c>, left: usize) -> Self {
        Self { maker, left }
    }
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let key = seed.deserialize(EntryKey(self.maker.part()))?;
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        within(&mut self.maker, "{}", seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The key of an entry; one that is asked for as an identifier is no key of a map, but the name of a field.
struct EntryKey<'s, 'c>(Maker<'s, 'c>);

macro_rules! as_any_value {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
            self.0.$method(to)
        }
    )*};
}

impl<'de> Deserializer<'de> for EntryKey<'_, '_> {
    type Error = Refusal;

    as_any_value! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option
        deserialize_unit deserialize_seq deserialize_map deserialize_ignored_any
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refusal> {
        Err(Refusal::Nameless)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.0.deserialize_unit_struct(name, to)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.0.deserialize_newtype_struct(name, to)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, to: V) -> Result<V::Value, Refusal> {
        self.0.deserialize_tuple(length, to)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.0.deserialize_tuple_struct(name, length, to)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.0.deserialize_struct(name, fields, to)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.0.deserialize_enum(name, variants, to)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
