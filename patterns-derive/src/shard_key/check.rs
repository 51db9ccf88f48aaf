//! What can decide a shard, one function a rule.

use std::collections::HashSet;

use syn::Data;

use super::model::{Model, Shape, VariantModel};
use crate::{
    reading::{Errors, check_stored_name},
    sharding::{check_normalized, check_shard_key_type},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    shape(model, errors);
    split(model, errors);
    for field in model.fields() {
        check_shard_key_type(field.ty, errors);
        check_normalized(field.normalize.key(), field.ty, errors);
    }
    if let Shape::Enum(variants) = &model.shape {
        names(variants, errors);
    }
}

fn shape(model: &Model<'_>, errors: &Errors) {
    let name = &model.input.ident;
    match (&model.shape, &model.input.data) {
        (Shape::Struct(fields), _) if fields.is_empty() => errors.over(
            name,
            format!("`{name}` has no fields and so only one value; a shard key tells things apart, give it a field"),
        ),
        (Shape::Enum(variants), _) if variants.is_empty() => errors.over(
            name,
            format!("`{name}` has no variants and so no value; a shard key tells things apart, give it some"),
        ),
        (_, Data::Union(data)) => errors.over(
            data.union_token,
            "a shard key is a struct or an enum; a union does not know which of its fields holds the value",
        ),
        _ => {}
    }
}

fn split(model: &Model<'_>, errors: &Errors) {
    let Some(key) = model.options.split.key() else { return };
    match &model.shape {
        Shape::Struct(fields) if fields.len() <= 1 => {}
        _ => errors.over(
            key,
            "ranges are cut along one field, so `split` goes with a struct that has only one; leave it out",
        ),
    }
}

fn names(variants: &[VariantModel<'_>], errors: &Errors) {
    let mut known = HashSet::new();
    for variant in variants {
        let name = variant.stored_name();
        if let Some(given) = variant.given.get() {
            check_stored_name(given, errors);
        }
        if !known.insert(name.clone()) {
            let message = format!(
                "two variants have the name \"{name}\", so their places would be the same; \
                 give one another, `#[shard_key(name = \"..\")]`"
            );
            errors.over(variant.ident, message);
        }
    }
}
