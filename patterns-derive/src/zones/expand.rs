//! The impls of `Zones` and `ShardKey`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::model::Model;
use crate::{
    reading::enumerate,
    writing::{IMPLS, STUBS},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate, names) = (&model.input.ident, &model.krate, model.names());
    let variants: Vec<_> = model.zones.iter().map(|zone| &zone.variant.ident).collect();
    let indices = (0..).map(Literal::u32_unsuffixed);
    let unknown = unknown(model);
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #krate::Zones for #name {
            const ZONES: &'static [&'static ::core::primitive::str] = &[#(#names),*];
            const UNKNOWN: &'static ::core::primitive::str = #unknown;
            fn zone(&self) -> ::core::primitive::u32 {
                match self {
                    #(Self::#variants => #indices,)*
                }
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #krate::ShardKey for #name {
            fn hash(&self, to: &mut #krate::PlaceHasher) {
                to.variant(match self {
                    #(Self::#variants => #names,)*
                });
            }
        }
    }
}

// What the compiler says where another zone is named.
fn unknown(model: &Model<'_>) -> String {
    let names = model.names();
    let has = enumerate(names.iter().map(String::as_str), "and");
    format!("`{}` has no such zone; it has {has}", model.input.ident)
}

/// Impls that let the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Zones for #name #arguments #predicates {
            const ZONES: &'static [&'static ::core::primitive::str] = &[];
            fn zone(&self) -> ::core::primitive::u32 {
                0
            }
        }
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::ShardKey for #name #arguments #predicates {
            fn hash(&self, _: &mut #krate::PlaceHasher) {}
        }
    }
}
