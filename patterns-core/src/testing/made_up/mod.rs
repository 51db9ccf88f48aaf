//! Values of any type that serde can read, made up from numbers.
//!
//! A value is read from a deserializer that has no input: whatever the type asks for is made up by the next of a list of choices. Simpler choices
//! make simpler values, so a list that shrinks makes a value that shrinks. The idea is that of D. R. MacIver and A. F. Donaldson, "Test-Case
//! Reduction via Test-Case Generation: Insights from the Hypothesis Reducer", ECOOP 2020.
//!
//! What a type refuses is made up otherwise, from the last choice backwards; so integers that must not be zero, texts that must be a date, and bytes
//! that must be sixteen come out right in most cases.

mod attempt;
mod choices;
mod deserializer;
mod draws;
mod elements;
mod entries;
mod fields;
mod identity;
mod learned;
mod numbers;
mod recalled;
mod refusal;
mod source;
mod stored;
mod texts;
mod variants;

pub(super) use attempt::Told;
pub(super) use choices::Choices;
pub(super) use draws::{ByPlace, Draws, Stored};
pub(super) use identity::identity;
pub use refusal::CannotMakeUp;
pub(super) use source::Range;
pub use stored::{IntoStoredValues, StoredValue, StoredValues};

use core::fmt::Debug;

use proptest::strategy::Strategy;
use serde::de::DeserializeOwned;

use super::fail::quietly;
use crate::event::{Event, UpcastError};
use attempt::attempt;
use choices::from_seed;
use deserializer::Maker;

/// A type whose values can be made up, and shown.
#[diagnostic::on_unimplemented(
    message = "values of `{Self}` cannot be made up and shown",
    label = "needs `Deserialize` and `Debug`",
    note = "add `Debug, Deserialize` to the derives of `{Self}`, or take what it is made of and make it"
)]
pub trait MadeUp: DeserializeOwned + Debug + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Debug + 'static> MadeUp for T {}

/// A value of the type `T`, always the same one for the same `seed`; 0 makes the simplest.
///
/// ```
/// use patterns_core::testing::made_up;
///
/// let names: Vec<Option<String>> = made_up(7)?;
/// assert_eq!(names, made_up::<Vec<Option<String>>>(7)?);
/// assert_eq!(made_up::<(u8, String)>(0)?, (0, String::new()));
/// # Ok::<(), patterns_core::testing::CannotMakeUp>(())
/// ```
///
/// # Errors
/// When the type refuses everything that is tried, as one that checks what it reads may do.
pub fn made_up<T: DeserializeOwned + 'static>(seed: u64) -> Result<T, CannotMakeUp> {
    make(&from_seed(seed), Range::Whole)
}

/// Values of the type `T` for tests with `proptest`; numbers are small mostly, texts and collections short.
///
/// ```
/// use patterns_core::testing::{any_value, proptest::prelude::*};
///
/// proptest! {
///     fn sums_commute(pair in any_value::<(u32, u32)>()) {
///         prop_assert_eq!(pair.0.wrapping_add(pair.1), pair.1.wrapping_add(pair.0));
///     }
/// }
/// # sums_commute();
/// ```
///
/// # Panics
/// The strategy panics when the type refuses everything that is tried; write a strategy of your own for it.
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub fn any_value<T: MadeUp>() -> impl Strategy<Value = T> {
    Choices.prop_map(|choices| match make(&choices, Range::Whole) {
        Ok(value) => value,
        Err(error) => panic!("{error}; write a strategy for it"),
    })
}

/// The value of the type `T` that `choices` lead to.
pub(super) fn make<T: DeserializeOwned + 'static>(
    choices: &[u64],
    range: Range,
) -> Result<T, CannotMakeUp> {
    let made =
        attempt(None, Draws::listed(choices), range, |source| T::deserialize(Maker::new(source)));
    made.map(|(value, _)| value)
}

/// The event that `choices` lead to, of the variant with this index in the schema.
pub(super) fn make_event<E: DeserializeOwned + 'static>(
    variant: usize,
    choices: &[u64],
    range: Range,
) -> Result<E, CannotMakeUp> {
    let made = attempt(Some((variant, 0)), Draws::listed(choices), range, |source| {
        E::deserialize(Maker::of_variant(source, variant))
    });
    made.map(|(event, _)| event)
}

/// What the upcasters make of the fields that `draws` lead to, of this `version` of the variant with this index, and what the fields are.
pub(super) fn make_older<E: Event>(
    variant: usize,
    version: u16,
    draws: Draws<'_>,
) -> Result<(Result<E, NotUpcast>, Told), CannotMakeUp> {
    attempt(Some((variant, version)), draws, Range::Whole, |source| {
        // A panic is an answer: also the values that are learned from go through the upcasters, and may never have been stored.
        let upcast = quietly(|| match source.stored() {
            Some(value) => E::upcast(variant, version, value),
            None => E::upcast(variant, version, Maker::new(source)),
        });
        match upcast {
            Ok(Ok(event)) => Ok(Ok(event)),
            Ok(Err(UpcastError::Fields(refusal))) => Err(refusal),
            Ok(Err(UpcastError::Missing)) => Ok(Err(NotUpcast::Missing)),
            Ok(Err(UpcastError::Refused { step, cause })) => {
                Ok(Err(NotUpcast::Refused { step, cause }))
            }
            Err(panic) => Ok(Err(NotUpcast::Panicked(panic))),
        }
    })
}

/// Why fields of an older version became no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotUpcast {
    Missing,
    Refused { step: u16, cause: String },
    Panicked(String),
}
