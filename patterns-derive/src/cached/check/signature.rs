//! The rules for the function itself.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, FnArg, PatType, Receiver, ReceiverKind, ReturnType, Safety, Signature, Type};

use crate::{
    cached::{
        argument::{plain_name, referent, ungrouped},
        model::Model,
        naming::is_borrowed,
    },
    reading::Errors,
    writing::{contains, is_cfg, mentions},
};

pub(super) fn check(model: &Model<'_>, errors: &Errors) {
    let signature = model.signature();
    attributes(model, errors);
    keywords(signature, errors);
    inside_impl(model, errors);
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => check_receiver(receiver, errors),
            FnArg::Typed(argument) => check_argument(argument, model, errors),
        }
    }
    answer(model, errors);
}

/// Whether there is another `#[cached]` on the function.
pub(crate) fn is_cached_again(model: &Model<'_>) -> bool {
    model.function.attributes.iter().any(|attribute| is_named(attribute, "cached"))
}

fn is_named(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == name)
}

fn attributes(model: &Model<'_>, errors: &Errors) {
    for attribute in &model.function.attributes {
        let path = attribute.path();
        if is_named(attribute, "cached") {
            errors.over(path, "`#[cached]` is given twice; keep one");
        } else if is_named(attribute, "invalidates") {
            errors.over(
                path,
                "a cached function is not run on a hit, so it cannot invalidate; put `#[invalidates]` on the function that writes",
            );
        }
    }
}

fn keywords(signature: &Signature, errors: &Errors) {
    if let Some(keyword) = &signature.constness {
        errors.over(
            keyword,
            "what a `const fn` computes at compile time needs no cache; remove one of the two",
        );
    }
    if !matches!(signature.safety, Safety::Default) {
        errors.over(
            &signature.safety,
            "a load may run for other callers, whose conditions nobody knows; wrap the unsafe call in a safe function",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.over(abi, "a cached function is called from Rust only; remove `extern`");
    }
}

// Beside a free function stands an item of its name, and an `impl` cannot hold one. Without a receiver only `Self` gives it away.
fn inside_impl(model: &Model<'_>, errors: &Errors) {
    let signature = model.signature();
    if !model.is_method() && contains(signature.to_token_stream(), "Self") {
        errors.over(
            &signature.ident,
            "a function in an `impl` is cached by its receiver: take `&self` (with `shared` if it does not matter), or move it out of the `impl`",
        );
    }
}

fn check_receiver(receiver: &Receiver, errors: &Errors) {
    let changes = match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => contains(ty.to_token_stream(), "mut"),
        _ => false,
    };
    if changes {
        errors.over(
            receiver,
            "on a hit the body does not run, so it cannot change anything; take `&self`",
        );
    }
}

fn check_argument(argument: &PatType, model: &Model<'_>, errors: &Errors) {
    plain(argument, errors);
    unconditional(argument, errors);
    match ungrouped(&argument.ty) {
        Type::ImplTrait(ty) => errors.over(
            ty,
            "name the type instead of `impl ..`: what is cached under a key cannot depend on a type without a name",
        ),
        Type::Reference(reference) if reference.mutability.is_some() => errors.over(
            &argument.ty,
            "on a hit the body does not run, so it cannot change its arguments; take `&` or the value",
        ),
        ty if model.is_async() && is_borrowed(referent(ty).unwrap_or(ty)) => errors.over(
            ty,
            "a load outlives the caller that began it, so it cannot borrow inside an argument; own it, such as `Option<String>` for `Option<&str>`",
        ),
        _ => {}
    }
}

fn plain(argument: &PatType, errors: &Errors) {
    if plain_name(argument).is_none() {
        errors.over(&argument.pat, "name the argument, and take it apart in the body: the key and the load call it by its name");
    }
}

fn unconditional(argument: &PatType, errors: &Errors) {
    for attribute in argument.attrs.iter().filter(|attribute| is_cfg(attribute)) {
        errors.over(attribute, "an argument cannot come and go, as the key may be made of it; put `#[cfg]` on two functions");
    }
}

fn answer(model: &Model<'_>, errors: &Errors) {
    let Some(answer) = &model.answer else {
        let signature = model.signature();
        let nothing: TokenStream = match &signature.output {
            ReturnType::Default => signature.ident.to_token_stream(),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        return errors.over(nothing, "there is nothing to cache: the function returns no value");
    };
    let ty = answer.ty.to_token_stream();
    if contains(ty.clone(), "impl") {
        errors.over(ty, "name the type instead of `impl ..`: the cache is made for one type");
    } else if model.is_method() && contains(ty.clone(), "Self") {
        errors.over(ty, "name the type instead of `Self`: the cache stands outside of the `impl`");
    } else if mentions(&ty, &model.signature().generics) {
        errors.over(
            ty,
            "all callers share one cache, so what it holds cannot depend on a type parameter; return one type, or cache in one function for each",
        );
    } else if is_borrowed(&ty) {
        errors.over(ty, "a cached answer outlives the call, so it cannot borrow; own it, such as `String` for `&str`");
    }
}
