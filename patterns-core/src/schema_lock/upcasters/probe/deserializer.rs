//! What a probe answers to each question.

use serde::de::{self, Visitor};

use super::{
    Asked, Probe, ProbeError, Values,
    access::{Elements, Entries, Variant},
};

/// Methods for what is one value.
macro_rules! scalars {
    ($($method:ident $visit:ident $value:expr, $ty:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
            self.note($ty)?;
            to.$visit($value)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Probe<'_> {
    type Error = ProbeError;

    scalars! {
        deserialize_bool visit_bool true, "bool";
        deserialize_i8 visit_i8 1, "i8";
        deserialize_i16 visit_i16 1, "i16";
        deserialize_i32 visit_i32 1, "i32";
        deserialize_i64 visit_i64 1, "i64";
        deserialize_i128 visit_i128 1, "i128";
        deserialize_u8 visit_u8 1, "u8";
        deserialize_u16 visit_u16 1, "u16";
        deserialize_u32 visit_u32 1, "u32";
        deserialize_u64 visit_u64 1, "u64";
        deserialize_u128 visit_u128 1, "u128";
        deserialize_f32 visit_f32 1.0, "f32";
        deserialize_f64 visit_f64 1.0, "f64";
        deserialize_char visit_char '1', "char";
        deserialize_str visit_str "1", "String";
        deserialize_string visit_str "1", "String";
    }

    fn deserialize_option<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        match self.values {
            Values::Path(names) => {
                if names.is_empty() {
                    self.asked.replace(Some(Asked::Nothing));
                }
                to.visit_some(self)
            }
            _ => to.visit_none(),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.pass()?;
        // A nested struct whose value nobody asks about has all that it wants.
        let whole = matches!(self.values, Values::Any);
        let probe = if whole { self.with(Values::Each(fields.len())) } else { self };
        to.visit_map(Entries { next: 0, probe })
    }

    fn deserialize_map<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.pass()?;
        to.visit_map(Entries { next: 0, probe: self })
    }

    fn deserialize_any<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.pass()?;
        match self.values {
            Values::Any => to.visit_unit(),
            _ => self.deserialize_map(to),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        if let Values::Path(_) = self.values {
            self.asked.replace(Some(Asked::Nothing));
            return Err(ProbeError::Done);
        }
        to.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, ProbeError> {
        to.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.pass()?;
        let length = usize::from(matches!(self.values, Values::Path(_)));
        to.visit_seq(Elements { left: length, probe: self })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.pass()?;
        to.visit_seq(Elements { left: length, probe: self.with(Values::Any) })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.deserialize_tuple(length, to)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.pass()?;
        to.visit_bytes(&[])
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.deserialize_bytes(to)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.pass()?;
        to.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.deserialize_unit(to)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.pass()?;
        let name = variants.first().ok_or(ProbeError::Refused)?;
        to.visit_enum(Variant { name, probe: self.value()?.with(Values::Any) })
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        to.visit_str("")
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
