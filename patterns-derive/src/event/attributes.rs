//! `#[event(..)]` on the enum and on its variants.

use syn::{Attribute, LitInt, LitStr};

use super::upcasts::{Upcasts, read_upcasts};
use crate::reading::{CratePath, Errors, Group, Options, Slot, Value};

/// `#[event(..)]` on the enum.
#[derive(Default)]
pub(crate) struct EnumOptions {
    pub(crate) krate: Slot<CratePath>,
}

const ENUM: &Options<EnumOptions> =
    &[("crate", |into, value| CratePath::read(&mut into.krate, value))];

/// `#[event(..)]` on a variant, or on a method under `#[events]`.
#[derive(Default)]
pub(crate) struct VariantOptions {
    pub(crate) name: Slot<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) version: Slot<LitInt>,
    pub(crate) oldest: Slot<LitInt>,
    pub(crate) upcasts: Slot<Upcasts>,
    pub(crate) retired: Slot<()>,
}

const VARIANT: &Options<VariantOptions> = &[
    ("name", |into, value| into.name.fill(value, Value::text)),
    ("alias", |into, value| value.text().map(|alias| into.aliases.push(alias))),
    ("version", |into, value| into.version.fill(value, Value::number)),
    ("upcast", |into, value| into.upcasts.fill(value, read_upcasts)),
    ("oldest", |into, value| into.oldest.fill(value, Value::number)),
    ("retired", |into, value| into.retired.fill(value, Value::flag)),
];

impl EnumOptions {
    pub(crate) fn read(attributes: &[Attribute], errors: &Errors) -> Self {
        let mut group = Group::default();
        events(attributes).for_each(|attribute| group.read_attribute(ENUM, attribute, errors));
        group.options
    }
}

impl VariantOptions {
    pub(crate) fn read(attributes: &[Attribute], errors: &Errors) -> Self {
        let mut group = Group::default();
        events(attributes).for_each(|attribute| group.read_attribute(VARIANT, attribute, errors));
        group.options
    }
}

// `#[event]`, also by its path: `#[data_patterns::event]`.
fn events(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| {
        attribute.path().segments.last().is_some_and(|segment| segment.ident == "event")
    })
}
