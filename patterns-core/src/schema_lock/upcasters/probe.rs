//! A deserializer that holds no values, but notes what is asked of it.

mod access;
mod deserializer;

use std::{cell::RefCell, fmt};

use serde::{
    de::{self, Visitor},
    forward_to_deserialize_any,
};

/// So deep a value is made up: some types hold themselves.
const DEEPEST: u8 = 64;

/// What was asked of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// It is passed over.
    Nothing,
    /// Its value, as a type that is a number, a truth value or a text.
    For { ty: &'static str, optional: bool },
}

/// What is shown.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    /// The one field to which these names lead; the last one is asked about.
    Path(&'a [&'a str]),
    /// Fields of these names, with any value.
    All(&'a [&'a str]),
    /// As many fields as a struct has names for them, by their places, with any value.
    Each(usize),
    /// Any value.
    Any,
}

/// Why a probe ends.
#[derive(Debug)]
pub(super) enum ProbeError {
    /// All is said.
    Done,
    /// A field is needed that is not there.
    Missing(&'static str),
    /// A made-up value was refused, so nothing is known.
    Refused,
}

impl ProbeError {
    /// What it means where it was met within a field: what is made up may lack something, which says nothing of what is stored.
    fn met_within(self) -> Self {
        match self {
            Self::Missing(_) => Self::Refused,
            other => other,
        }
    }
}

impl fmt::Display for ProbeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for ProbeError {}

impl de::Error for ProbeError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Refused
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// The fields of an event. However they are read, no upcaster is ever called with what was made up.
pub(super) struct Event<'a>(pub(super) Probe<'a>);

impl<'de> de::Deserializer<'de> for Event<'_> {
    type Error = ProbeError;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        to: V,
    ) -> Result<V::Value, ProbeError> {
        self.0.deserialize_struct(name, fields, to)?;
        Err(ProbeError::Done)
    }

    fn deserialize_map<V: Visitor<'de>>(self, to: V) -> Result<V::Value, ProbeError> {
        self.0.deserialize_map(to)?;
        Err(ProbeError::Done)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        to: V,
    ) -> Result<V::Value, ProbeError> {
        to.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ProbeError> {
        Err(ProbeError::Refused)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct enum identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

#[derive(Clone, Copy)]
pub(super) struct Probe<'a> {
    values: Values<'a>,
    asked: &'a RefCell<Option<Asked>>,
    deep: u8,
}

impl<'a> Probe<'a> {
    pub(super) fn new(values: Values<'a>, asked: &'a RefCell<Option<Asked>>) -> Self {
        Self { values, asked, deep: 0 }
    }

    fn with(self, values: Values<'a>) -> Self {
        Self { values, ..self }
    }

    /// The value of a field.
    fn value(self) -> Result<Self, ProbeError> {
        let deep = self.deep + 1;
        let values = match self.values {
            Values::Path(names) => Values::Path(names.get(1..).unwrap_or_default()),
            _ => Values::Any,
        };
        if deep < DEEPEST { Ok(Self { values, deep, ..self }) } else { Err(ProbeError::Refused) }
    }

    /// Notes what is asked of the field that is asked about; goes on with every other.
    fn note(self, ty: &'static str) -> Result<(), ProbeError> {
        if let Values::Path([]) = self.values {
            let optional = self.asked.take().is_some();
            self.asked.replace(Some(Asked::For { ty, optional }));
            return Err(ProbeError::Done);
        }
        Ok(())
    }

    /// What is asked about cannot be told from a number or a text.
    fn pass(self) -> Result<(), ProbeError> {
        if let Values::Path([]) = self.values {
            self.asked.replace(None);
            return Err(ProbeError::Done);
        }
        Ok(())
    }
}
