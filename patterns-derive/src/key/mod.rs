//! `#[derive(Key)]`: the canonical bytes of a struct are those of its fields, in order.

mod attributes;
mod check;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::reading::{CratePath, Errors};
use attributes::KeyOptions;

pub(crate) use check::{check_key_type, refused};
pub(crate) use expand::{decode_each, encode_each};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let expanded = errors.take(syn::parse2(input)).map(|input| Expansion::of(&input, &errors));
    match (expanded, errors.finish()) {
        (Some(expansion), None) => expansion.complete,
        (Some(Expansion { stub, .. }), Some(errors)) => quote!(#errors #stub),
        (None, errors) => errors.unwrap_or_default(),
    }
}

struct Expansion {
    complete: TokenStream,
    stub: TokenStream,
}

impl Expansion {
    fn of(input: &DeriveInput, errors: &Errors) -> Self {
        let krate = CratePath::or_default(&KeyOptions::read(input, errors).krate);
        check::check(input, errors);
        // A union can be neither compared nor shown, so a stub would only be one more error.
        let stub = match &input.data {
            Data::Union(_) => TokenStream::new(),
            _ => expand::stub(input, &krate),
        };
        Self { complete: expand::expand(input, &krate), stub }
    }
}
