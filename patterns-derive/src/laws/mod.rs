//! `laws!(Account)`: a test for each law of an aggregate.

mod attributes;
mod check;
mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;

use crate::reading::Errors;
use model::Model;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let model = Model::read(input, &errors);
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    match (model, errors.finish()) {
        (Some(model), None) => expand::expand(&model),
        (_, errors) => quote!(#errors),
    }
}
