//! A serializer that accepts one enum variant, writes its fields as MessagePack and answers the variant's index.

use rmp_serde::{
    Serializer,
    config::{DefaultConfig, StructMapConfig},
    encode::Error,
};
use serde::{
    Serialize,
    ser::{self, Error as _, Impossible},
};

use crate::event::Event;

type MessagePack<'a> = Serializer<&'a mut Vec<u8>, StructMapConfig<DefaultConfig>>;

pub(super) fn variant<E: Event>(event: &E, payload: &mut Vec<u8>) -> Result<usize, Error> {
    let mut fields = Serializer::new(payload).with_struct_map();
    let index = event.serialize(VariantSerializer { event, fields: &mut fields })?;
    Ok(index as usize)
}

struct VariantSerializer<'a, 'b, E> {
    event: &'a E,
    fields: &'a mut MessagePack<'b>,
}

/// The fields of a variant being written, and the variant's index to answer at the end.
struct Fields<'a, E, S> {
    event: &'a E,
    /// The place of the next field.
    next: usize,
    index: u32,
    inner: S,
}

impl<E: Event, S> Fields<'_, E, S> {
    /// Writes the next field, which is called `name`, and in which personal data is about whom the event says.
    fn write_next(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut S) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let field = self.next;
        self.next += 1;
        #[cfg(feature = "personal")]
        if let Some(subject) = self.event.subject(field) {
            check_place::<E>(self.index, field, name)?;
            return crate::personal::about(subject, || write(&mut self.inner));
        }
        #[cfg(not(feature = "personal"))]
        let _ = (self.event, field, name);
        write(&mut self.inner)
    }
}

// The event knows its fields by their places, in the order of the source.
#[cfg(feature = "personal")]
fn check_place<E: Event>(variant: u32, field: usize, name: &str) -> Result<(), Error> {
    let schema = E::SCHEMA.get(variant as usize);
    match schema.and_then(|schema| schema.fields.list.get(field)) {
        Some(declared) if declared.name != name => Err(Error::custom(format!(
            "`{name}` is written in the place of `{}`, so whom it is about is not known; write the fields in the order of the source",
            declared.name
        ))),
        _ => Ok(()),
    }
}

fn not_a_variant<T>() -> Result<T, Error> {
    Err(Error::custom("an event must serialize as a variant of an enum"))
}

macro_rules! refuse {
    ($($method:ident($($argument:ty),*));* $(;)?) => {$(
        fn $method(self, $(_: $argument),*) -> Result<u32, Error> {
            not_a_variant()
        }
    )*};
}

impl<'a, 'b, E: Event> ser::Serializer for VariantSerializer<'a, 'b, E> {
    type Ok = u32;
    type Error = Error;
    type SerializeSeq = Impossible<u32, Error>;
    type SerializeTuple = Impossible<u32, Error>;
    type SerializeTupleStruct = Impossible<u32, Error>;
    type SerializeTupleVariant =
        Fields<'a, E, <&'a mut MessagePack<'b> as ser::Serializer>::SerializeTuple>;
    type SerializeMap = Impossible<u32, Error>;
    type SerializeStruct = Impossible<u32, Error>;
    type SerializeStructVariant =
        Fields<'a, E, <&'a mut MessagePack<'b> as ser::Serializer>::SerializeStruct>;

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
    ) -> Result<u32, Error> {
        Ok(index)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<u32, Error> {
        value.serialize(self.fields).map(|()| index)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        let Self { event, fields } = self;
        Ok(Fields { event, next: 0, index, inner: fields.serialize_tuple(length)? })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        let Self { event, fields } = self;
        Ok(Fields { event, next: 0, index, inner: fields.serialize_struct(name, length)? })
    }

    refuse! {
        serialize_bool(bool);
        serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64); serialize_i128(i128);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_u128(u128);
        serialize_f32(f32); serialize_f64(f64); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]);
        serialize_none(); serialize_unit(); serialize_unit_struct(&'static str);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<u32, Error> {
        not_a_variant()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<u32, Error> {
        not_a_variant()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Error> {
        not_a_variant()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        not_a_variant()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        not_a_variant()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        not_a_variant()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Error> {
        not_a_variant()
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<E: Event, S: ser::SerializeTuple<Ok = (), Error = Error>> ser::SerializeTupleVariant
    for Fields<'_, E, S>
{
    type Ok = u32;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.inner.serialize_element(value)
    }

    fn end(self) -> Result<u32, Error> {
        self.inner.end().map(|()| self.index)
    }
}

impl<E: Event, S: ser::SerializeStruct<Ok = (), Error = Error>> ser::SerializeStructVariant
    for Fields<'_, E, S>
{
    type Ok = u32;
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.write_next(name, |inner| inner.serialize_field(name, value))
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), Error> {
        self.next += 1;
        self.inner.skip_field(name)
    }

    fn end(self) -> Result<u32, Error> {
        self.inner.end().map(|()| self.index)
    }
}
