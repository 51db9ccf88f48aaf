//! `#[shard_key(..)]` on the type, its variants and its fields.

use syn::{Attribute, LitStr};

use crate::{
    reading::{CratePath, Errors, Group, Options, Slot, Value},
    sharding::lowercase,
};

/// On the type.
#[derive(Default)]
pub(crate) struct TypeOptions {
    pub(crate) split: Slot<()>,
    pub(crate) krate: Slot<CratePath>,
}

pub(crate) const TYPE: &Options<TypeOptions> = &[
    ("split", |into, value| into.split.fill(value, Value::flag)),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

/// On a variant: its stored name.
pub(crate) const VARIANT: &Options<Slot<LitStr>> =
    &[("name", |into, value| into.fill(value, Value::text))];

/// On a field: whether it is normalized.
pub(crate) const FIELD: &Options<Slot<()>> =
    &[("normalize", |into, value| into.fill(value, lowercase))];

/// What all `#[shard_key(..)]` say together.
pub(crate) fn read<T: Default>(
    options: &Options<T>,
    attributes: &[Attribute],
    errors: &Errors,
) -> T {
    let mut group = Group::default();
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("shard_key"));
    own.for_each(|attribute| group.read_attribute(options, attribute, errors));
    group.options
}
