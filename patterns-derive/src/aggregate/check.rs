//! The rules for aggregates beyond those of every struct that fields identify, one function a rule.

use super::{model::Model, snapshot};
use crate::{
    identified,
    reading::{Errors, check_stored_field},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    identified::check(&model.identified, errors);
    snapshots(model, errors);
    version(model, errors);
    once_within(model, errors);
}

fn snapshots(model: &Model<'_>, errors: &Errors) {
    let Some((key, snapshot)) = model.options.snapshot.entry() else {
        return;
    };
    for field in &model.identified.fields {
        check_stored_field(&field.field.attrs, &field.field.ty, "a snapshot", errors);
    }
    snapshot::check(key, snapshot, errors);
}

fn version(model: &Model<'_>, errors: &Errors) {
    if let Some(version) = model.options.version.get()
        && version.base10_parse::<u32>().is_err()
    {
        errors.over(version, "the version must fit into 32 bits");
    }
}

fn once_within(model: &Model<'_>, errors: &Errors) {
    match model.options.once_within.get().map(|window| (window, window.base10_parse::<u64>())) {
        Some((window, Ok(0))) => errors.over(
            window,
            "no command is found again among the last 0 events; leave `once_within` out for 1000",
        ),
        Some((window, Err(_))) => {
            errors.over(window, "the number of events must fit into 64 bits");
        }
        Some((_, Ok(_))) | None => {}
    }
}
