//! `#[events] impl`: one method is one event. Writes the enum, its constructors and the fold that a user could have written
//! with `#[derive(Event)]` and `impl Apply`.

mod attributes;
mod check;
mod expand;
mod model;
mod stub;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    fold,
    reading::{CratePath, Errors, ImplBlock},
    writing::without_markers,
};
use model::Model;

const USAGE: &str =
    "`#[events]` goes above an `impl` block of the aggregate, in which every method is an event";

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let options = attributes::EventsOptions::read(options, &errors);
    let block = ImplBlock::read(item.clone(), USAGE, &errors);
    if let Some(of_trait) = block.as_ref().and_then(|block| block.of_trait.as_ref()) {
        check::not_of_trait(of_trait, &errors);
        let (errors, original) = (errors.finish(), fold::completed(item, &CratePath::default()));
        return quote!(#errors #original);
    }
    let model = block.as_ref().and_then(|block| Model::read(block, options, &errors));
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    let original = without_markers(item);
    match (model, errors.finish()) {
        (Some(model), None) => {
            let generated = expand::expand(&model);
            // The user's impl stands last: an editor that looks for the origin of a name finds the method, not a copy.
            quote!(#generated #original)
        }
        (Some(model), Some(errors)) => {
            let stub = stub::stub(&model);
            quote!(#errors #stub #original)
        }
        (None, errors) => {
            // An `impl` of a type without a name is no Rust either: one mistake, one error.
            let original = block.is_none().then_some(original);
            quote!(#errors #original)
        }
    }
}
