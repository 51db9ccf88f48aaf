//! `#[fold] impl Apply for ..`: adds the fingerprint of a fold written by hand.

mod attributes;
mod check;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;

use crate::reading::{CratePath, Errors, ImplBlock};

const USAGE: &str = "`#[fold]` goes above a hand-written `impl Apply for ..`";

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let krate = CratePath::or_default(&attributes::FoldOptions::read(options, &errors).krate);
    let block = ImplBlock::read(item.clone(), USAGE, &errors);
    if let Some(block) = &block {
        check::check(block, &errors);
    }
    match errors.finish() {
        None => expand::expand(item, &krate),
        Some(errors) => {
            let completed = completed(item, &krate);
            quote!(#errors #completed)
        }
    }
}

/// The item after a mistake: with a fingerprint when it is an `impl Apply` that lacks one, as it is otherwise.
pub(crate) fn completed(item: TokenStream, krate: &CratePath) -> TokenStream {
    let errors = Errors::default();
    let block = ImplBlock::read(item.clone(), USAGE, &errors);
    // They were reported when the item was read for the first time.
    let _reported = errors.finish();
    if block.is_some_and(|block| check::needs_fingerprint(&block)) {
        return expand::stub(item, krate);
    }
    item
}
