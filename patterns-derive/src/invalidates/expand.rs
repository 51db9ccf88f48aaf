//! The function, with guards in front of its body that invalidate when they are dropped: at its end, at a panic, or with
//! its future.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{ExprPath, Ident, PathArguments, ext::IdentExt};

use super::target::{Callee, Target};

pub(crate) fn expand(item: TokenStream, targets: &[Target]) -> TokenStream {
    let guards = targets.iter().map(guard);
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.pop() {
        let statements = body.stream();
        let mut guarded = Group::new(body.delimiter(), quote!(#(#guards)* #statements));
        guarded.set_span(body.span());
        tokens.push(guarded.into());
    }
    tokens.into_iter().collect()
}

fn guard(target: &Target) -> TokenStream {
    let invalidation = match &target.key {
        Some(key) => {
            let (path, references) =
                (of_key(&target.function), key.iter().map(|part| quote!(&(#part))));
            quote!(#path(#(#references),*))
        }
        None => of_all(&target.function),
    };
    let guard = quote_spanned!(Span::mixed_site()=> _invalidation);
    quote!(let #guard = #invalidation;)
}

fn of_key(function: &Callee) -> TokenStream {
    match function {
        Callee::Free(path) => beside(path, "invalidation"),
        Callee::OfType(path) => renamed(path, "invalidation"),
        Callee::OfSelf(method) => {
            let invalidation = suffixed(method, "invalidation");
            quote!(Self::#invalidation)
        }
    }
}

fn of_all(function: &Callee) -> TokenStream {
    match function {
        Callee::Free(path) => {
            let all = beside(path, "invalidation_of_all");
            quote!(#all())
        }
        Callee::OfType(path) => {
            let cache = renamed(path, "cache");
            quote!(#cache().invalidation_of_all())
        }
        Callee::OfSelf(method) => {
            let cache = suffixed(method, "cache");
            quote!(Self::#cache().invalidation_of_all())
        }
    }
}

// `profile::<T>` has the same cache for every `T`.
fn beside(path: &ExprPath, function: &str) -> TokenStream {
    let mut path = path.clone();
    let mut place = Span::call_site();
    if let Some(last) = path.path.segments.last_mut() {
        last.arguments = PathArguments::None;
        place = last.ident.span();
    }
    let function = Ident::new(function, place.resolved_at(Span::call_site()));
    quote!(#path::#function)
}

fn renamed(path: &ExprPath, suffix: &str) -> TokenStream {
    let mut path = path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.arguments = PathArguments::None;
        last.ident = suffixed(&last.ident, suffix);
    }
    path.to_token_stream()
}

fn suffixed(method: &Ident, suffix: &str) -> Ident {
    format_ident!("{}_{suffix}", method.unraw(), span = method.span())
}
