//! The typed handle: a type of the user's crate, so that `#[commands]` can give it methods.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, parse_quote};

use super::model::Model;
use crate::writing::{IMPLS, TYPES, bounded, undocumented};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let definition = definition(model);
    let implementations = implementations(model);
    quote!(#definition #implementations)
}

fn definition(model: &Model<'_>) -> TokenStream {
    let (name, visibility, krate) =
        (model.handle_name(), &model.identified.input.vis, &model.identified.krate);
    let aggregate = model.identified.self_type();
    let deprecation = undocumented(&model.identified.input.attrs);
    let generics = generics(model);
    let predicates = &generics.where_clause;
    let documentation = format!(
        " A handle to one [`{}`]: reads its state and runs its commands.",
        model.identified.input.ident
    );
    quote! {
        #[doc = #documentation]
        #(#deprecation)*
        #TYPES
        #visibility struct #name #generics (#krate::Handle<#aggregate>) #predicates;
    }
}

fn implementations(model: &Model<'_>) -> TokenStream {
    let (name, krate, aggregate) =
        (model.handle_name(), &model.identified.krate, model.identified.self_type());
    let generics = generics(model);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let shown = name.to_string();
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters ::core::clone::Clone for #name #arguments #predicates {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #parameters ::core::fmt::Debug for #name #arguments #predicates {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(#shown).field(&self.0).finish()
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #parameters ::core::convert::From<#krate::Handle<#aggregate>> for #name #arguments #predicates {
            fn from(handle: #krate::Handle<#aggregate>) -> Self {
                Self(handle)
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #parameters ::core::ops::Deref for #name #arguments #predicates {
            type Target = #krate::Handle<#aggregate>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::HasHandle for #aggregate #predicates {
            type Handle = #name #arguments;
        }
    }
}

// A handle exists for what is an aggregate; that says all that its parameters need.
fn generics(model: &Model<'_>) -> Generics {
    let (generics, krate, aggregate) =
        (&model.identified.input.generics, &model.identified.krate, model.identified.self_type());
    if generics.params.is_empty() {
        return generics.clone();
    }
    bounded(generics, [parse_quote!(#aggregate: #krate::Aggregate)])
}
