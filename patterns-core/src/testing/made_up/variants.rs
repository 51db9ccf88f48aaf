//! Variants of enums.

use serde::de::{
    DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, VariantAccess, Visitor,
    value::{StrDeserializer, U32Deserializer},
};

use super::{
    deserializer::Maker, elements::Elements, fields::Fields, recalled::stored_or_made,
    refusal::Refusal,
};

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
        self.make(|maker| stored_or_made(maker, seed))
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
