//! The parts of made-up values.

use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
    value::{StrDeserializer, U64Deserializer},
};

use super::{Probe, ProbeError, Values};

/// Fields, by the names that are shown, or by their places: names can stand for the same field.
pub(super) struct Entries<'a> {
    pub(super) next: usize,
    pub(super) probe: Probe<'a>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = ProbeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ProbeError> {
        let names = match self.probe.values {
            Values::Path(names) => names.get(..1).unwrap_or_default(),
            Values::All(names) => names,
            Values::Each(_) | Values::Any => &[],
        };
        let place = self.next;
        self.next += 1;
        if let Some(name) = names.get(place) {
            let key: StrDeserializer<'_, ProbeError> = (*name).into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        match self.probe.values {
            Values::Each(fields) if place < fields => {
                let key: U64Deserializer<ProbeError> = (place as u64).into_deserializer();
                seed.deserialize(key).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, ProbeError> {
        seed.deserialize(self.probe.value()?).map_err(ProbeError::met_within)
    }
}

pub(super) struct Elements<'a> {
    pub(super) left: usize,
    pub(super) probe: Probe<'a>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = ProbeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ProbeError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(self.probe).map(Some)
    }
}

pub(super) struct Variant<'a> {
    pub(super) name: &'static str,
    pub(super) probe: Probe<'a>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = ProbeError;
    type Variant = Probe<'a>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Probe<'a>), ProbeError> {
        let name: StrDeserializer<'_, ProbeError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.probe))
    }
}

impl<'de> VariantAccess<'de> for Probe<'_> {
    type Error = ProbeError;

    fn unit_variant(self) -> Result<(), ProbeError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, ProbeError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, to: V) -> Result<V::Value, ProbeError> {
        de::Deserializer::deserialize_tuple(self, length, to)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, ProbeError> {
        de::Deserializer::deserialize_struct(self, "", fields, to)
    }
}
