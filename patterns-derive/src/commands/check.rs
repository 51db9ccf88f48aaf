//! The rules for commands, one function a rule.

use quote::ToTokens;
use syn::{FnArg, Path, ReceiverKind, ReturnType, Safety, Signature, Type, ext::IdentExt};

use super::model::Model;
use crate::reading::{Errors, Item, borrows};

/// What every handle can do already: a command of the same name would hide it.
pub(crate) const RESERVED: &[&str] = &[
    "load",
    "load_with",
    "update",
    "record",
    "read",
    "id",
    "version",
    "history",
    "events",
    "stream",
    "undo",
    "redo",
    "revert_to",
    "snapshot",
    "close_stream",
    "at",
    "as_of",
    "by",
    "because",
    "correlated",
    "header",
    "occurred",
    "once",
    "forget",
    "verify",
    "verify_against",
    "sign_off",
    "clone",
    "deref",
    "from",
    "into",
];

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    not_empty(model, errors);
    only_methods(model, errors);
    for command in &model.commands {
        method(&command.method.signature, errors);
    }
}

/// A trait's impl holds no commands; nothing else about it is looked at.
pub(crate) fn not_of_trait(of_trait: &Path, errors: &Errors) {
    errors.over(
        of_trait,
        "commands stand in an `impl` of the aggregate itself; call them from the trait's methods",
    );
}

fn not_empty(model: &Model<'_>, errors: &Errors) {
    if model.block.items.is_empty() {
        errors.over(
            model.block.impl_token,
            "there is no command here; write `pub fn open(&self, owner: String) -> Result<AccountEvent, AccountError> { .. }`",
        );
    }
}

fn only_methods(model: &Model<'_>, errors: &Errors) {
    for item in &model.block.items {
        if let Item::Other { keyword, .. } = item {
            errors
                .over(keyword, "only methods can be commands; move this into a plain `impl` block");
        }
    }
}

fn method(signature: &Signature, errors: &Errors) {
    reserved(signature, errors);
    keywords(signature, errors);
    receiver(signature, errors);
    decision(signature, errors);
    for input in &signature.inputs {
        if let FnArg::Typed(argument) = input {
            check_argument(&argument.ty, errors);
        }
    }
}

fn reserved(signature: &Signature, errors: &Errors) {
    let name = signature.ident.unraw().to_string();
    if RESERVED.contains(&name.as_str()) {
        errors.over(
            &signature.ident,
            format!("every handle has `{name}` already; give the command another name"),
        );
    }
}

fn keywords(signature: &Signature, errors: &Errors) {
    if let Some(keyword) = &signature.asyncness {
        errors.over(
            keyword,
            "a command is pure and may run again; fetch what it needs before and pass it in",
        );
    }
    if let Some(keyword) = &signature.constness {
        errors.over(keyword, "a command is never a `const fn`; remove `const`");
    }
    if !matches!(signature.safety, Safety::Default) {
        errors.over(
            &signature.safety,
            "a command is called through the handle, without conditions; remove the keyword",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.over(abi, "a command is called from Rust only; remove `extern`");
    }
}

fn receiver(signature: &Signature, errors: &Errors) {
    let Some(receiver) = signature.receiver() else {
        let message = "a command decides on a state: it takes `&self`; move associated functions into a plain `impl` block";
        return errors.over(&signature.ident, message);
    };
    match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => {}
        ReceiverKind::Reference(_, _, Some(_)) => {
            errors.over(
                receiver,
                "a command decides, it does not change: take `&self` and return an event",
            );
        }
        _ => errors.over(receiver, "a command may run again when another was faster: take `&self`"),
    }
}

fn decision(signature: &Signature, errors: &Errors) {
    match &signature.output {
        ReturnType::Default => errors.over(
            &signature.ident,
            "a command returns what happens: an event, an `Option`, a `Vec` or an array of events, or a `Result` of these",
        ),
        ReturnType::Type(_, ty) if borrows_from_state(ty) => {
            errors.over(ty, "the answer outlives the state it was decided on, so it cannot borrow; own it, or borrow for `'static`");
        }
        ReturnType::Type(..) => {}
    }
}

// A reference without a lifetime, or an elided one: it would borrow from the state.
fn borrows_from_state(ty: &Type) -> bool {
    borrows(ty.to_token_stream(), |lifetime| lifetime == "_")
}

fn check_argument(ty: &Type, errors: &Errors) {
    match ty {
        Type::ImplTrait(_) => errors.over(
            ty,
            "name the type instead of `impl ..`: `fn open<T: Into<String>>(&self, owner: T)`",
        ),
        Type::Reference(reference) if reference.mutability.is_some() => {
            errors.over(
                ty,
                "a command may run again, so it cannot change its arguments; take `&` or the value",
            );
        }
        _ => {}
    }
}
