//! The rules for the key.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Expr, ExprLit, Ident, Lit, Type, ext::IdentExt};

use crate::{
    cached::{
        key::{Part, Written},
        model::Model,
        naming::is_borrowed,
    },
    reading::{Errors, enumerate, nearest},
    writing::mentions,
};

/// The runtime looks up keys of at most so many parts.
const MOST_PARTS: usize = 8;

pub(super) fn check(model: &Model<'_>, errors: &Errors) {
    given(model, errors);
    receiver(model, errors);
    not_too_many(model, errors);
    each_once(model, errors);
    for (position, part) in model.written().iter().enumerate() {
        match part.resolved(position, &model.arguments) {
            Some(part) => storable(&part, model, errors),
            None => unresolved(part, model, errors),
        }
    }
}

fn given(model: &Model<'_>, errors: &Errors) {
    // Of a method it is said together with what is missing of `self`.
    let complete = !model.is_method() || model.options().shared.is_given();
    if complete
        && model.plain_arguments().next().is_some()
        && model.cached.lacks(|options| &options.key)
    {
        let message = format!(
            "say which arguments tell one answer from another: `key = {}`, or `key = ()` if none does",
            list(&likely(model))
        );
        errors.over(&model.signature().ident, message);
    }
}

// Connections and the like are passed by reference, identities are not, or as `&str`.
fn likely(model: &Model<'_>) -> Vec<String> {
    let is_identity = |ty: &Type| match ty {
        Type::Reference(reference) => {
            matches!(&*reference.elem, Type::Path(path) if path.path.is_ident("str"))
        }
        _ => true,
    };
    let all: Vec<_> = model.plain_arguments().collect();
    let likely: Vec<_> = all.iter().filter(|argument| is_identity(&argument.ty)).collect();
    let chosen = if likely.is_empty() { all.iter().collect() } else { likely };
    chosen.iter().map(|argument| argument.name.to_string()).collect()
}

fn list(parts: &[String]) -> String {
    match parts {
        [only] => only.clone(),
        several => format!("({})", several.join(", ")),
    }
}

fn receiver(model: &Model<'_>, errors: &Errors) {
    let of_receiver = model.written().iter().find(|part| part.is_of_receiver());
    let shared = model.options().shared.is_given();
    let key = &model.options().key;
    let unreadable = model.cached.has_unknown() || key.is_given() && key.get().is_none();
    match of_receiver {
        Some(part) if !model.is_method() => {
            let message = format!("`{}` has no `self`; name its arguments", model.name());
            errors.over(&part.expression, message);
        }
        Some(part) if shared => errors.over(
            &part.expression,
            "`shared` says that the answer does not depend on `self`, and here it is in the key; keep one of the two",
        ),
        None if model.is_method() && !shared && !unreadable => {
            let message = format!(
                "one cache serves all values of the type, and nothing says whose answer it is: take what identifies `self` \
                 into the key, `key = {}`, or write `shared` if all values give the same answers",
                with_receiver(model)
            );
            errors.over(model.signature().receiver(), message);
        }
        _ => {}
    }
}

fn with_receiver(model: &Model<'_>) -> String {
    let written = model.written().iter().filter_map(Written::name).map(Ident::to_string);
    let others = if model.written().is_empty() { likely(model) } else { written.collect() };
    list(&["self.id: u64".to_owned()].into_iter().chain(others).collect::<Vec<_>>())
}

fn not_too_many(model: &Model<'_>, errors: &Errors) {
    if let Some(part) = model.written().get(MOST_PARTS) {
        let message = format!(
            "a key has at most {MOST_PARTS} parts; put those that belong together into a struct, and pass it as one argument"
        );
        errors.over(&part.expression, message);
    }
}

fn each_once(model: &Model<'_>, errors: &Errors) {
    let mut seen = BTreeSet::new();
    for part in model.written() {
        if !seen.insert(part.expression.to_token_stream().to_string()) {
            let message = format!("`{}` is in the key twice; keep one", shown(&part.expression));
            errors.over(&part.expression, message);
        }
    }
}

fn unresolved(part: &Written, model: &Model<'_>, errors: &Errors) {
    let shown = shown(&part.expression);
    if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &part.expression {
        let message = format!("write the argument without quotes: `key = {}`", text.value());
        return errors.over(text, message);
    }
    let Some(name) = part.name() else {
        let message =
            format!("`{shown}` is no plain argument, so its type must be said: `{shown}: u64`");
        return errors.over(&part.expression, message);
    };
    let arguments: Vec<String> =
        model.plain_arguments().map(|argument| argument.name.unraw().to_string()).collect();
    let known = || arguments.iter().map(String::as_str);
    let remedy = match nearest(&name.unraw().to_string(), known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if arguments.is_empty() => "it has none".to_owned(),
        None => format!("it has {}", enumerate(known(), "and")),
    };
    errors.over(name, format!("`{name}` is no argument of `{}`; {remedy}", model.name()));
}

fn storable(part: &Part<'_>, model: &Model<'_>, errors: &Errors) {
    let ty = part.borrowed_type();
    if mentions(ty, &model.signature().generics) {
        let message = format!(
            "all callers share one cache, so its key cannot depend on a type parameter; convert it: `key = ({}.to_string(): String)`",
            shown(part.expression)
        );
        errors.over(part.expression, message);
    } else if is_borrowed(ty) && !is_refused_as_argument(part, model) {
        let message = format!(
            "a key outlives the call, so it cannot borrow inside `{}`; convert it to a type that owns, and say which: `key = ({}.map(str::to_owned): Option<String>)`",
            shown(ty),
            shown(part.expression)
        );
        errors.over(part.expression, message);
    } else if let Some(float) = part.float() {
        let message = format!(
            "`{float}` cannot be a key, as it is not equal to itself when it is not a number; take its bits: `key = ({}.to_bits(): {})`",
            shown(part.expression),
            float.replace('f', "u")
        );
        errors.over(part.expression, message);
    }
}

// An async function cannot have such an argument at all, which was said at the argument.
fn is_refused_as_argument(part: &Part<'_>, model: &Model<'_>) -> bool {
    part.argument.is_some() && model.is_async()
}

// As people write it; the compiler's own printing puts spaces everywhere.
fn shown(tokens: impl ToTokens) -> String {
    let mut shown = tokens.to_token_stream().to_string();
    for (printed, written) in [
        (" . ", "."),
        (" ::", "::"),
        (":: ", "::"),
        (" (", "("),
        ("& ", "&"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
    ] {
        shown = shown.replace(printed, written);
    }
    shown
}
