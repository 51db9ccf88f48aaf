//! `#[derive(Entity)]`: attributes and fields, then the rules, then the impl.

mod attributes;
mod check;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::{
    identified::{Identified, Kind, reads_cached},
    personal::Place,
    reading::Errors,
};

const KIND: Kind = Kind {
    derived: "Entity",
    one: "an entity",
    loaded: "record",
    attribute: "entity",
    other: "aggregate",
    place: Place::Record,
};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let input: Option<DeriveInput> = errors.take(syn::parse2(input));
    let model = input.as_ref().map(|input| {
        let naming = attributes::read(input, &errors);
        Identified::read(&KIND, input, naming, &errors)
    });
    if let Some(model) = &model {
        check::check(model, &errors);
    }
    match (model, errors.finish()) {
        (Some(model), None) => expand::expand(&model),
        (Some(model), Some(errors)) => {
            // Serde does not know unions, so a stub would only be one more error.
            let stub = match model.input.data {
                Data::Union(_) => reads_cached(&model),
                _ => Some(expand::stub(&model)),
            };
            quote!(#errors #stub)
        }
        (None, errors) => errors.unwrap_or_default(),
    }
}
