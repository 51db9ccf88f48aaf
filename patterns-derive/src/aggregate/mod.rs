//! `#[derive(Aggregate)]`: attributes and fields, then the rules, then the impls and the typed handle.

mod attributes;
mod check;
mod expand;
mod handle;
mod model;
mod snapshot;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::reading::Errors;
use model::Model;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let input: Option<DeriveInput> = errors.take(syn::parse2(input));
    let model = input.as_ref().map(|input| Model::read(input, &errors));
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    match (model, errors.finish()) {
        (Some(model), None) => expand::expand(&model),
        (Some(model), Some(errors)) => {
            let stub = expand::stub(&model);
            quote!(#errors #stub)
        }
        (None, errors) => errors.unwrap_or_default(),
    }
}
