//! The rules for events, one function a rule.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{
    Attribute, FnArg, GenericParam, Pat, PatType, Path, ReceiverKind, ReturnType, Safety,
    Signature, Type, Visibility, ext::IdentExt,
};

use super::model::{EventMethod, Model, Unstorable, unstorable};
use crate::{
    event::check_names,
    personal,
    reading::{Errors, Item, check_stored_field},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    not_empty(model, errors);
    only_methods(model, errors);
    no_lifetimes(model, errors);
    for event in &model.events {
        method(event, errors);
    }
    variants(model, errors);
    check_names(&model.stored, errors);
}

/// A trait's impl holds no events; nothing else about it is looked at.
pub(crate) fn not_of_trait(of_trait: &Path, errors: &Errors) {
    let message = "events stand in an `impl` of the aggregate itself; above a hand-written `impl Apply for ..` put `#[fold]`";
    errors.over(of_trait, message);
}

fn not_empty(model: &Model<'_>, errors: &Errors) {
    if model.block.items.is_empty() {
        let message = "nothing can happen here; write one method an event: `fn opened(&mut self, owner: String) { .. }`";
        errors.over(model.block.impl_token, message);
    }
}

fn only_methods(model: &Model<'_>, errors: &Errors) {
    for item in &model.block.items {
        if let Item::Other { keyword, .. } = item {
            errors.over(keyword, "only methods can be events; move this into a plain `impl` block");
        }
    }
}

fn no_lifetimes(model: &Model<'_>, errors: &Errors) {
    for parameter in &model.block.generics.params {
        if let GenericParam::Lifetime(lifetime) = parameter {
            errors.over(&lifetime.lifetime, "an aggregate and its events outlive every call, so they cannot borrow; own the data");
        }
    }
}

fn method(event: &EventMethod<'_>, errors: &Errors) {
    let signature = &event.method.signature;
    visibility(&event.method.visibility, errors);
    keywords(signature, errors);
    no_generics(signature, errors);
    receiver(signature, errors);
    nothing_returned(&signature.output, errors);
    for input in &signature.inputs {
        if let FnArg::Typed(argument) = input {
            check_argument(argument, errors);
        }
    }
    fields(event, errors);
    variant(event, errors);
    personal::misplaced(&event.method.attributes, errors);
    let inputs = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let named = inputs.filter(|argument| matches!(*argument.pat, Pat::Ident(_)));
    let fields = named.zip(&event.fields).map(|(argument, field)| {
        personal::Candidate::new(&argument.attrs, Some(&field.ident), &argument.ty)
    });
    personal::check_event(&fields.collect::<Vec<_>>(), errors);
}

fn fields(event: &EventMethod<'_>, errors: &Errors) {
    for field in event.fields.iter().filter(|field| field.taken) {
        let (argument, name) = (&field.ident, field.ident.to_string());
        let name = name.trim_start_matches('_');
        errors.over(argument, format!("another argument is the field `{name}` already, because a leading underscore does not count; rename one"));
    }
}

fn visibility(visibility: &Visibility, errors: &Errors) {
    if !matches!(visibility, Visibility::Inherited) {
        let message = "an event is not called from outside, it is recorded by a command; remove the visibility";
        errors.over(visibility, message);
    }
}

fn keywords(signature: &Signature, errors: &Errors) {
    if let Some(keyword) = &signature.asyncness {
        errors.over(keyword, "an event only changes the state, again at every replay; await in front of the command instead");
    }
    if let Some(keyword) = &signature.constness {
        errors.over(keyword, "an event is never a `const fn`; remove `const`");
    }
    if !matches!(signature.safety, Safety::Default) {
        errors.over(
            &signature.safety,
            "replay calls every event without conditions; remove the keyword",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.over(abi, "an event is called from Rust only; remove `extern`");
    }
}

fn no_generics(signature: &Signature, errors: &Errors) {
    let generics = &signature.generics;
    if !generics.params.is_empty() {
        errors.over(&generics.params, "an event is stored, so its types are known; write them out, or put the parameter on the `impl`");
    }
    if let Some(clause) = &generics.where_clause {
        errors.over(
            clause,
            "an event has no conditions of its own; put the where-clause on the `impl`",
        );
    }
}

fn receiver(signature: &Signature, errors: &Errors) {
    const REMEDY: &str = "an event changes the state: it takes `&mut self`";
    match signature.receiver() {
        Some(receiver) => match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => {}
            _ => errors.over(receiver, REMEDY),
        },
        None => errors.over(&signature.ident, REMEDY),
    }
}

fn nothing_returned(output: &ReturnType, errors: &Errors) {
    if let ReturnType::Type(_, ty) = output {
        errors.over(ty, "an event has happened and returns nothing; refusals belong into the command that records it");
    }
}

fn check_argument(argument: &PatType, errors: &Errors) {
    pattern(&argument.pat, errors);
    owned(&argument.ty, errors);
    check_stored_field(&argument.attrs, &argument.ty, "the event", errors);
    argument.attrs.iter().for_each(|attribute| argument_attribute(attribute, errors));
}

fn pattern(pattern: &Pat, errors: &Errors) {
    let plain = match pattern {
        Pat::Ident(name) => {
            name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none()
        }
        _ => false,
    };
    if !plain {
        errors.over(pattern, "the argument is a field of the event and needs a plain name; take it apart in the body");
    }
}

fn owned(ty: &Type, errors: &Errors) {
    match unstorable(ty.to_token_stream()) {
        Some(Unstorable::Borrowed) => {
            errors.over(ty, format!("an event outlives the call: take {}", owned_instead(ty)))
        }
        Some(Unstorable::Unnamed(keyword)) => {
            errors.over(ty, format!("an event is stored, so its types are known: name the type instead of `{keyword} ..`"));
        }
        None => {}
    }
}

fn owned_instead(ty: &Type) -> &'static str {
    let Type::Reference(reference) = ty else {
        return "what owns its data, such as `String` for `&str`";
    };
    match reference.elem.to_token_stream().to_string().as_str() {
        "str" => "`String`, not `&str`",
        "[u8]" => "`Vec<u8>`, not `&[u8]`",
        _ => "the value itself, not a reference",
    }
}

fn argument_attribute(attribute: &Attribute, errors: &Errors) {
    if attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr") {
        errors.over(
            attribute,
            "an event has the same fields in every build; put the `#[cfg]` on the method",
        );
    }
}

fn variant(event: &EventMethod<'_>, errors: &Errors) {
    let method = &event.method.signature.ident;
    if event.variant == *method {
        errors.over(method, format!("`{method}` makes no name for a variant; name the event as what has happened, such as `opened`"));
    }
}

fn variants(model: &Model<'_>, errors: &Errors) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (index, (event, stored)) in model.events.iter().zip(&model.stored).enumerate() {
        let Some(first) = taken.insert(event.variant.unraw().to_string(), index) else {
            continue;
        };
        let Some((other, other_stored)) = model.events.get(first).zip(model.stored.get(first))
        else {
            continue;
        };
        if stored.conditional && other_stored.conditional {
            continue;
        }
        let (method, other, variant) =
            (&event.method.signature.ident, &other.method.signature.ident, &event.variant);
        errors.over(
            method,
            format!("`{other}` and `{method}` would both be the variant `{variant}`; rename one"),
        );
    }
}
