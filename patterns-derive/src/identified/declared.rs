//! What the attributes declare, as constants of the impl.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{WherePredicate, parse_quote};

use super::{
    Identified,
    attributes::{ShardOptions, Strategy},
};
use crate::{caching, writing::placed_at};

/// What a generic type must implement to be cached.
pub(crate) fn cache_bounds(model: &Identified<'_>) -> Vec<WherePredicate> {
    let krate = &model.krate;
    let generic = !model.input.generics.params.is_empty();
    let Some((_, cached)) = model.attributes.cached.as_ref().filter(|_| generic) else {
        return Vec::new();
    };
    let weighed = caching::weighs_serialized(&cached.options)
        .then(|| parse_quote!(Self: #krate::serde::Serialize));
    [parse_quote!(Self: ::core::clone::Clone)].into_iter().chain(weighed).collect()
}

/// `CACHE`, if it is declared.
pub(crate) fn cache(model: &Identified<'_>) -> Option<TokenStream> {
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

/// `SHARDING`, if it is declared.
pub(crate) fn sharding(model: &Identified<'_>) -> Option<TokenStream> {
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
