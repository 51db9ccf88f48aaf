//! The rules for entities beyond those of every struct that fields identify.

use crate::{
    identified::{self, Identified},
    reading::{Errors, check_stored_field},
};

pub(crate) fn check(model: &Identified<'_>, errors: &Errors) {
    identified::check(model, errors);
    fields(model, errors);
}

// What is put must be what is got.
fn fields(model: &Identified<'_>, errors: &Errors) {
    for field in &model.fields {
        check_stored_field(&field.field.attrs, &field.field.ty, "a record", errors);
    }
}
