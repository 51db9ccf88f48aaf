//! The options of `#[fold(..)]`.

use proc_macro2::TokenStream;

use crate::reading::{CratePath, Errors, Group, Options, Slot};

/// `#[fold(crate = ..)]`.
#[derive(Default)]
pub(crate) struct FoldOptions {
    pub(crate) krate: Slot<CratePath>,
}

const OPTIONS: &Options<FoldOptions> =
    &[("crate", |into, value| CratePath::read(&mut into.krate, value))];

impl FoldOptions {
    pub(crate) fn read(tokens: TokenStream, errors: &Errors) -> Self {
        let mut group = Group::default();
        group.read(OPTIONS, "#[fold(..)]", tokens, errors);
        group.options
    }
}
