//! The type of the identity: that of the one `#[id]` field, or a struct of several.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Generics, Member, WherePredicate, parse_quote};

use super::{FieldModel, Identified};
use crate::{
    key::{decode_each, encode_each, refused},
    reading::CratePath,
    sharding,
    writing::{IMPLS, READS, TYPES, bounded, docs, kept, mentions},
};

/// The tokens of the type.
pub(crate) fn id_type(model: &Identified<'_>) -> TokenStream {
    let mut ids = model.ids();
    let krate = &model.krate;
    match (ids.next(), ids.next()) {
        (Some(only), None) => only.field.ty.to_token_stream(),
        (Some(_), Some(_)) => {
            let name = model.key_name();
            let generics = key_generics(model);
            let (_, arguments, _) = generics.split_for_impl();
            quote!(#name #arguments)
        }
        (None, _) => quote!(#krate::String),
    }
}

/// The key struct, when there are several id fields.
pub(crate) fn key_struct(model: &Identified<'_>) -> Option<TokenStream> {
    if model.ids().count() < 2 {
        return None;
    }
    let definition = definition(model);
    let implementation = implementation(model);
    let conversions = conversions(model);
    Some(quote!(#definition #implementation #conversions))
}

fn definition(model: &Identified<'_>) -> TokenStream {
    let (name, visibility) = (model.key_name(), &model.input.vis);
    let generics = key_generics(model);
    let predicates = &generics.where_clause;
    let documentation = format!(" What identifies one [`{}`].", model.input.ident);
    let fields = model.ids().map(|field| {
        let (docs, visibility, ident, ty) =
            (docs(&field.field.attrs), &field.field.vis, field.ident, &field.field.ty);
        quote!(#(#docs)* #visibility #ident: #ty)
    });
    quote! {
        #[doc = #documentation]
        #[derive(
            ::core::clone::Clone,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
        )]
        #TYPES
        #visibility struct #name #generics #predicates {
            #(#fields),*
        }
    }
}

fn implementation(model: &Identified<'_>) -> TokenStream {
    let (name, krate) = (model.key_name(), &model.krate);
    let generics = encodable(&key_generics(model), model, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let fields = model.ids().map(|field| (Member::Named(field.ident.clone()), &field.field.ty));
    let (encoded, decoded) = (encode_each(fields.clone(), krate), decode_each(fields, krate));
    quote! {
        #[automatically_derived]
        impl #parameters #krate::Key for #name #arguments #predicates {
            fn encode(&self, to: &mut #krate::KeyEncoder) {
                #encoded
            }
            #decoded
        }
    }
}

fn conversions(model: &Identified<'_>) -> TokenStream {
    let (name, krate) = (model.key_name(), &model.krate);
    let generics = key_generics(model);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let types: Vec<_> = model.ids().map(|field| &field.field.ty).collect();
    let fields: Vec<_> = model.ids().map(|field| field.ident).collect();
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters ::core::convert::From<(#(#types,)*)> for #name #arguments #predicates {
            fn from((#(#fields,)*): (#(#types,)*)) -> Self {
                Self { #(#fields),* }
            }
        }
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::IntoId<#name #arguments> for (#(#types,)*) #predicates {
            fn into_id(self) -> #name #arguments {
                ::core::convert::From::from(self)
            }
        }
    }
}

fn key_generics(model: &Identified<'_>) -> Generics {
    let types: TokenStream = model.ids().map(|field| field.field.ty.to_token_stream()).collect();
    kept(&model.input.generics, &types)
}

fn encodable(generics: &Generics, model: &Identified<'_>, krate: &CratePath) -> Generics {
    if generics.params.is_empty() {
        return generics.clone();
    }
    let types = model.ids().map(|field| &field.field.ty).filter(|ty| mentions(ty, generics));
    let fields = types.map(|ty| parse_quote!(#ty: #krate::Key));
    let own = parse_quote!(Self: ::core::clone::Clone + ::core::fmt::Debug + ::core::cmp::Eq);
    bounded(generics, [own].into_iter().chain(fields))
}

/// A function that reads the identity: the state must hold it, so it is not unused when nothing else reads it.
pub(crate) fn reads(model: &Identified<'_>) -> TokenStream {
    let (name, fields) = (&model.input.ident, model.ids().map(|field| field.ident));
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    quote! {
        const _: () = {
            #READS
            fn identity #parameters (state: &#name #arguments) #predicates {
                let _ = (#(&state.#fields,)*);
            }
        };
    }
}

/// The identity of `self`.
pub(crate) fn id_value(model: &Identified<'_>) -> TokenStream {
    let fields: Vec<_> = model.ids().map(|field| field.ident).collect();
    if let [only] = fields.as_slice() {
        return quote!(::core::clone::Clone::clone(&self.#only));
    }
    let name = model.key_name();
    quote!(#name { #(#fields: ::core::clone::Clone::clone(&self.#fields)),* })
}

/// What the types of the identity must be, where they depend on parameters.
pub(crate) fn id_bounds(model: &Identified<'_>) -> Option<WherePredicate> {
    let (krate, id) = (&model.krate, id_type(model));
    mentions(&id, &model.input.generics).then(|| parse_quote!(#id: #krate::Key))
}

/// The type of the identity after a mistake: a type that was refused as a key must not be reported once more as one that is no `Key`.
pub(crate) fn stub_id(model: &Identified<'_>) -> TokenStream {
    let krate = &model.krate;
    if model.ids().any(is_refused) {
        return quote!(#krate::String);
    }
    id_type(model)
}

/// The key struct after a mistake.
pub(crate) fn stub_key(model: &Identified<'_>) -> Option<TokenStream> {
    key_struct(model).filter(|_| !model.ids().any(is_refused))
}

fn is_refused(field: &FieldModel<'_>) -> bool {
    let ty = &field.field.ty;
    let found = if field.shard_key.is_some() { sharding::refused(ty) } else { refused(ty) };
    found.is_some()
}
