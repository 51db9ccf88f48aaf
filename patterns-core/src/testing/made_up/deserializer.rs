//! A deserializer without input: what it is asked for it makes up.

use serde::de::{Deserializer, Error as _, Visitor};

use super::{
    elements::Elements,
    entries::Entries,
    fields::Fields,
    refusal::{Kind, Refusal},
    source::Source,
    variants::Named,
};

/// Deeper than this, collections are empty and options are `None`.
const DEEP: usize = 6;
/// A type that is still not made up here contains itself without an end.
const ENDLESS: usize = 100;

pub(super) struct Maker<'s, 'c> {
    pub(super) source: &'s mut Source<'c>,
    depth: usize,
    /// So many of the values that this one is within are enums.
    enums: usize,
    /// The variant to make up, instead of any.
    variant: Option<usize>,
}

impl<'s, 'c> Maker<'s, 'c> {
    pub(super) fn new(source: &'s mut Source<'c>) -> Self {
        Self { source, depth: 0, enums: 0, variant: None }
    }

    pub(super) fn of_variant(source: &'s mut Source<'c>, variant: usize) -> Self {
        Self { variant: Some(variant), ..Self::new(source) }
    }

    /// For a part of the value.
    pub(super) fn part(&mut self) -> Maker<'_, 'c> {
        Maker { source: self.source, depth: self.depth + 1, enums: self.enums, variant: None }
    }

    /// The same, one step deeper.
    pub(super) fn inner(self) -> Self {
        Self { depth: self.depth + 1, variant: None, ..self }
    }

    fn must_be_small(&self) -> bool {
        self.depth > DEEP || self.source.has_plenty()
    }

    fn check_depth(&self) -> Result<(), Refusal> {
        if self.depth > ENDLESS { Err(Refusal::Endless) } else { Ok(()) }
    }

    /// How many elements a collection has.
    fn length(&mut self) -> usize {
        if self.must_be_small() { 0 } else { self.source.decide_parts(4) }
    }

    fn decide_variant(&mut self, variants: usize) -> usize {
        if self.must_be_small() {
            // One after the other, the further in the later, until there is one that does not contain another.
            return self.enums % variants.max(1);
        }
        self.source.decide_parts(variants)
    }

    fn is_open(&mut self) -> bool {
        let open = self.source.learned.facts.is_open(&self.source.place());
        if open {
            // Counted as when it was not known yet, so that the decisions after it keep their places.
            self.source.decide_parts(1);
        }
        open
    }

    fn visit_open<'de, V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let names = self.source.open();
        to.visit_map(Fields::open(self, names))
    }
}

macro_rules! unsigned {
    ($($method:ident, $visit:ident, $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
            let value = self.source.unsigned(<$type>::MAX.into()) as $type;
            self.source.tell(&value);
            to.$visit(value)
        }
    )*};
}

macro_rules! signed {
    ($($method:ident, $visit:ident, $type:ty;)*) => {$(
        fn $method<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
            let value = self.source.signed(<$type>::MIN.into(), <$type>::MAX.into()) as $type;
            self.source.tell(&value);
            to.$visit(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for Maker<'_, '_> {
    type Error = Refusal;

    unsigned! {
        deserialize_u8, visit_u8, u8;
        deserialize_u16, visit_u16, u16;
        deserialize_u32, visit_u32, u32;
        deserialize_u64, visit_u64, u64;
        deserialize_u128, visit_u128, u128;
    }

    signed! {
        deserialize_i8, visit_i8, i8;
        deserialize_i16, visit_i16, i16;
        deserialize_i32, visit_i32, i32;
        deserialize_i64, visit_i64, i64;
        deserialize_i128, visit_i128, i128;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = self.source.real();
        self.source.tell(&value);
        to.visit_f32(value)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = f64::from(self.source.real());
        self.source.tell(&value);
        to.visit_f64(value)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = self.source.decide(2, 0) == 1;
        self.source.tell(&value);
        to.visit_bool(value)
    }

    fn deserialize_char<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = self.source.character();
        self.source.tell(&value);
        to.visit_char(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = self.source.text();
        self.source.tell(&value);
        to.visit_string(value)
    }

    fn deserialize_string<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(to)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let value = self.source.bytes();
        self.source.tell(&value);
        to.visit_byte_buf(value)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        self.deserialize_bytes(to)
    }

    fn deserialize_option<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        if self.must_be_small() || self.source.decide_parts(2) == 0 {
            self.source.tell(&None::<()>);
            return to.visit_none();
        }
        to.visit_some(self.inner())
    }

    fn deserialize_unit<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        to.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, Refusal> {
        to.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.check_depth()?;
        to.visit_newtype_struct(self.inner())
    }

    fn deserialize_seq<V: Visitor<'de>>(mut self, to: V) -> Result<V::Value, Refusal> {
        let length = self.length();
        self.source.tell(&format_args!("{length} elements"));
        to.visit_seq(Elements::new(self, length))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, to: V) -> Result<V::Value, Refusal> {
        self.check_depth()?;
        to.visit_seq(Elements::new(self, length))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_tuple(length, to)
    }

    fn deserialize_map<V: Visitor<'de>>(mut self, to: V) -> Result<V::Value, Refusal> {
        // A struct with a flattened field asks for a map, too.
        if self.is_open() {
            return self.visit_open(to);
        }
        let length = self.length();
        self.source.tell(&format_args!("{length} entries"));
        to.visit_map(Entries::new(self, length))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.check_depth()?;
        to.visit_map(Fields::known(self, fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        variants: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.check_depth()?;
        let index = match self.variant {
            // As the codec of events has it: by index, because the list has the names that serde knows, aliases included.
            Some(index) => return to.visit_enum(Named::Index(self, index)),
            None => self.decide_variant(variants.len()),
        };
        let Some(name) = variants.get(index) else {
            return Err(Refusal::custom("it has no variants, so there are no values of it"));
        };
        self.enums += 1;
        self.source.tell(&format_args!("{name}"));
        to.visit_enum(Named::Name(self, name))
    }

    /// The names of variants at a place that is not known beforehand; for fields, see `entries.rs`.
    fn deserialize_identifier<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        let names = self.source.learned.facts.variants_at(&self.source.place());
        let index = self.source.decide_parts(names.len());
        to.visit_str(names.get(index).copied().unwrap_or_default())
    }

    /// The type wants to see what there is; what it makes of it is not known beforehand.
    fn deserialize_any<V: Visitor<'de>>(mut self, to: V) -> Result<V::Value, Refusal> {
        self.check_depth()?;
        if self.is_open() {
            return self.visit_open(to);
        }
        // Nothing large, and of all but texts no other ones: what is refused is the kind, in most cases.
        let small = self.source.below(11);
        match self.source.decide_kind() {
            Kind::Unit => to.visit_unit(),
            Kind::Unsigned => to.visit_u64(small),
            Kind::Text => self.deserialize_str(to),
            Kind::Boolean => to.visit_bool(small > 5),
            Kind::Signed => to.visit_i64(-1 - small.cast_signed()),
            Kind::Real => to.visit_f64(small as f64 / 2.0),
            Kind::Fields => self.visit_open(to),
            Kind::Bytes => to.visit_byte_buf(vec![7; small as usize]),
            Kind::List => to.visit_seq(Elements::new(self, 0)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, to: V) -> Result<V::Value, Refusal> {
        to.visit_unit()
    }

    /// As the codec of events.
    fn is_human_readable(&self) -> bool {
        false
    }
}
