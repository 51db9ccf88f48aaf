//! The impl of `Key`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{
    Data, DeriveInput, Fields, Generics, Member, Type, WherePredicate, parse_quote,
    spanned::Spanned,
};

use crate::{
    reading::CratePath,
    writing::{IMPLS, STUBS, bounded, mentions},
};

pub(crate) fn expand(input: &DeriveInput, krate: &CratePath) -> TokenStream {
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        _ => &Fields::Unit,
    };
    let name = &input.ident;
    let generics = generics(&input.generics, fields, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let members = fields.members().zip(fields.iter().map(|field| &field.ty));
    let (encoded, decoded) = (encode_each(members.clone(), krate), decode_each(members, krate));
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::Key for #name #arguments #predicates {
            fn encode(&self, to: &mut #krate::KeyEncoder) {
                #encoded
            }
            #decoded
        }
    }
}

/// Statements that append the fields. The trait is named together with the type that the user wrote, so that a type that
/// is no key is underlined there.
pub(crate) fn encode_each<'a>(
    fields: impl Iterator<Item = (Member, &'a Type)>,
    krate: &CratePath,
) -> TokenStream {
    let statements = fields.map(|(member, ty)| {
        let encode = quote_spanned!(ty.span().resolved_at(Span::call_site())=> encode);
        quote!(<#ty as #krate::Key>::#encode(&self.#member, to);)
    });
    statements.collect()
}

/// The method that reads them again, in the same order.
pub(crate) fn decode_each<'a>(
    fields: impl Iterator<Item = (Member, &'a Type)>,
    krate: &CratePath,
) -> TokenStream {
    let values = fields.map(|(member, ty)| {
        let decode = quote_spanned!(ty.span().resolved_at(Span::call_site())=> decode);
        quote!(#member: <#ty as #krate::Key>::#decode(from)?)
    });
    quote! {
        fn decode(from: &mut #krate::KeyDecoder<'_>) -> ::core::option::Option<Self> {
            ::core::option::Option::Some(Self { #(#values),* })
        }
    }
}

fn generics(generics: &Generics, fields: &Fields, krate: &CratePath) -> Generics {
    if generics.params.is_empty() {
        return generics.clone();
    }
    let own: WherePredicate = parse_quote! {
        Self: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::Eq
            + ::core::marker::Send + ::core::marker::Sync + 'static
    };
    let types = fields.iter().map(|field| &field.ty).filter(|ty| mentions(ty, generics));
    let fields = types.map(|ty| parse_quote!(#ty: #krate::Key));
    bounded(generics, [own].into_iter().chain(fields))
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(input: &DeriveInput, krate: &CratePath) -> TokenStream {
    let name = &input.ident;
    let generics = generics(&input.generics, &Fields::Unit, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Key for #name #arguments #predicates {
            fn encode(&self, _: &mut #krate::KeyEncoder) {}
            fn decode(_: &mut #krate::KeyDecoder<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}
