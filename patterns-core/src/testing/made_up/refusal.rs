//! Why a value that was made up is refused.

use core::fmt;

use serde::de::{self, Unexpected};

/// What a type answered to what it was given.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A name that the type has for a field was not among those it was given.
    Missing(&'static str),
    /// The type has no field of the name that was given.
    Unknown(String),
    /// Two names stand for one field.
    Twice,
    /// The type takes values of other kinds, in words.
    Kind(String),
    /// The type takes these variants.
    Variants(&'static [&'static str]),
    /// The type asks for the names of its fields, instead of naming them.
    Nameless,
    /// It contains itself, without an end.
    Endless,
    /// A value that was told to be stored is not taken, with why, in words.
    Stored(String, String),
    /// Something else, in words.
    Said(String),
}

/// What is made up for a type that wants to see what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Unit,
    Unsigned,
    Text,
    Boolean,
    Signed,
    Real,
    Fields,
    Bytes,
    List,
}

impl Kind {
    /// So many of them are made up unless they are refused.
    pub(super) const USUAL: usize = 4;

    pub(super) const ALL: [Self; 9] = [
        Self::Unit,
        Self::Unsigned,
        Self::Text,
        Self::Boolean,
        Self::Signed,
        Self::Real,
        Self::Fields,
        Self::Bytes,
        Self::List,
    ];
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "missing field `{name}`"),
            Self::Unknown(name) => write!(f, "unknown field `{name}`"),
            Self::Twice => f.write_str("a field that is given twice"),
            Self::Variants(names) => write!(f, "none of the variants {names:?}"),
            Self::Nameless => f.write_str("it does not say which fields it has"),
            Self::Endless => f.write_str("it contains itself without an end"),
            Self::Stored(value, why) => {
                write!(f, "{value}, which `stored` names, is refused: {why}")
            }
            Self::Kind(words) | Self::Said(words) => f.write_str(words),
        }
    }
}

impl core::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::Said(words.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::Kind(format!("invalid type: {found}, expected {expected}"))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let words = format!("invalid value: {found}, expected {expected}");
        match found {
            // Where only numbers are taken that are not negative.
            Unexpected::Signed(_) => Self::Kind(words),
            _ => Self::Said(words),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::Unknown(field.to_owned())
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::Twice
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::Variants(expected)
    }
}

/// No value of a type could be made up: it refused everything that was tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot make up a value of `{type_name}`: {}{why}", before_why(.place))]
pub struct CannotMakeUp {
    type_name: &'static str,
    /// Which part of it refuses; nothing if it is the whole.
    place: String,
    why: String,
}

impl CannotMakeUp {
    pub(super) fn new<T>(place: &str, why: String) -> Self {
        Self { type_name: core::any::type_name::<T>(), place: place.to_owned(), why }
    }

    pub(in crate::testing) fn place(&self) -> &str {
        &self.place
    }

    /// A type whose identities cannot be made up.
    pub(super) fn identity<T>() -> Self {
        Self::new::<T>("", "it decodes from no elements of keys that were tried".to_owned())
    }
}

fn before_why(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!("`{place}`: ") }
}
