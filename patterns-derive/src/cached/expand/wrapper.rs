//! The function as its callers see it, and the function that holds its body.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, FnArg, Pat, Signature, spanned::Spanned};

use super::{Cached, load::load};
use crate::{
    cached::key::Part,
    reading::CratePath,
    writing::{IMPLS, LOADS, Lints, is_deprecation, lints, placed_at, without_expectation},
};

/// Asks the cache first.
pub(crate) fn wrapper(cached: &Cached<'_>) -> TokenStream {
    let function = cached.model.function;
    let attributes = function.attributes.iter().cloned().map(without_expectation);
    let (visibility, signature) = (&function.visibility, asking(&function.signature));
    let (body, uses_deprecated) = (asks(cached, "call"), uses_deprecated(cached));
    quote! {
        #(#attributes)*
        #uses_deprecated
        #LOADS
        #visibility #signature {
            #body
        }
    }
}

/// Holds the body, as it was written.
pub(crate) fn uncached(cached: &Cached<'_>) -> TokenStream {
    let function = cached.model.function;
    let lints = lints(&function.attributes);
    let uses_deprecated = uses_deprecated(cached);
    let mut signature = function.signature.clone();
    signature.ident = cached.name("uncached");
    let body = &function.body;
    quote! {
        #(#lints)*
        #uses_deprecated
        #LOADS
        #signature #body
    }
}

/// The body of a deprecated function may use what is deprecated, as it did before it was taken out of it.
pub(crate) fn uses_deprecated(cached: &Cached<'_>) -> Option<Lints> {
    cached.model.function.attributes.iter().any(is_deprecation).then_some(IMPLS)
}

/// A call of the cache under the key, with a load if it is needed.
pub(crate) fn asks(cached: &Cached<'_>, way: &str) -> TokenStream {
    let key = cached.key(cached.parts.iter().map(Part::reference));
    let (tags, load) = (tags(cached), load(cached));
    let is_async = cached.model.is_async();
    let way = if is_async { way.to_owned() } else { format!("{way}_blocking") };
    let place = cached.place();
    let wait = is_async.then(|| quote_spanned!(place=> .await));
    let call = cached.calls(&way, quote!(#key, || #tags, #load));
    let call = quote!(#call #wait);
    let is_result = cached.model.answer.as_ref().is_some_and(|answer| answer.is_result());
    if is_result {
        return call;
    }
    quote! {
        match #call {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(never) => match never {},
        }
    }
}

/// The signature without `mut` before names: only the body changes its arguments.
pub(crate) fn asking(signature: &Signature) -> Signature {
    let mut signature = signature.clone();
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(pattern) = &mut *argument.pat {
                    pattern.mutability = None;
                }
            }
        }
    }
    signature
}

/// The tags as texts.
pub(crate) fn tags(cached: &Cached<'_>) -> TokenStream {
    let krate = &cached.model.krate;
    let tags = cached.model.options().tags.get().into_iter().flat_map(|tags| &tags.0);
    let texts: Vec<TokenStream> = tags.map(|tag| tag_text(tag, krate)).collect();
    if texts.is_empty() {
        return quote!(#krate::Vec::new());
    }
    let texts = texts.iter().map(ToTokens::to_token_stream);
    quote!(<#krate::Vec<_> as ::core::convert::From<_>>::from([#(#texts),*]))
}

fn tag_text(tag: &Expr, krate: &CratePath) -> TokenStream {
    let to_tag = placed_at(tag.span(), quote!(#krate::Tag::to_tag));
    quote_spanned!(tag.span().resolved_at(Span::call_site())=> #to_tag(&(#tag)))
}
