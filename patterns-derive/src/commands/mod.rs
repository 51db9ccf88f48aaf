//! `#[commands] impl`: every method that decides becomes an asynchronous method of the typed handle.

mod attributes;
mod check;
mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::reading::{Errors, ImplBlock};
use model::Model;

const USAGE: &str =
    "`#[commands]` goes above an `impl` block of the aggregate, in which every method is a command";

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let options = attributes::CommandsOptions::read(options, &errors);
    let block = ImplBlock::read(item.clone(), USAGE, &errors);
    if let Some(of_trait) = block.as_ref().and_then(|block| block.of_trait.as_ref()) {
        check::not_of_trait(of_trait, &errors);
        let errors = errors.finish();
        return quote!(#errors #item);
    }
    let model = block.as_ref().and_then(|block| Model::read(block, options, &errors));
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    match (model, errors.finish()) {
        (Some(model), None) => {
            let generated = expand::expand(&model);
            // The user's impl stands last: an editor that looks for the origin of a name finds the method, not a copy.
            quote!(#generated #item)
        }
        (Some(model), Some(errors)) => {
            let stub = expand::stub(&model);
            quote!(#errors #stub #item)
        }
        (None, errors) => {
            // An `impl` of a type without a name is no Rust either: one mistake, one error.
            let original = block.is_none().then_some(item);
            quote!(#errors #original)
        }
    }
}
