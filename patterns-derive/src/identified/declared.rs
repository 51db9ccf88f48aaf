//! What the attributes declare, as constants of the impl.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{WherePredicate, parse_quote};

use super::Identified;
use crate::{
    caching,
    writing::{IMPLS, placed_at},
};

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

/// Tells the attribute macro `#[cached]` that the attribute was read, were it wrongly.
pub(crate) fn reads_cached(model: &Identified<'_>) -> Option<TokenStream> {
    model.attributes.cached.as_ref()?;
    let (name, krate) = (&model.input.ident, &model.krate);
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::ReadsCached for #name #arguments #predicates {}
    })
}
