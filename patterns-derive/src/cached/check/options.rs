//! The rules for options that only functions have, or that only some functions can have.

use quote::ToTokens;
use syn::{Ident, Type};

use crate::{
    cached::{argument::Argument, model::Model, naming::is_named_in},
    reading::{Errors, Slot},
};

pub(super) fn check(model: &Model<'_>, errors: &Errors) {
    needs_load_of_its_own(model, errors);
    needs_failure(model, errors);
    negative_of_option(model, errors);
    shorter_than_ttl("negative", &model.options().negative, model, errors);
    shorter_than_ttl("errors", &model.options().errors, model, errors);
    shared_by_receivers(model, errors);
    some_tags(model, errors);
    tags_of_key(model, errors);
}

fn needs_load_of_its_own(model: &Model<'_>, errors: &Errors) {
    if model.is_async() {
        return;
    }
    let policy = &model.options().policy;
    let keys = [
        policy.stale_while_revalidate.key(),
        policy.refresh_ahead.key(),
        policy.soft_timeout.key(),
        policy.timeout.key(),
    ];
    for key in keys.into_iter().flatten() {
        let message = format!(
            "`{key}` needs a load that runs on its own, and a sync function loads on its caller's thread; make it `async`, or remove `{key}`"
        );
        errors.over(key, message);
    }
}

fn needs_failure(model: &Model<'_>, errors: &Errors) {
    let Some(answer) = model.answer.as_ref().filter(|answer| !answer.is_result()) else { return };
    let options = model.options();
    let policy = &options.policy;
    let keys = [policy.stale_if_error.key(), policy.timeout.key(), options.errors.key()];
    for key in keys.into_iter().flatten() {
        // That a sync function cannot have it at all was said already.
        if key != "timeout" || model.is_async() {
            errors.over(key, cannot_fail(key, answer.ty));
        }
    }
}

fn cannot_fail(key: &Ident, ty: &Type) -> String {
    let ty = ty.to_token_stream().to_string().replace(' ', "");
    format!(
        "`{key}` is about loads that fail, and `{ty}` is no `Result`; return `Result<{ty}, ..>`, or remove `{key}`"
    )
}

fn negative_of_option(model: &Model<'_>, errors: &Errors) {
    let Some(answer) = &model.answer else { return };
    if let Some(key) = model.options().negative.key()
        && !answer.is_option()
    {
        errors.over(
            key,
            "`negative` says how long a `None` may be served, and the value is no `Option`; return one, or remove `negative`",
        );
    }
}

fn shorter_than_ttl(name: &str, slot: &Slot<u64>, model: &Model<'_>, errors: &Errors) {
    if let (Some((key, time)), Some(ttl)) = (slot.entry(), model.options().policy.ttl.get())
        && time > ttl
    {
        let message = format!("`{name}` cannot be longer than `ttl`; shorten it, or raise `ttl`");
        errors.over(key, message);
    }
}

fn shared_by_receivers(model: &Model<'_>, errors: &Errors) {
    if let Some((key, ())) = model.options().shared.entry()
        && !model.is_method()
    {
        errors.over(key, "`shared` is about methods: all values of the type share the cache; a function without `self` has one cache anyway, remove it");
    }
}

fn some_tags(model: &Model<'_>, errors: &Errors) {
    if let Some((key, tags)) = model.options().tags.entry()
        && tags.0.is_empty()
    {
        errors.over(
            key,
            "there is no tag in the list; name one, `tags = [\"users\"]`, or remove `tags`",
        );
    }
}

// A method has no `put` and no `warm`, so its tags can be made of everything.
fn tags_of_key(model: &Model<'_>, errors: &Errors) {
    let (Some(tags), Some(parts)) = (model.options().tags.get(), model.parts()) else { return };
    let in_key = |argument: &Argument| {
        parts.iter().any(|part| part.argument.is_some_and(|it| it.name == argument.name))
    };
    let others = model.plain_arguments().filter(|argument| !model.is_method() && !in_key(argument));
    for argument in others {
        for tag in tags.0.iter().filter(|tag| is_named_in(tag.to_token_stream(), &argument.name)) {
            let message = format!(
                "tags are made of the key, so that `put` and `warm` can make them as well; take `{}` into the key",
                argument.name
            );
            errors.over(tag, message);
        }
    }
}
