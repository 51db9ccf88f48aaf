//! The parts of what is made up: elements, entries, fields and variants.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
    value::{StrDeserializer, U32Deserializer},
};

use super::{deserializer::Maker, refusal::Refusal};

/// Elements of a list.
pub(super) struct Elements<'s, 'c> {
    maker: Maker<'s, 'c>,
    left: usize,
}

impl<'s, 'c> Elements<'s, 'c> {
    pub(super) fn new(maker: Maker<'s, 'c>, left: usize) -> Self {
        Self { maker, left }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        within(&mut self.maker, "[]", seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// Makes a part up under its name. The way is not stepped back on a refusal: it says where that was.
fn within<'de, S: DeserializeSeed<'de>>(
    maker: &mut Maker<'_, '_>,
    name: &'static str,
    seed: S,
) -> Result<S::Value, Refusal> {
    maker.source.enter(name);
    let value = seed.deserialize(maker.part())?;
    maker.source.leave();
    Ok(value)
}

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

/// Fields with names.
pub(super) struct Fields<'s, 'c> {
    maker: Maker<'s, 'c>,
    /// All names that the type knows, aliases included; none when it does not tell.
    known: &'static [&'static str],
    names: std::vec::IntoIter<&'static str>,
    next: &'static str,
}

impl<'s, 'c> Fields<'s, 'c> {
    pub(super) fn known(maker: Maker<'s, 'c>, known: &'static [&'static str]) -> Self {
        let facts = &maker.source.learned.facts;
        let names = known.iter().copied().filter(|name| !facts.is_alias(known, name));
        let names = names.collect::<Vec<_>>().into_iter();
        Self { maker, known, names, next: "" }
    }

    pub(super) fn open(maker: Maker<'s, 'c>, names: Vec<&'static str>) -> Self {
        Self { maker, known: &[], names: names.into_iter(), next: "" }
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.next = name;
        self.maker.source.name(self.known, name);
        let name: StrDeserializer<'_, Refusal> = name.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        within(&mut self.maker, self.next, seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.names.len())
    }
}

/// A variant, by its name or by its index.
pub(super) enum Named<'s, 'c> {
    Name(Maker<'s, 'c>, &'static str),
    Index(Maker<'s, 'c>, usize),
}

impl<'de, 's, 'c> EnumAccess<'de> for Named<'s, 'c> {
    type Error = Refusal;
    type Variant = Content<'s, 'c>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<'s, 'c>), Refusal> {
        match self {
            Self::Name(maker, name) => {
                maker.source.enter(name);
                let name: StrDeserializer<'_, Refusal> = name.into_deserializer();
                Ok((seed.deserialize(name)?, Content(maker)))
            }
            Self::Index(maker, index) => {
                let index = u32::try_from(index).map_err(Refusal::custom)?;
                let index: U32Deserializer<Refusal> = index.into_deserializer();
                maker.source.enter("event");
                Ok((seed.deserialize(index)?, Content(maker)))
            }
        }
    }
}

/// What a variant holds.
pub(super) struct Content<'s, 'c>(Maker<'s, 'c>);

impl<'s, 'c> Content<'s, 'c> {
    /// Steps back out of the variant, unless its content is refused.
    fn make<T>(self, make: impl FnOnce(Maker<'_, 'c>) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let Self(mut maker) = self;
        let content = make(maker.part())?;
        maker.source.leave();
        Ok(content)
    }
}

impl<'de> VariantAccess<'de> for Content<'_, '_> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        self.make(|_| Ok(()))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refusal> {
        self.make(|maker| seed.deserialize(maker))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, to: V) -> Result<V::Value, Refusal> {
        self.make(|maker| to.visit_seq(Elements::new(maker, length)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, Refusal> {
        self.make(|maker| to.visit_map(Fields::known(maker, fields)))
    }
}
