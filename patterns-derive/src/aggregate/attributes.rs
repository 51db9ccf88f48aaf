//! `#[aggregate(..)]`.

use syn::{DeriveInput, Ident, LitInt, Path};

use crate::{
    identified::Naming,
    reading::{CratePath, Errors, Group, Options, Slot, Value},
};

/// `#[aggregate(..)]`.
#[derive(Default)]
pub(crate) struct AggregateOptions {
    pub(crate) naming: Naming,
    pub(crate) version: Slot<LitInt>,
    pub(crate) snapshot: Slot<Group<SnapshotOptions>>,
    pub(crate) initial: Slot<Path>,
    pub(crate) handle: Slot<Ident>,
}

const AGGREGATE: &Options<AggregateOptions> = &[
    ("name", |into, value| into.naming.name.fill(value, Value::text)),
    ("version", |into, value| into.version.fill(value, Value::number)),
    ("snapshot", |into, value| {
        into.snapshot.fill(value, |value| value.nested(SNAPSHOT, "every = 100"))
    }),
    ("initial", |into, value| into.initial.fill(value, |value| value.path("Account::new"))),
    ("key", |into, value| into.naming.key.fill(value, Value::name)),
    ("handle", |into, value| into.handle.fill(value, Value::name)),
    ("crate", |into, value| CratePath::read(&mut into.naming.krate, value)),
];

/// `snapshot(..)`.
#[derive(Default)]
pub(crate) struct SnapshotOptions {
    pub(crate) every: Slot<LitInt>,
}

const SNAPSHOT: &Options<SnapshotOptions> =
    &[("every", |into, value| into.every.fill(value, Value::number))];

impl AggregateOptions {
    pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Self {
        let mut group = Group::default();
        let own = input.attrs.iter().filter(|attribute| attribute.path().is_ident("aggregate"));
        own.for_each(|attribute| group.read_attribute(AGGREGATE, attribute, errors));
        group.options
    }
}
