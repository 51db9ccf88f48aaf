//! `#[events] impl`: one method is one event. Writes the enum, its constructors and the fold that a user could have written
//! with `#[derive(Event)]` and `impl Apply`.

mod attributes;
mod check;
mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    reading::{Errors, ImplBlock},
    writing::without_markers,
};
use model::Model;

const USAGE: &str =
    "`#[events]` goes above an `impl` block of the aggregate, in which every method is an event";

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let options = attributes::EventsOptions::read(options, &errors);
    let block = ImplBlock::read(item.clone(), USAGE, &errors);
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
            let stub = expand::stub(&model);
            quote!(#errors #stub #original)
        }
        (None, errors) => quote!(#errors #original),
    }
}
