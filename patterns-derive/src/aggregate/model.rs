//! The struct as the rules and the expansion see it.

use syn::{DeriveInput, Ident};

use super::attributes::AggregateOptions;
use crate::{
    identified::{Identified, Kind},
    personal::Place,
    reading::Errors,
    writing::derived_name,
};

const KIND: Kind = Kind {
    derived: "Aggregate",
    one: "an aggregate",
    loaded: "state",
    attribute: "aggregate",
    other: "entity",
    place: Place::State,
};

/// An aggregate.
pub(crate) struct Model<'a> {
    pub(crate) identified: Identified<'a>,
    pub(crate) options: AggregateOptions,
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let mut options = AggregateOptions::read(input, errors);
        let naming = std::mem::take(&mut options.naming);
        Self { identified: Identified::read(&KIND, input, naming, errors), options }
    }

    /// The name of the typed handle.
    pub(crate) fn handle_name(&self) -> Ident {
        let given = self.options.handle.get().cloned();
        given.unwrap_or_else(|| derived_name(&self.identified.input.ident, "Handle"))
    }
}
