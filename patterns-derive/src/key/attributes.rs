//! `#[key(..)]` on the struct.

use syn::DeriveInput;

use crate::reading::{CratePath, Errors, Group, Options, Slot};

/// What `#[key(..)]` says.
#[derive(Default)]
pub(crate) struct KeyOptions {
    pub(crate) krate: Slot<CratePath>,
}

const OPTIONS: &Options<KeyOptions> =
    &[("crate", |into, value| CratePath::read(&mut into.krate, value))];

impl KeyOptions {
    pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Self {
        let mut group = Group::default();
        let attributes = input.attrs.iter().filter(|attribute| attribute.path().is_ident("key"));
        attributes.for_each(|attribute| group.read_attribute(OPTIONS, attribute, errors));
        group.options
    }
}
