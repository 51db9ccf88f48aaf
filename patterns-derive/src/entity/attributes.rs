//! `#[entity(..)]`.

use syn::DeriveInput;

use crate::{
    identified::Naming,
    reading::{CratePath, Errors, Group, Options, Value},
};

const ENTITY: &Options<Naming> = &[
    ("name", |into, value| into.name.fill(value, Value::text)),
    ("key", |into, value| into.key.fill(value, Value::name)),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Naming {
    let mut group = Group::default();
    let own = input.attrs.iter().filter(|attribute| attribute.path().is_ident("entity"));
    own.for_each(|attribute| group.read_attribute(ENTITY, attribute, errors));
    group.options
}
