//! A deserializer that presents a variant's index and the MessagePack of its fields as one enum value.

use rmp_serde::{
    Deserializer,
    decode::{Error, ReadRefReader},
};
use serde::{
    Deserialize,
    de::{
        self, DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, IgnoredAny,
        IntoDeserializer, VariantAccess, Visitor, value::U32Deserializer,
    },
};

use super::DecodeError;

type MessagePack<'de> = Deserializer<ReadRefReader<'de, [u8]>>;

pub(super) fn variant<E: DeserializeOwned>(index: u32, payload: &[u8]) -> Result<E, DecodeError> {
    let mut fields = Deserializer::from_read_ref(payload);
    let event = E::deserialize(Variant { index, fields: &mut fields, payload });
    let event = event.map_err(|error| DecodeError::Fields(error.into()))?;
    if at_end(&mut fields) { Ok(event) } else { Err(DecodeError::TrailingBytes) }
}

pub(super) fn at_end(fields: &mut MessagePack<'_>) -> bool {
    // A type without parts: one with parts would also report the end of the bytes within the first value that is left over.
    let more = bool::deserialize(fields);
    matches!(more, Err(Error::InvalidMarkerRead(cause)) if cause.kind() == std::io::ErrorKind::UnexpectedEof)
}

/// Whether a MessagePack value that begins with `marker` is a map.
pub(super) const fn is_map(marker: &u8) -> bool {
    matches!(*marker, 0x80..=0x8f | 0xde | 0xdf)
}

fn no_fields() -> MessagePack<'static> {
    const EMPTY_MAP: &[u8] = &[0x80];
    Deserializer::from_read_ref(EMPTY_MAP)
}

struct Variant<'a, 'de> {
    index: u32,
    fields: &'a mut MessagePack<'de>,
    payload: &'de [u8],
}

impl<'de> de::Deserializer<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("an event must deserialize as a variant of an enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Error> {
        to.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Error> {
        let index: U32Deserializer<Error> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.payload.first() {
            None => Ok(()),
            // The event had named fields once, and all of them were removed since: unknown fields are passed over as everywhere.
            Some(marker) if is_map(marker) => IgnoredAny::deserialize(self.fields).map(drop),
            Some(_) => Err(Error::custom("fields stored for an event that has none")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.fields)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, to: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_tuple(self.fields, length, to)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Error> {
        match self.payload.first() {
            // The event had no fields when it was stored: each of today's needs a default.
            None => de::Deserializer::deserialize_struct(&mut no_fields(), "", names, to),
            Some(marker) if is_map(marker) => {
                de::Deserializer::deserialize_struct(self.fields, "", names, to)
            }
            // serde would take a list too, by position; fields that were stored without names are those of another event.
            Some(_) => {
                Err(Error::custom("fields stored without names for an event that has named ones"))
            }
        }
    }
}
