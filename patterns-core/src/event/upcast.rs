//! The steps from an older version of an event to today's. The macros write the chain; each step is a function of the user's, from a struct
//! of the older fields.

use core::fmt;

use serde::{Deserializer, de::DeserializeOwned};

/// Why the fields of an older version could not be made an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpcastError<D> {
    /// No upcaster begins at this version.
    Missing,
    /// They are not the fields that the upcaster takes.
    Fields(D),
    /// An upcaster refused them.
    Refused {
        /// The version from which the upcaster leads to the next.
        step: u16,
        /// What it says.
        cause: String,
    },
}

/// What an upcaster takes: all that serde can read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as the fields of an older version",
    label = "not `Deserialize`",
    note = "an upcaster takes the older fields by value, `fn from_v1(old: OpenedV1) -> ..`; add `Deserialize` to the derive of `OpenedV1`"
)]
pub trait OlderFields: Sized {
    /// Reads them.
    ///
    /// # Errors
    /// When the stored fields are others.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> OlderFields for T {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from)
    }
}

/// What an upcaster returns: what the next one takes, and the last one the event enum; or a `Result` of that.
#[diagnostic::on_unimplemented(
    message = "an upcaster returns `{Self}` where `{Next}` is needed",
    label = "does not lead to `{Next}`",
    note = "each upcaster returns what the next one takes, and the last one the event enum; or a `Result` of that, whose error is `Display`"
)]
pub trait LeadsTo<Next> {
    /// What follows.
    ///
    /// # Errors
    /// What the upcaster says.
    fn newer(self) -> Result<Next, String>;
}

impl<T> LeadsTo<T> for T {
    fn newer(self) -> Result<T, String> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, E: fmt::Display> LeadsTo<T> for Result<T, E> {
    fn newer(self) -> Result<T, String> {
        self.map_err(|error| error.to_string())
    }
}

/// Reads what the first upcaster of a chain takes.
///
/// # Errors
/// When the stored fields are others.
pub fn older<'de, T: OlderFields, D: Deserializer<'de>>(
    fields: D,
) -> Result<T, UpcastError<D::Error>> {
    T::read(fields).map_err(UpcastError::Fields)
}

/// Takes the step from one version to the next, and the `rest` of the way.
///
/// # Errors
/// When this upcaster or one of the rest refuses.
// The rest comes first, so that an upcaster that does not lead to it is at fault, and not the one that follows.
pub fn lead<Old, Newer, Next, Event, D>(
    rest: impl FnOnce(Next) -> Result<Event, UpcastError<D>>,
    step: u16,
    upcaster: impl FnOnce(Old) -> Newer,
    old: Old,
) -> Result<Event, UpcastError<D>>
where
    Newer: LeadsTo<Next>,
{
    rest(upcaster(old).newer().map_err(|cause| UpcastError::Refused { step, cause })?)
}
