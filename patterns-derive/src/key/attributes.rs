//! `#[key(..)]` on the struct.

use syn::DeriveInput;

use crate::reading::{CratePath, Errors, Options, Slot, read_attribute};

/// What `#[key(..)]` says.
#[derive(Default)]
pub(crate) struct KeyOptions {
    pub(crate) krate: Slot<CratePath>,
}

const OPTIONS: &Options<KeyOptions> =
    &[("crate", |into, value| CratePath::read(&mut into.krate, value))];

impl KeyOptions {
    pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Self {
        let mut options = Self::default();
        let attributes = input.attrs.iter().filter(|attribute| attribute.path().is_ident("key"));
        attributes.for_each(|attribute| read_attribute(&mut options, OPTIONS, attribute, errors));
        options
    }
}
