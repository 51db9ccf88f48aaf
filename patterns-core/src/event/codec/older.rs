//! A deserializer of the fields of an older version. Strict: what the older struct does not read would be lost in today's event, so it is an
//! error that names the fields, at whatever depth (promise E6).

use std::{fmt, sync::Arc};

use rmp_serde::Deserializer;
use serde::{
    de::{self, Error as _, Visitor, value::MapDeserializer},
    forward_to_deserialize_any,
};
use serde_ignored::Path;

use super::read::{at_end, is_map};

/// Why stored fields are not those of an older struct.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OlderError {
    /// They do not decode.
    #[error("{0}")]
    Fields(Arc<rmp_serde::decode::Error>),
    /// They decode, but some of what is stored would be lost.
    #[error("nothing reads {}, and it would be lost; add it to what the upcaster takes", enumerated(.0))]
    Unread(Vec<String>),
    /// Bytes are left over after the last field.
    #[error("bytes are left over after the last field")]
    TrailingBytes,
}

fn enumerated(fields: &[String]) -> String {
    fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
}

impl de::Error for OlderError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Fields(Arc::new(rmp_serde::decode::Error::custom(message)))
    }
}

impl From<rmp_serde::decode::Error> for OlderError {
    fn from(error: rmp_serde::decode::Error) -> Self {
        Self::Fields(Arc::new(error))
    }
}

/// The fields of an event of an older version.
pub(super) struct Older<'de> {
    payload: &'de [u8],
}

impl<'de> Older<'de> {
    pub(super) const fn new(payload: &'de [u8]) -> Self {
        Self { payload }
    }
}

fn unread(path: &Path<'_>) -> String {
    let (parent, name) = match path {
        Path::Root => return String::new(),
        Path::Seq { parent, index } => (parent, index.to_string()),
        Path::Map { parent, key } => (parent, key.clone()),
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => {
            return unread(parent);
        }
    };
    match unread(parent) {
        whole if whole.is_empty() => name,
        whole => format!("{whole}.{name}"),
    }
}

/// Reads with a method of the deserializer of the fields, to the last byte and leaving nothing out.
macro_rules! strictly {
    ($older:ident.$method:ident($($argument:ident),*)) => {{
        if $older.payload.is_empty() {
            return NoFields.$method($($argument),*);
        }
        let mut fields = Deserializer::from_read_ref($older.payload);
        let mut lost = Vec::new();
        let mut note = |path: Path<'_>| lost.push(unread(&path));
        let value = serde_ignored::Deserializer::new(&mut fields, &mut note).$method($($argument),*)?;
        match at_end(&mut fields) {
            _ if !lost.is_empty() => Err(OlderError::Unread(lost)),
            false => Err(OlderError::TrailingBytes),
            true => Ok(value),
        }
    }};
}

/// A deserializer's methods, each [`strictly!`] by the one of the same name.
macro_rules! strict {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* to: V) -> Result<V::Value, OlderError> {
            strictly!(self.$method($($argument,)* to))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Older<'de> {
    type Error = OlderError;

    strict! {
        deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_i128() deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64() deserialize_char() deserialize_str() deserialize_string() deserialize_bytes()
        deserialize_byte_buf() deserialize_option() deserialize_unit() deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str) deserialize_seq() deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize) deserialize_map()
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier() deserialize_ignored_any()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, OlderError> {
        match self.payload.first() {
            // serde would take a list too, by position.
            Some(marker) if !is_map(marker) => {
                Err(OlderError::custom("the fields are stored without names"))
            }
            _ => strictly!(self.deserialize_struct(name, names, to)),
        }
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// What an event without fields is: a struct whose fields may all be missing, or nothing.
struct NoFields;

impl<'de> de::Deserializer<'de> for NoFields {
    type Error = OlderError;

    fn deserialize_any<V: Visitor<'de>>(self, to: V) -> Result<V::Value, OlderError> {
        to.visit_map(MapDeserializer::new(std::iter::empty::<((), ())>()))
    }

    fn deserialize_unit<V: Visitor<'de>>(self, to: V) -> Result<V::Value, OlderError> {
        to.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, OlderError> {
        to.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
