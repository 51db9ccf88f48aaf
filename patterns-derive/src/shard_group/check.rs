//! The rules for groups, one function a rule.

use syn::{Data, Fields};

use super::model::Model;
use crate::{
    reading::{Errors, check_stored_name},
    sharding::{self, Strategy, check_shard_key_type},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    shape(model, errors);
    without_parameters(model, errors);
    key(model, errors);
    strategy(model, errors);
    if let Some(name) = model.group.options.name.get() {
        check_stored_name(name, errors);
    }
}

fn shape(model: &Model<'_>, errors: &Errors) {
    let name = &model.input.ident;
    let message = format!("a group is only a name: write `struct {name};`");
    match &model.input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Unit) => {}
        Data::Struct(data) => errors.over(&data.fields, message),
        Data::Enum(data) => errors.over(data.enum_token, message),
        Data::Union(data) => errors.over(data.union_token, message),
    }
}

fn without_parameters(model: &Model<'_>, errors: &Errors) {
    if let Some(parameter) = model.input.generics.params.first() {
        errors.over(parameter, "a group is one for all; leave the parameter out");
    }
}

fn key(model: &Model<'_>, errors: &Errors) {
    if model.group.lacks(|options| &options.key) {
        errors.over(
            &model.input.ident,
            "say of what type the shard keys in the group are: `#[shard_group(key = TenantId)]`",
        );
    }
    if let Some(ty) = model.group.options.key.get() {
        check_shard_key_type(ty, errors);
    }
}

fn strategy(model: &Model<'_>, errors: &Errors) {
    match model.group.options.placement.by.entry() {
        Some((by, Strategy::Composite)) => errors.over(
            by,
            "a group has one key, and a composite place is made of several; write `by = hash`, `range`, `zone` or `directory`",
        ),
        _ => sharding::check(&model.group, &model.parts(), errors),
    }
}
