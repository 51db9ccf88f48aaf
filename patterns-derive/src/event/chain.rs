//! The way from older versions to today's: one function for the enum, with a closure for each step of each event.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{ExprPath, spanned::Spanned};

use super::model::Stored;
use crate::{reading::CratePath, writing::placed_at};

/// The method; nothing where no event has upcasters.
pub(super) fn upcast(events: &[Stored], krate: &CratePath) -> Option<TokenStream> {
    let (variant, version, fields) = (local("variant"), local("version"), local("fields"));
    let chains = (0_usize..).zip(events).filter(|(_, event)| !event.steps().is_empty());
    let arms: Vec<TokenStream> = chains
        .map(|(index, event)| {
            let chain = chain(event, (&version, &fields), krate);
            quote!(#index => { #chain })
        })
        .collect();
    let error = quote!(<__D as #krate::serde::Deserializer<'de>>::Error);
    (!arms.is_empty()).then(|| {
        quote! {
            fn upcast<'de, __D: #krate::serde::Deserializer<'de>>(
                #variant: ::core::primitive::usize,
                #version: ::core::primitive::u16,
                #fields: __D,
            ) -> ::core::result::Result<Self, #krate::UpcastError<#error>> {
                match #variant {
                    #(#arms)*
                    _ => ::core::result::Result::Err(#krate::UpcastError::Missing),
                }
            }
        }
    })
}

// From the last step to the first, so that each closure can name the one that follows it.
fn chain(event: &Stored, (version, fields): (&Ident, &Ident), krate: &CratePath) -> TokenStream {
    let steps = event.steps();
    let rest = |index| match steps.get(index + 1) {
        Some((next, _)) => closure(*next).to_token_stream(),
        None => quote!(::core::result::Result::<Self, _>::Ok),
    };
    let closures =
        steps.iter().enumerate().rev().map(|(index, step)| definition(*step, &rest(index), krate));
    let arms = steps.iter().map(|(from, function)| {
        let this = closure(*from);
        let older = placed_at(place(function), quote!(#krate::older));
        quote_spanned!(place(function)=> #from => #this(#older(#fields)?),)
    });
    quote! {
        #(#closures)*
        match #version {
            #(#arms)*
            _ => ::core::result::Result::Err(#krate::UpcastError::Missing),
        }
    }
}

fn definition(
    (from, function): (u16, &ExprPath),
    rest: &TokenStream,
    krate: &CratePath,
) -> TokenStream {
    let (this, old) = (closure(from), local("old"));
    let lead = placed_at(place(function), quote!(#krate::lead));
    quote_spanned!(place(function)=> let #this = |#old| #lead(#rest, #from, #function, #old);)
}

// What is wrong with a step is shown at its function.
fn place(function: &ExprPath) -> Span {
    Span::call_site().located_at(function.span())
}

// What a user calls a function of his own must not be taken for it.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn closure(from: u16) -> Ident {
    format_ident!("from_{from}", span = Span::mixed_site())
}
