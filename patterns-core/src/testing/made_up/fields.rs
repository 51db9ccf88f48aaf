//! Fields of structs.

use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, value::StrDeserializer};

use super::{deserializer::Maker, elements::within, refusal::Refusal};

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
