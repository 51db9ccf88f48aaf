//! The impl of `Aggregate`, and everything that goes with it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, WherePredicate, parse_quote};

use super::{
    attributes::{ShardOptions, Strategy},
    handle,
    identity::{id_type, initial_values, key_struct, reads},
    model::Model,
};
use crate::{
    caching,
    key::refused,
    writing::{Fingerprint, IMPLS, STUBS, bounded, mentions, placed_at},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let generics = generics(model);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, shape, initial) = (id_type(model), shape(model), initial(model));
    let declared = [snapshots(model), cache(model), sharding(model)];
    let (handle, key, reads) = (handle::expand(model), key_struct(model), reads(model));
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::Aggregate for #name #arguments #predicates {
            type Id = #id;
            const NAME: &'static ::core::primitive::str = #stored;
            const SHAPE: #krate::Fingerprint = #shape;
            #(#declared)*
            fn initial(id: &Self::Id) -> Self {
                #initial
            }
        }
        #reads
        #key
        #handle
    }
}

/// Impls that let the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let generics = bounded(&model.input.generics, own_bounds(model));
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, handle) = (stub_id(model), handle::expand(model));
    let key =
        key_struct(model).filter(|_| model.ids().all(|field| refused(&field.field.ty).is_none()));
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Aggregate for #name #arguments #predicates {
            type Id = #id;
            const NAME: &'static ::core::primitive::str = #stored;
            const SHAPE: #krate::Fingerprint = #krate::Fingerprint::new(0);
            fn initial(_: &Self::Id) -> Self {
                loop {}
            }
        }
        #key
        #handle
    }
}

// A type that was refused as a key must not be reported once more as one that is no `Key`.
fn stub_id(model: &Model<'_>) -> TokenStream {
    let krate = &model.krate;
    if model.ids().any(|field| refused(&field.field.ty).is_some()) {
        return quote!(#krate::std::string::String);
    }
    id_type(model)
}

fn generics(model: &Model<'_>) -> Generics {
    let (generics, krate) = (&model.input.generics, &model.krate);
    let generic = |ty: &&syn::Type| mentions(ty, generics);
    let only_id = model.ids().map(|field| &field.field.ty).filter(|_| model.ids().count() == 1);
    let ids = only_id.filter(generic).map(|ty| parse_quote!(#ty: #krate::Key));
    let mut predicates: Vec<WherePredicate> = own_bounds(model);
    predicates.extend(ids);
    predicates.extend(composite_key_bound(model));
    predicates.extend(default_bounds(model));
    predicates.extend(snapshot_bound(model));
    predicates.extend(cache_bounds(model));
    bounded(generics, predicates)
}

fn own_bounds(model: &Model<'_>) -> Vec<WherePredicate> {
    let generic = !model.input.generics.params.is_empty();
    let own =
        generic.then(|| parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static));
    own.into_iter().collect()
}

fn composite_key_bound(model: &Model<'_>) -> Option<WherePredicate> {
    let (krate, id) = (&model.krate, id_type(model));
    let composite = model.ids().count() > 1 && mentions(&id, &model.input.generics);
    composite.then(|| parse_quote!(#id: #krate::Key))
}

fn default_bounds(model: &Model<'_>) -> Vec<WherePredicate> {
    let generics = &model.input.generics;
    if model.attributes.aggregate.options.initial.get().is_some() {
        return Vec::new();
    }
    let state = model.fields.iter().filter(|field| field.id.is_none()).map(|field| &field.field.ty);
    let generic = state.filter(|ty| mentions(ty, generics));
    generic.map(|ty| parse_quote!(#ty: ::core::default::Default)).collect()
}

fn snapshot_bound(model: &Model<'_>) -> Option<WherePredicate> {
    let krate = &model.krate;
    let generic = !model.input.generics.params.is_empty();
    let snapshots = model.attributes.aggregate.options.snapshot.get().filter(|_| generic);
    snapshots
        .map(|_| parse_quote!(Self: #krate::serde::Serialize + #krate::serde::de::DeserializeOwned))
}

fn cache_bounds(model: &Model<'_>) -> Vec<WherePredicate> {
    let krate = &model.krate;
    let generic = !model.input.generics.params.is_empty();
    let Some((_, cached)) = model.attributes.cached.as_ref().filter(|_| generic) else {
        return Vec::new();
    };
    let weighed = caching::weighs_serialized(&cached.options)
        .then(|| parse_quote!(Self: #krate::serde::Serialize));
    [parse_quote!(Self: ::core::clone::Clone)].into_iter().chain(weighed).collect()
}

/// Names and types of the fields, and what serde does to them: all that decides whether an old snapshot still fits.
fn shape(model: &Model<'_>) -> TokenStream {
    let mut shape = Fingerprint::default();
    shape.add(serde_attributes(&model.input.attrs));
    for field in &model.fields {
        let ty = &field.field.ty;
        shape.add(serde_attributes(&field.field.attrs)).add(field.ident).add(quote!(: #ty,));
    }
    if let Some(version) = model.attributes.aggregate.options.version.get() {
        shape.add(quote!(version = #version));
    }
    shape.expression(&model.krate)
}

fn serde_attributes(attributes: &[syn::Attribute]) -> TokenStream {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.map(ToTokens::to_token_stream).collect()
}

fn initial(model: &Model<'_>) -> TokenStream {
    if let Some(path) = model.attributes.aggregate.options.initial.get() {
        return quote!(#path(id));
    }
    let values = initial_values(model);
    quote!(Self { #(#values),* })
}

fn snapshots(model: &Model<'_>) -> Option<TokenStream> {
    let krate = &model.krate;
    let (key, snapshot) = model.attributes.aggregate.options.snapshot.entry()?;
    let every: u64 = snapshot.options.every.get()?.base10_parse().ok()?;
    // A state that cannot be serialized is underlined at the option that asks for it.
    let policy = quote_spanned!(key.span().resolved_at(Span::call_site())=> Snapshots::every);
    Some(quote! {
        const SNAPSHOTS: ::core::option::Option<#krate::Snapshots<Self>> = ::core::option::Option::Some(
            #krate::#policy(#every)
        );
    })
}

fn cache(model: &Model<'_>) -> Option<TokenStream> {
    let krate = &model.krate;
    let (span, cached) = model.attributes.cached.as_ref()?;
    let policy = caching::policy(&cached.options, krate)?;
    let weighing = caching::weighing(&cached.options);
    // A state that cannot be cached is underlined at the attribute that asks for it.
    let new = placed_at(*span, quote!(#krate::Caching::<Self>::new));
    let caching = quote_spanned!(span.resolved_at(Span::call_site())=> #new(#policy));
    Some(quote! {
        const CACHE: ::core::option::Option<#krate::Caching<Self>> = ::core::option::Option::Some(
            #caching #weighing
        );
    })
}

fn sharding(model: &Model<'_>) -> Option<TokenStream> {
    let krate = &model.krate;
    let keys: Vec<String> = model.shard_keys().map(|field| field.name()).collect();
    if keys.is_empty() {
        return None;
    }
    let default = ShardOptions::default();
    let shard = model.attributes.shard.as_ref().map_or(&default, |(_, shard)| &shard.options);
    let strategy = strategy(shard);
    let group = shard.group.get().map(|group| quote!(.group(#group)));
    Some(quote! {
        const SHARDING: ::core::option::Option<#krate::ShardPolicy> = ::core::option::Option::Some(
            #krate::ShardPolicy::new(&[#(#keys),*], #krate::ShardStrategy::#strategy)#group
        );
    })
}

fn strategy(shard: &ShardOptions) -> TokenStream {
    let points = shard.split.get().into_iter().flatten();
    match shard.by.get().unwrap_or(&Strategy::Hash) {
        Strategy::Hash => quote!(Hash),
        Strategy::Range => quote!(Range(&[#(#points),*])),
        Strategy::Zone => quote!(Zone),
        Strategy::Directory => quote!(Directory),
    }
}
