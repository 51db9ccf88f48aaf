//! What can be done with the cache of a free function: `profile::invalidate(&id)` and its like.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Signature, parse_quote};

use super::{
    Cached,
    load::load_of_key,
    wrapper::{asking, asks, tags},
};
use crate::cached::{argument::referent, key::Part, naming::is_named_in};

/// A generated function.
pub(super) struct Function {
    pub(super) docs: &'static str,
    /// Whether nothing else comes of it than the answer.
    pub(super) must_use: bool,
    pub(super) signature: TokenStream,
    pub(super) body: TokenStream,
}

/// All functions of the type beside a free function.
pub(super) fn of_free(cached: &Cached<'_>) -> Vec<Function> {
    let all = [
        Some(get(cached)),
        Some(put(cached)),
        Some(refresh(cached)),
        warm(cached),
        Some(invalidate(cached)),
        invalidate_tag(cached),
        Some(clear(cached)),
        Some(stats(cached)),
        Some(invalidation(cached)),
        Some(invalidation_of_all(cached)),
    ];
    all.into_iter().flatten().collect()
}

fn get(cached: &Cached<'_>) -> Function {
    let (parameters, key, value) = (parameters(cached), key(cached), &cached.value);
    Function {
        docs: " The answer that the cache has; does not run the function.",
        must_use: true,
        signature: quote!(fn get(#(#parameters),*) -> ::core::option::Option<#value>),
        body: cached.calls("get", quote!(#key)),
    }
}

fn put(cached: &Cached<'_>) -> Function {
    let (parameters, key, value) = (parameters(cached), key(cached), &cached.value);
    let tags = tags_of_key(cached);
    let made = quote::format_ident!("value", span = proc_macro2::Span::mixed_site());
    Function {
        docs: " Puts an answer into the cache, as if the function had just given it.",
        must_use: false,
        signature: quote!(fn put(#(#parameters,)* #made: #value)),
        body: cached.calls("put", quote!(#key, #tags, #made)),
    }
}

fn refresh(cached: &Cached<'_>) -> Function {
    let signature = Signature { ident: parse_quote!(refresh), ..asking(cached.model.signature()) };
    let docs = if cached.model.answer.as_ref().is_some_and(|answer| answer.is_result()) {
        " Runs the function, whatever the cache has, and keeps the answer.\n\n # Errors\n What the function fails with."
    } else {
        " Runs the function, whatever the cache has, and keeps the answer."
    };
    Function {
        docs,
        must_use: false,
        signature: signature.to_token_stream(),
        body: asks(cached, "refresh"),
    }
}

// What is computed from arguments does not lead back to them, and what a sync function takes by value is gone after one load.
fn warm(cached: &Cached<'_>) -> Option<Function> {
    let model = cached.model;
    if cached.parts.is_empty() || cached.parts.iter().any(|part| part.argument.is_none()) {
        return None;
    }
    let (krate, load) = (&model.krate, load_of_key(cached));
    let is_key = |name: &syn::Ident| cached.parts.iter().any(|part| part.name == *name);
    let others = model.plain_arguments().filter(|argument| !is_key(&argument.name));
    if !model.is_async() && others.clone().any(|argument| argument.referent().is_none()) {
        return None;
    }
    let others = others.map(|argument| {
        let (name, ty) = (&argument.name, &argument.ty);
        quote!(#name: #ty)
    });
    let (keys, items) = keys(cached);
    let names = cached.parts.iter().map(|part| match is_tagged(part, cached) {
        true => part.name.to_token_stream(),
        false => quote!(_),
    });
    let tags = tags_of_key(cached);
    let tags = quote!(|(#(#names,)*)| #tags);
    let (generics, predicates) =
        (&model.signature().generics, &model.signature().generics.where_clause);
    let (asyncness, way, wait) = match &model.signature().asyncness {
        Some(asyncness) => (Some(asyncness), "warm", {
            let place = cached.place();
            Some(quote_spanned!(place=> .await))
        }),
        None => (None, "warm_blocking", None),
    };
    let given = keys_argument();
    Some(Function {
        docs: " Runs the function for all keys of which the cache has no answer yet.",
        must_use: false,
        signature: quote! {
            #asyncness fn warm #generics (
                #(#others,)*
                #given: impl ::core::iter::IntoIterator<Item = #items>
            ) -> #krate::WarmUp #predicates
        },
        body: {
            let call = cached.calls(way, quote!(#keys, #tags, #load));
            quote!(#call #wait)
        },
    })
}

// An argument of the user's may have the same name.
fn keys_argument() -> Ident {
    Ident::new("keys", Span::mixed_site())
}

// A key of one part is passed as it is, not as a tuple of one.
fn keys(cached: &Cached<'_>) -> (TokenStream, TokenStream) {
    let ty = cached.model.key_type(&cached.parts);
    if cached.parts.len() > 1 {
        return (keys_argument().to_token_stream(), ty);
    }
    let given = keys_argument();
    let only = cached.parts.iter().map(|part| cached.model.owned_type(part)).collect();
    let keys = quote! {
        ::core::iter::Iterator::map(::core::iter::IntoIterator::into_iter(#given), |key| (key,))
    };
    (keys, only)
}

fn invalidate(cached: &Cached<'_>) -> Function {
    let (parameters, key) = (parameters(cached), key(cached));
    Function {
        docs: " Drops the answer; a load that is under way is not kept either.",
        must_use: false,
        signature: quote!(fn invalidate(#(#parameters),*)),
        body: cached.calls("invalidate", quote!(#key)),
    }
}

fn invalidate_tag(cached: &Cached<'_>) -> Option<Function> {
    cached.model.options().tags.get().map(|_| Function {
        docs: " Drops all answers with the tag.",
        must_use: false,
        signature: quote!(fn invalidate_tag(tag: &::core::primitive::str)),
        body: cached.calls("invalidate_tag", quote!(tag)),
    })
}

fn clear(cached: &Cached<'_>) -> Function {
    Function {
        docs: " Drops all answers.",
        must_use: false,
        signature: quote!(fn clear()),
        body: cached.calls("clear", quote!()),
    }
}

fn stats(cached: &Cached<'_>) -> Function {
    let krate = &cached.model.krate;
    Function {
        docs: " What the cache has done.",
        must_use: true,
        signature: quote!(fn stats() -> #krate::Statistics),
        body: cached.calls("stats", quote!()),
    }
}

/// Drops the answer at its own end.
pub(super) fn invalidation(cached: &Cached<'_>) -> Function {
    let name = cached.name("invalidation");
    let (parameters, key, krate) = (parameters(cached), key(cached), &cached.model.krate);
    Function {
        docs: " Drops the answer when it is dropped itself, and what was loaded until then.",
        must_use: false,
        signature: quote!(fn #name(#(#parameters),*) -> #krate::Invalidation),
        body: cached.calls("invalidation", quote!(#key)),
    }
}

fn invalidation_of_all(cached: &Cached<'_>) -> Function {
    let krate = &cached.model.krate;
    Function {
        docs: " Drops all answers when it is dropped itself, and what was loaded until then.",
        must_use: false,
        signature: quote!(fn invalidation_of_all() -> #krate::Invalidation),
        body: cached.calls("invalidation_of_all", quote!()),
    }
}

fn parameters(cached: &Cached<'_>) -> Vec<TokenStream> {
    let parameters = cached.parts.iter().map(|part| {
        let (name, ty) = (&part.name, part.borrowed_type());
        quote!(#name: &#ty)
    });
    parameters.collect()
}

fn key(cached: &Cached<'_>) -> TokenStream {
    cached.key(cached.parts.iter().map(|part| part.name.to_token_stream()))
}

// Tags are written for the arguments of the function, and here are references to parts of the key.
fn tags_of_key(cached: &Cached<'_>) -> TokenStream {
    let (krate, tags) = (&cached.model.krate, tags(cached));
    let mut arguments = cached
        .parts
        .iter()
        .filter(|part| is_tagged(part, cached))
        .map(|part| {
            let (name, ty) = (&part.name, part.ty);
            match referent(ty) {
                Some(referent) => {
                    quote!(let #name = ::core::borrow::Borrow::<#referent>::borrow(#name);)
                }
                None => quote!(let #name = <#ty as #krate::OwnCopy>::own_copy(#name);),
            }
        })
        .peekable();
    if arguments.peek().is_none() { tags } else { quote!({ #(#arguments)* #tags }) }
}

fn is_tagged(part: &Part<'_>, cached: &Cached<'_>) -> bool {
    is_named_in(tags(cached), &part.name)
}
