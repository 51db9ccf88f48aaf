//! The cache itself: one static, made at the first call.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, spanned::Spanned};

use super::{Cached, face::Function};
use crate::{caching, writing::placed_at};

/// A function that answers the cache.
pub(super) fn accessor(cached: &Cached<'_>) -> Function {
    let name = cached.name("cache");
    let ty = cache_type(cached);
    let (guard, made) = (never_a_result(cached), made(cached));
    let krate = &cached.model.krate;
    let placed = |ty| placed_at(cached.place(), ty);
    let lazy = placed(quote!(#krate::LazyLock<#ty>));
    let per_type = placed(quote!(#krate::PerType<#ty>));
    let answer = placed(quote!(&'static #ty));
    // A generic `impl` has one static for all its types, and each of them must have a cache of its own.
    let cache = if cached.is_method() {
        quote! {
            static CACHES: #per_type = #krate::PerType::new();
            CACHES.of::<Self>(|| #made)
        }
    } else {
        quote! {
            static CACHE: #lazy = #krate::LazyLock::new(|| #made);
            &CACHE
        }
    };
    Function {
        docs: " The cache of the function.",
        must_use: true,
        signature: quote!(fn #name() -> #answer),
        body: quote!(#guard #cache),
    }
}

fn cache_type(cached: &Cached<'_>) -> TokenStream {
    let Cached { model, parts, value, error } = cached;
    let (krate, key) = (&model.krate, model.key_type(parts));
    quote!(#krate::FunctionCache<#key, #value, #error>)
}

fn made(cached: &Cached<'_>) -> TokenStream {
    let (krate, options) = (&cached.model.krate, cached.model.options());
    let policy = caching::policy(&options.policy, krate);
    let negative_ttl = caching::time("negative_ttl", &options.negative);
    let error_ttl = caching::time("error_ttl", &options.errors);
    let weighing = caching::weighing(&options.policy);
    let negative =
        options.negative.get().map(|_| quote!(.negative_when(::core::option::Option::is_none)));
    let on_timeout = options.policy.timeout.get().map(|_| {
        let error = &cached.error;
        quote!(.on_timeout(<#error as #krate::FromTimeout>::from_timeout))
    });
    let name = format!("::{}", cached.model.name());
    let new = placed_at(cached.place(), quote!(#krate::FunctionCache::new));
    // What cannot be weighed is underlined at the option that asks for it.
    let place = options.policy.capacity.key().map_or_else(Span::call_site, Ident::span);
    let builder = placed_at(place, quote!(#krate::Builder::new));
    let builder = quote_spanned! {place.resolved_at(Span::call_site())=>
        #builder(::core::concat!(::core::module_path!(), #name), #policy #negative_ttl #error_ttl)
    };
    quote_spanned!(cached.place()=> #new(#builder #weighing #negative #on_timeout))
}

// An alias can hide a `Result`, and its failures would be cached as if they were answers.
fn never_a_result(cached: &Cached<'_>) -> Option<TokenStream> {
    let krate = &cached.model.krate;
    let answer = cached.model.answer.as_ref().filter(|answer| !answer.is_result())?;
    let ty = answer.ty;
    let message = "this type is a `Result` under another name, and its failures would be cached as answers; write `Result<_, _>`";
    let place = ty.span().resolved_at(Span::call_site());
    let check = quote_spanned!(place=> ::core::assert!(!IsResult::<#ty>::IS_RESULT, #message));
    Some(quote! {
        const _: () = {
            use #krate::{IsNoResult as _, IsResult};
            #check
        };
    })
}
