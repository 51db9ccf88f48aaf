//! The impl of `Event`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Ident, parse_quote};

use super::model::{Model, Stored};
use crate::{
    reading::CratePath,
    writing::{STUBS, bounded},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let generics = generics(&model.input.generics, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let schema = model.events.iter().map(|event| schema(event, krate));
    quote! {
        #[automatically_derived]
        impl #parameters #krate::Event for #name #arguments #predicates {
            const SCHEMA: &'static [#krate::EventSchema] = &[#(#schema),*];
        }
    }
}

fn schema(event: &Stored, krate: &CratePath) -> TokenStream {
    let (name, aliases, version) = (event.name(), &event.options.aliases, event.version());
    quote!(#krate::EventSchema { name: #name, aliases: &[#(#aliases),*], version: #version })
}

fn generics(generics: &Generics, krate: &CratePath) -> Generics {
    let bound = (!generics.params.is_empty()).then(|| {
        parse_quote! {
            Self: #krate::serde::Serialize + #krate::serde::de::DeserializeOwned
                + ::core::marker::Send + ::core::marker::Sync + 'static
        }
    });
    bounded(generics, bound)
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(name: &Ident, generics_of_enum: &Generics, krate: &CratePath) -> TokenStream {
    let generics = generics(generics_of_enum, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Event for #name #arguments #predicates {
            const SCHEMA: &'static [#krate::EventSchema] = &[];
        }
    }
}
