//! The rules for functions that invalidate, one function a rule.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ReturnType;

use super::target::{Callee, Target};
use crate::{
    reading::{Errors, Function},
    writing::contains,
};

pub(crate) fn check(function: &Function, targets: &[Target], errors: &Errors) {
    not_cached(function, errors);
    runs(function, errors);
    ends_when_it_returns(function, errors);
    each_once(targets, errors);
    has_self(function, targets, errors);
}

fn not_cached(function: &Function, errors: &Errors) {
    let paths = function.attributes.iter().map(syn::Attribute::path);
    let cached =
        paths.filter(|path| path.segments.last().is_some_and(|last| last.ident == "cached"));
    for path in cached {
        errors.over(
            path,
            "a cached function is not run on a hit, so it cannot invalidate; put `#[invalidates]` on the function that writes",
        );
    }
}

fn runs(function: &Function, errors: &Errors) {
    if let Some(keyword) = &function.signature.constness {
        errors.over(keyword, "a `const fn` writes nothing that is cached; remove `const`");
    }
}

// What `async_trait` makes of a method is such a function as well.
fn ends_when_it_returns(function: &Function, errors: &Errors) {
    if let ReturnType::Type(_, ty) = &function.signature.output
        && is_future(ty.to_token_stream())
    {
        errors.over(
            ty,
            "entries are invalidated when the function returns, and its future has not run by then; \
             make it an `async fn`, or call one that bears `#[invalidates]`",
        );
    }
}

fn is_future(ty: TokenStream) -> bool {
    ty.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident.to_string().ends_with("Future"),
        TokenTree::Group(group) => is_future(group.stream()),
        _ => false,
    })
}

fn each_once(targets: &[Target], errors: &Errors) {
    let mut seen = BTreeSet::new();
    for target in targets {
        let written = target.written.to_token_stream().to_string();
        if !seen.insert(written) {
            errors.over(&target.written, "these entries are named twice; keep one");
        }
    }
}

fn has_self(function: &Function, targets: &[Target], errors: &Errors) {
    if function.signature.receiver().is_some() {
        return;
    }
    let naming = |target: &&Target| {
        let mut key = target.key.iter().flatten();
        matches!(target.function, Callee::OfSelf(_))
            || key.any(|part| contains(part.to_token_stream(), "self"))
    };
    for target in targets.iter().filter(naming) {
        errors.over(
            &target.written,
            format!(
                "`{}` has no `self`; name the type of the method: `Type::method(key)`",
                function.signature.ident
            ),
        );
    }
}
