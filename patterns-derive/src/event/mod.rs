//! `#[derive(Event)]`: the table of stored names and versions of an enum.

mod attributes;
mod chain;
mod check;
mod expand;
mod model;
mod upcasts;
mod versions;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput};

use crate::reading::Errors;
use model::Model;

pub(crate) use attributes::VariantOptions;
pub(crate) use check::check_names;
pub(crate) use expand::stub;
pub(crate) use model::Stored;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let input: Option<DeriveInput> = errors.take(syn::parse2(input));
    let model = input.as_ref().map(|input| Model::read(input, &errors));
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    match (model, errors.finish()) {
        (Some(model), None) => expand::expand(&model),
        // A union can never be serialized, so a stub would only be one more error.
        (Some(Model { input: DeriveInput { data: Data::Union(_), .. }, .. }), errors) => {
            errors.unwrap_or_default()
        }
        (Some(model), Some(errors)) => {
            let stub = stub(&model.input.ident, &model.input.generics, &model.krate);
            quote!(#errors #stub)
        }
        (None, errors) => errors.unwrap_or_default(),
    }
}

/// `#[event]` where nothing reads it.
pub(crate) fn misplaced(item: TokenStream) -> TokenStream {
    let message = "`#[event]` belongs on a method inside `#[events] impl`, or on a variant of an enum below `#[derive(Event)]`";
    let error = syn::Error::new(Span::call_site(), message).to_compile_error();
    quote!(#error #item)
}
