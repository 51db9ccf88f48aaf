//! The rules for cached functions, one function a rule.

mod key;
mod options;
mod signature;

use super::model::Model;
use crate::{caching, reading::Errors};

pub(crate) use signature::is_cached_again;

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    let place = model.signature().ident.span();
    caching::check(
        model.cached,
        place,
        "an answer may be served before it is computed again",
        errors,
    );
    signature::check(model, errors);
    options::check(model, errors);
    key::check(model, errors);
}
