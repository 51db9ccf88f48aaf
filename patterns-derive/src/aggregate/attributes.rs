//! `#[aggregate(..)]`.

use syn::{DeriveInput, Ident, LitInt, Path};

use super::snapshot::{SNAPSHOT, SnapshotOptions};
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
    pub(crate) once_within: Slot<LitInt>,
    pub(crate) initial: Slot<Path>,
    pub(crate) handle: Slot<Ident>,
}

const AGGREGATE: &Options<AggregateOptions> = &[
    ("name", |into, value| into.naming.name.fill(value, Value::text)),
    ("version", |into, value| into.version.fill(value, Value::number)),
    ("snapshot", |into, value| {
        into.snapshot.fill(value, |value| value.nested(SNAPSHOT, "every = 100"))
    }),
    ("once_within", |into, value| into.once_within.fill(value, Value::number)),
    ("initial", |into, value| into.initial.fill(value, |value| value.path("Account::new"))),
    ("key", |into, value| into.naming.key.fill(value, Value::name)),
    ("handle", |into, value| into.handle.fill(value, Value::name)),
    ("crate", |into, value| CratePath::read(&mut into.naming.krate, value)),
];

impl AggregateOptions {
    pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Self {
        let mut group = Group::default();
        let own = input.attrs.iter().filter(|attribute| attribute.path().is_ident("aggregate"));
        own.for_each(|attribute| group.read_attribute(AGGREGATE, attribute, errors));
        group.options
    }
}
