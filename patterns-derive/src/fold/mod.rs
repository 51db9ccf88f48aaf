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
    let is_fold = block.is_some_and(|block| check::needs_fingerprint(&block));
    match errors.finish() {
        None => expand::expand(item, &krate),
        Some(errors) if is_fold => {
            let stub = expand::stub(item, &krate);
            quote!(#errors #stub)
        }
        Some(errors) => quote!(#errors #item),
    }
}
