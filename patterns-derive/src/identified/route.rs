//! Where a thing lies, by the part of its identity that decides it.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, Path, WherePredicate, parse_quote, spanned::Spanned};

use super::Identified;
use crate::{
    reading::CratePath,
    sharding::{self, Part, Whole},
    writing::{IMPLS, mentions, placed_at},
};

/// `SHARDING` and `route`, if something decides the shard.
pub(crate) fn sharding(model: &Identified<'_>) -> Option<TokenStream> {
    let (krate, parts) = (&model.krate, model.parts());
    if parts.is_empty() {
        return None;
    }
    let (policy, place) = match model.attributes.shard.options.group.get() {
        Some(group) => (group_policy(model, group, &parts), group_place(model, group, &parts)),
        None => (policy(model, &parts), place(model, &parts)),
    };
    let placement = &model.attributes.shard.options.placement;
    let agreement = sharding::generic_agreement(placement, &parts, &model.input.generics, krate);
    let derived = Ident::new(model.kind.derived, Span::call_site());
    Some(quote! {
        const SHARDING: ::core::option::Option<&'static #krate::ShardPolicy> =
            ::core::option::Option::Some(&const { #policy });
        fn route(id: &Self::Id) -> ::core::option::Option<#krate::Route> {
            #agreement
            let policy = <Self as #krate::#derived>::SHARDING?;
            ::core::option::Option::Some(#krate::Route::new(#place, policy))
        }
    })
}

/// What stands beside the impl: what the compiler is asked, and that a type without shard key is not spread.
pub(crate) fn beside(model: &Identified<'_>) -> Option<TokenStream> {
    let (krate, parts) = (&model.krate, model.parts());
    if parts.is_empty() {
        return one_shard(model);
    }
    let placement = &model.attributes.shard.options.placement;
    sharding::agreement(placement, &parts, &model.input.generics, krate)
}

/// That a type is not spread over shards. Where two derives stand, which is a mistake, the other one says it.
pub(crate) fn one_shard(model: &Identified<'_>) -> Option<TokenStream> {
    if model.of_other_kind().next().is_some() {
        return None;
    }
    let (name, krate) = (&model.input.ident, &model.krate);
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::OneShard for #name #arguments #predicates {}
    })
}

/// What the types of the shard key must be, where they depend on parameters.
pub(crate) fn shard_bounds(model: &Identified<'_>) -> Vec<WherePredicate> {
    let (krate, generics, parts) = (&model.krate, &model.input.generics, model.parts());
    match (model.attributes.shard.options.group.get(), parts.first()) {
        (Some(group), Some(part)) if mentions(part.ty, generics) => {
            let ty = part.ty;
            vec![parse_quote!(#ty: #krate::SameKey<<#group as #krate::ShardGroup>::Key>)]
        }
        (Some(_), _) => Vec::new(),
        (None, _) => {
            let placement = &model.attributes.shard.options.placement;
            sharding::requirements(placement, &parts, generics, krate)
        }
    }
}

fn policy(model: &Identified<'_>, parts: &[Part<'_>]) -> TokenStream {
    let (krate, names) = (&model.krate, parts.iter().map(|part| &part.name));
    let strategy = sharding::strategy_of(&model.attributes.shard.options.placement, parts, krate);
    let lowercase: Vec<_> =
        parts.iter().filter(|part| part.is_lowercase()).map(|part| &part.name).collect();
    let lowercase = (!lowercase.is_empty()).then(|| quote!(.lowercase(&[#(#lowercase),*])));
    quote!(#krate::ShardPolicy::new(&[#(#names),*], #strategy) #lowercase)
}

fn place(model: &Identified<'_>, parts: &[Part<'_>]) -> TokenStream {
    let placement = &model.attributes.shard.options.placement;
    let whole = Whole { value: quote!(id), ty: quote!(Self::Id) };
    sharding::place(placement, parts, &quote!(policy), &whole, &model.krate)
}

fn group_policy(model: &Identified<'_>, group: &Path, parts: &[Part<'_>]) -> TokenStream {
    let (krate, names) = (&model.krate, parts.iter().map(|part| &part.name));
    let [name, strategy] = ["NAME", "STRATEGY"].map(|item| of_group(group, item, krate));
    quote!(#krate::ShardPolicy::new(&[#(#names),*], #strategy).group(#name))
}

// Named with the type that the user wrote: another than the group's is underlined there.
fn group_place(model: &Identified<'_>, group: &Path, parts: &[Part<'_>]) -> TokenStream {
    let krate = &model.krate;
    let [key, place] = ["Key", "place"].map(|item| of_group(group, item, krate));
    let at_group = |tokens| placed_at(group.span(), tokens);
    let keys = parts.iter().map(|part| {
        let (ty, value) = (part.ty, &part.value);
        let (less, same) = (at_group(quote!(<)), at_group(quote!(::same(#value))));
        quote!(#less #ty as #krate::SameKey<#key>> #same)
    });
    at_group(quote!(#place(#(#keys),*)))
}

// What is no group is underlined where it is named.
fn of_group(group: &Path, item: &str, krate: &CratePath) -> TokenStream {
    let item = Ident::new(item, Span::call_site());
    placed_at(group.span(), quote!(<#group as #krate::ShardGroup>::#item))
}
