//! The options of `#[commands(..)]`.

use proc_macro2::TokenStream;
use syn::Path;

use crate::reading::{CratePath, Errors, Group, Options, Slot};

/// `#[commands(handle = .., crate = ..)]`.
#[derive(Default)]
pub(crate) struct CommandsOptions {
    pub(crate) handle: Slot<Path>,
    pub(crate) krate: Slot<CratePath>,
}

const OPTIONS: &Options<CommandsOptions> = &[
    ("handle", |into, value| into.handle.fill(value, |value| value.path("AccountHandle"))),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

impl CommandsOptions {
    pub(crate) fn read(tokens: TokenStream, errors: &Errors) -> Self {
        let mut group = Group::default();
        group.read(OPTIONS, "#[commands(..)]", tokens, errors);
        group.options
    }
}
