//! The rules for `laws!`, one function a rule.

use quote::ToTokens;
use syn::{Expr, Pat};

use super::{
    attributes::Stored,
    model::{Model, typed},
};
use crate::reading::{Errors, borrows};

pub(crate) fn check(model: &Model, errors: &Errors) {
    one_origin(model, errors);
    some_cases(model, errors);
    some_commands(model, errors);
    some_values(model, errors);
    places_once(model, errors);
    for closure in model.closures() {
        let mut inputs = closure.inputs.iter();
        if inputs.next().is_none() {
            errors.over(closure, "a command is about a state: `|account| account.close()`");
        }
        inputs.for_each(|argument| made_up(argument, errors));
    }
}

fn one_origin(model: &Model, errors: &Errors) {
    if let (Some(_), Some(histories)) = (model.options.events.key(), model.options.histories.key())
    {
        errors.over(
            histories,
            "`events` says already what histories are made of; keep one of the two",
        );
    }
}

fn some_cases(model: &Model, errors: &Errors) {
    let Some(cases) = model.options.cases.get() else { return };
    match cases.base10_parse::<u32>() {
        Ok(1..) => {}
        Ok(0) => {
            errors.over(cases, "a law that is tried with no case always holds; try at least 1")
        }
        Err(error) => errors.push(error),
    }
}

fn some_commands(model: &Model, errors: &Errors) {
    if let Some((key, commands)) = model.options.commands.entry()
        && commands.is_empty()
    {
        errors.over(
            key,
            "name a command, `commands = [|account| account.close()]`, or leave the option out",
        );
    }
}

fn some_values(model: &Model, errors: &Errors) {
    for stored in model.stored() {
        if matches!(&stored.values, Expr::Array(values) if values.elems.is_empty()) {
            let place = stored.place.value();
            errors.over(
                &stored.values,
                format!("name the values that there were: `(\"{place}\", [\"EUR\", \"USD\"])`"),
            );
        }
    }
}

fn places_once(model: &Model, errors: &Errors) {
    let stored = model.stored();
    for (index, Stored { place, .. }) in stored.iter().enumerate() {
        if stored.iter().take(index).any(|other| other.place.value() == place.value()) {
            errors.over(place, "this place has its values already; put all of them into one list");
        }
    }
}

fn made_up(argument: &Pat, errors: &Errors) {
    let Some(argument) = typed(argument) else {
        let shown = argument.to_token_stream();
        errors.over(argument, format!("say which type is made up: `{shown}: i64`"));
        return;
    };
    if borrows(argument.ty.to_token_stream(), |_| true) {
        errors.over(
            &argument.ty,
            "an argument is made up, so it is owned: take a `String`, and borrow it where it is used",
        );
    }
}
