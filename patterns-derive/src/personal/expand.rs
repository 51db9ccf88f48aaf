//! Whom fields are about, and that they are encrypted.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, DataEnum, Field, Generics, Ident, Type};

use super::{
    attribute::{Marker, Subject, is_personal},
    types,
};
use crate::{
    reading::{CratePath, Errors},
    writing::{IMPLS, naming_self},
};

/// The method of an event that says whom its fields are about; nothing if none says it.
pub(crate) fn subjects(events: &DataEnum, krate: &CratePath) -> Option<TokenStream> {
    let arms: Vec<_> = events
        .variants
        .iter()
        .flat_map(|variant| {
            let fields = variant.fields.iter().enumerate();
            fields.filter_map(|(place, field)| {
                arm(&variant.ident, place, subject(field)?, krate).into()
            })
        })
        .collect();
    (!arms.is_empty()).then(|| quote! {
        #IMPLS
        fn subject(&self, field: ::core::primitive::usize) -> ::core::option::Option<#krate::Subject> {
            match (self, field) {
                #(#arms)*
                _ => ::core::option::Option::None,
            }
        }
    })
}

fn subject(field: &Field) -> Option<Subject> {
    let errors = Errors::default();
    let marker = Marker::read(&field.attrs, &errors);
    // They were reported by the rules.
    let _ = errors.finish();
    marker?.options.subject.take()
}

fn arm(variant: &Ident, place: usize, subject: Subject, krate: &CratePath) -> TokenStream {
    let Subject { aggregate, field } = subject;
    // Not under its own name, which may be that of the place; but what is wrong with it is shown there.
    let span = Span::mixed_site().located_at(field.span());
    let whom = Ident::new("subject", span);
    let made = match aggregate {
        Some(aggregate) => quote!(#krate::subject_of::<#aggregate>(#whom)),
        None => quote_spanned!(span=> #krate::Subject::of(#whom)),
    };
    quote!((Self::#variant { #field: #whom, .. }, #place) => ::core::option::Option::Some(#made),)
}

/// That the fields which are `#[personal]` are of our type, and not of another of its name; nothing without such fields.
pub(crate) fn assertions<'a>(
    fields: impl Iterator<Item = (&'a [Attribute], &'a Type)>,
    self_type: &Type,
    generics: &Generics,
    krate: &CratePath,
) -> Option<TokenStream> {
    let mut found = Vec::new();
    let marked = fields.filter(|(attributes, _)| attributes.iter().any(is_personal));
    marked.for_each(|(_, ty)| types::all(ty, &mut found));
    let found = found.into_iter().map(|ty| naming_self(ty, self_type));
    let asserted: Vec<_> = found.map(|ty| quote!(#krate::is_personal::<#ty>();)).collect();
    let (parameters, _, predicates) = generics.split_for_impl();
    (!asserted.is_empty()).then(|| {
        quote! {
            const _: () = {
                #[allow(dead_code, deprecated)]
                fn personal #parameters () #predicates {
                    #(#asserted)*
                }
            };
        }
    })
}
