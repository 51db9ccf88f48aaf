//! The impl of `Aggregate`, and everything that goes with it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, WherePredicate, parse_quote};

use super::{handle, model::Model};
use crate::{
    identified::{
        FieldModel, Identified, beside, cache, cache_bounds, id_bounds, id_type, key_struct,
        one_shard, reads, reads_cached, shard_bounds, sharding, stub_id, stub_key,
    },
    writing::{Fingerprint, IMPLS, STUBS, bounded, mentions},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let Identified { input, krate, .. } = &model.identified;
    let (name, stored) = (&input.ident, model.identified.stored_name());
    let generics = generics(model);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, shape, initial) = (id_type(&model.identified), shape(model), initial(model));
    let (cache, sharding) = (cache(&model.identified), sharding(&model.identified));
    let declared = [snapshots(model), cache, once_within(model), sharding];
    let (key, reads) = (key_struct(&model.identified), reads(&model.identified));
    let (handle, cached) = (handle::expand(model), reads_cached(&model.identified));
    let (beside, personal) = (beside(&model.identified), model.identified.personal());
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
        #cached
        #beside
        #personal
    }
}

/// Impls that let the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let Identified { input, krate, .. } = &model.identified;
    let (name, stored) = (&input.ident, model.identified.stored_name());
    let generics = bounded(&input.generics, own_bounds(model));
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, key) = (stub_id(&model.identified), stub_key(&model.identified));
    let (handle, cached) = (handle::expand(model), reads_cached(&model.identified));
    let one_shard = one_shard(&model.identified);
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
        #cached
        #one_shard
    }
}

fn generics(model: &Model<'_>) -> Generics {
    let mut predicates: Vec<WherePredicate> = own_bounds(model);
    predicates.extend(id_bounds(&model.identified));
    predicates.extend(default_bounds(model));
    predicates.extend(snapshot_bound(model));
    predicates.extend(cache_bounds(&model.identified));
    predicates.extend(shard_bounds(&model.identified));
    bounded(&model.identified.input.generics, predicates)
}

fn own_bounds(model: &Model<'_>) -> Vec<WherePredicate> {
    let generic = !model.identified.input.generics.params.is_empty();
    let own =
        generic.then(|| parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static));
    own.into_iter().collect()
}

fn default_bounds(model: &Model<'_>) -> Vec<WherePredicate> {
    let generics = &model.identified.input.generics;
    if model.options.initial.get().is_some() {
        return Vec::new();
    }
    let state = model
        .identified
        .fields
        .iter()
        .filter(|field| field.id.is_none())
        .map(|field| &field.field.ty);
    let generic = state.filter(|ty| mentions(ty, generics));
    generic.map(|ty| parse_quote!(#ty: ::core::default::Default)).collect()
}

fn snapshot_bound(model: &Model<'_>) -> Option<WherePredicate> {
    let krate = &model.identified.krate;
    let generic = !model.identified.input.generics.params.is_empty();
    let snapshots = model.options.snapshot.get().filter(|_| generic);
    snapshots
        .map(|_| parse_quote!(Self: #krate::serde::Serialize + #krate::serde::de::DeserializeOwned))
}

/// Names and types of the fields, what serde does to them, and what the fold begins with: all that decides whether an old snapshot still fits.
fn shape(model: &Model<'_>) -> TokenStream {
    let mut shape = Fingerprint::default();
    shape.add(serde_attributes(&model.identified.input.attrs));
    for field in &model.identified.fields {
        let ty = &field.field.ty;
        shape.add(serde_attributes(&field.field.attrs)).add(field.ident).add(quote!(: #ty,));
    }
    if let Some(initial) = model.options.initial.get() {
        shape.add(quote!(initial = #initial));
    }
    if let Some(version) = model.options.version.get() {
        shape.add(quote!(version = #version));
    }
    shape.expression(&model.identified.krate)
}

fn serde_attributes(attributes: &[syn::Attribute]) -> TokenStream {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.map(ToTokens::to_token_stream).collect()
}

fn initial(model: &Model<'_>) -> TokenStream {
    if let Some(path) = model.options.initial.get() {
        return quote!(#path(id));
    }
    let values = initial_values(model);
    quote!(Self { #(#values),* })
}

fn snapshots(model: &Model<'_>) -> Option<TokenStream> {
    let krate = &model.identified.krate;
    let (key, snapshot) = model.options.snapshot.entry()?;
    let policy = snapshot.options.policy(krate);
    // A state that cannot be serialized is underlined at the option that asks for it.
    let when = quote_spanned!(key.span().resolved_at(Span::call_site())=> Snapshots::when);
    Some(quote! {
        const SNAPSHOTS: ::core::option::Option<#krate::Snapshots<Self>> = ::core::option::Option::Some(
            #krate::#when(#policy)
        );
    })
}

fn once_within(model: &Model<'_>) -> Option<TokenStream> {
    let window: u64 = model.options.once_within.get()?.base10_parse().ok()?;
    Some(quote!(const ONCE_WITHIN: ::core::primitive::u64 = #window;))
}

/// The fields of the initial state: the identity is copied from the key, the rest is empty.
fn initial_values(model: &Model<'_>) -> Vec<TokenStream> {
    let single = model.identified.ids().count() == 1;
    let from_key = |field: &FieldModel<'_>| {
        let ident = field.ident;
        let source = if single { quote!(id) } else { quote!(&id.#ident) };
        quote!(#ident: ::core::clone::Clone::clone(#source))
    };
    let values = model.identified.fields.iter().map(|field| {
        let (ident, ty) = (field.ident, &field.field.ty);
        if field.id.is_some() {
            return from_key(field);
        }
        quote!(#ident: <#ty as ::core::default::Default>::default())
    });
    values.collect()
}
