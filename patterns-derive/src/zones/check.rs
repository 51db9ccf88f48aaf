//! The rules for zones, one function a rule.

use std::collections::HashSet;

use syn::{Data, Fields};

use super::model::Model;
use crate::reading::{Errors, check_stored_name};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    shape(model, errors);
    without_parameters(model, errors);
    without_fields(model, errors);
    names(model, errors);
}

fn shape(model: &Model<'_>, errors: &Errors) {
    let name = &model.input.ident;
    let message =
        format!("zones are the variants of an enum: write `enum {name} {{ EuWest, UsEast }}`");
    match &model.input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.over(name, format!("`{name}` names no zone; give it a variant for each"));
        }
        Data::Enum(_) => {}
        Data::Struct(data) => errors.over(data.struct_token, message),
        Data::Union(data) => errors.over(data.union_token, message),
    }
}

fn without_parameters(model: &Model<'_>, errors: &Errors) {
    if let Some(parameter) = model.input.generics.params.first() {
        errors.over(parameter, "zones are the same for all data; leave the parameter out");
    }
}

fn without_fields(model: &Model<'_>, errors: &Errors) {
    for zone in &model.zones {
        if !matches!(zone.variant.fields, Fields::Unit) {
            errors.over(
                &zone.variant.fields,
                "a zone is only a name; what tells things in it apart is another `#[shard_key]` field",
            );
        }
    }
}

fn names(model: &Model<'_>, errors: &Errors) {
    let mut known = HashSet::new();
    for zone in &model.zones {
        let name = zone.name();
        if let Some(given) = zone.given.get() {
            check_stored_name(given, errors);
        }
        if !known.insert(name.clone()) {
            let message = format!(
                "two zones are called \"{name}\"; give one another name, `#[zone(name = \"..\")]`"
            );
            errors.over(&zone.variant.ident, message);
        }
    }
}
