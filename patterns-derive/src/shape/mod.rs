//! `#[derive(Shape)]`: how a type of the user's is stored, for locks to compare.

mod expand;
mod model;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::{personal::check_nested, reading::Errors};
use model::Model;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let input: Option<DeriveInput> = errors.take(syn::parse2(input));
    let model = input.as_ref().map(|input| Model::read(input, &errors));
    if let Some(Model { input: DeriveInput { data: Data::Union(data), .. }, .. }) = &model {
        errors.over(data.union_token, "serde stores structs and enums; a union does not know which of its fields holds the value");
    }
    model.iter().for_each(|model| model.check(&errors));
    input.iter().for_each(|input| check_nested(input, &errors));
    let expansion = model.as_ref().map(expand::expand);
    let errors = errors.finish();
    quote!(#errors #expansion)
}
