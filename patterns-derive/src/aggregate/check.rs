//! The rules for aggregates beyond those of every struct that fields identify, one function a rule.

use super::model::Model;
use crate::{
    identified,
    reading::{Errors, check_stored_field},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    identified::check(&model.identified, errors);
    snapshots(model, errors);
    version(model, errors);
}

fn snapshots(model: &Model<'_>, errors: &Errors) {
    let Some((key, snapshot)) = model.options.snapshot.entry() else {
        return;
    };
    for field in &model.identified.fields {
        check_stored_field(&field.field.attrs, &field.field.ty, "a snapshot", errors);
    }
    match snapshot.options.every.get().map(|every| (every, every.base10_parse::<u64>())) {
        Some((every, Ok(0))) => {
            errors.over(
                every,
                "a snapshot every 0 events is none; leave `snapshot(..)` out, or write 100",
            );
        }
        Some((_, Ok(_))) => {}
        Some((every, Err(_))) => errors.over(every, "the number of events must fit into 64 bits"),
        None => errors
            .over(key, "say after how many events a snapshot is taken: `snapshot(every = 100)`"),
    }
}

fn version(model: &Model<'_>, errors: &Errors) {
    if let Some(version) = model.options.version.get()
        && version.base10_parse::<u32>().is_err()
    {
        errors.over(version, "the version must fit into 32 bits");
    }
}
