//! The rules of every struct that fields identify, one function a rule.

use syn::{Attribute, Data, Fields, GenericParam};

use super::{FieldModel, Identified, sharding};
use crate::{
    caching,
    key::check_key_type,
    personal,
    reading::{Errors, check_stored_name, enumerate},
};

const ON_STRUCT: &[&str] = &["cached", "shard"];
const ON_FIELD: &[&str] = &["id", "shard_key"];

pub(crate) fn check(model: &Identified<'_>, errors: &Errors) {
    shape(model, errors);
    owns_its_data(model, errors);
    placement(model, errors);
    one_kind(model, errors);
    name(model, errors);
    identity(model, errors);
    key_name(model, errors);
    key_types(model, errors);
    cached(model, errors);
    personal(model, errors);
    sharding::check(model, errors);
}

fn personal(model: &Identified<'_>, errors: &Errors) {
    personal::misplaced(&model.input.attrs, errors);
    for field in &model.fields {
        let (attributes, ty) = (&field.field.attrs, &field.field.ty);
        match attributes.iter().find(|attribute| personal::is_personal(attribute)) {
            Some(marker) if field.id.is_some() => {
                let one = model.kind.one;
                errors.over(marker.path(), format!("what identifies {one} is part of a stream's name, and is never forgotten; identify it by a number, and keep this in another field"));
            }
            _ => personal::check(attributes, ty, model.kind.place, errors),
        }
    }
}

fn shape(model: &Identified<'_>, errors: &Errors) {
    let (name, one) = (&model.input.ident, model.kind.one);
    match &model.input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {}
        Data::Struct(_) => errors.over(
            name,
            format!("{one} is a struct with named fields: write `struct {name} {{ #[id] id: u64, .. }}`"),
        ),
        Data::Enum(data) => errors.over(
            data.enum_token,
            format!("{one} is a struct: put the enum into a field of it, `struct {name} {{ #[id] id: u64, state: .. }}`"),
        ),
        Data::Union(data) => errors.over(data.union_token, format!("{one} is a struct with named fields, not a union")),
    }
}

fn owns_its_data(model: &Identified<'_>, errors: &Errors) {
    for parameter in &model.input.generics.params {
        if let GenericParam::Lifetime(lifetime) = parameter {
            let message = format!(
                "{} outlives every call, so it cannot borrow; own the data, such as `String` for `&str`",
                model.kind.one
            );
            errors.over(&lifetime.lifetime, message);
        }
    }
}

fn placement(model: &Identified<'_>, errors: &Errors) {
    let misplaced = |attributes: &[Attribute], names: &[&str], remedy: &str| {
        for attribute in attributes {
            if let Some(name) = names.iter().find(|name| attribute.path().is_ident(name)) {
                errors.over(attribute.path(), format!("`#[{name}]` belongs {remedy}"));
            }
        }
    };
    misplaced(&model.input.attrs, ON_FIELD, "on a field");
    let on_struct = [ON_STRUCT, &[model.kind.attribute]].concat();
    for field in &model.fields {
        misplaced(&field.field.attrs, &on_struct, "above the struct, not on a field");
    }
}

fn name(model: &Identified<'_>, errors: &Errors) {
    if let Some(name) = model.naming.name.get() {
        check_stored_name(name, errors);
    }
}

fn identity(model: &Identified<'_>, errors: &Errors) {
    if model.ids().next().is_some() || model.fields.is_empty() && !is_empty_struct(model) {
        return;
    }
    let name = &model.input.ident;
    let candidates = candidates(&model.fields);
    let remedy = if candidates.is_empty() {
        "add a field such as `#[id] id: u64`".to_owned()
    } else {
        format!("put `#[id]` on {}", enumerate(candidates.iter().map(String::as_str), "or"))
    };
    errors.over(name, format!("nothing identifies `{name}`; {remedy}"));
}

fn is_empty_struct(model: &Identified<'_>) -> bool {
    matches!(&model.input.data, Data::Struct(data) if matches!(&data.fields, Fields::Named(fields) if fields.named.is_empty()))
}

// Fields that are called as identifiers are, or else those whose types could be keys.
fn candidates(fields: &[FieldModel<'_>]) -> Vec<String> {
    const NAMES: &[&str] = &["id", "key", "number", "code", "name", "uuid", "email", "slug"];
    let named = |field: &&FieldModel<'_>| {
        let name = field.name();
        name.ends_with("_id") || NAMES.contains(&name.as_str())
    };
    let typed = |field: &&FieldModel<'_>| {
        const TYPES: &[&str] = &["String", "u16", "u32", "u64", "u128", "i32", "i64"];
        let syn::Type::Path(path) = &field.field.ty else {
            return false;
        };
        TYPES.iter().any(|name| path.path.is_ident(name))
    };
    let named: Vec<_> = fields.iter().filter(named).map(FieldModel::name).collect();
    if named.is_empty() {
        return fields.iter().filter(typed).map(FieldModel::name).collect();
    }
    named
}

fn key_name(model: &Identified<'_>, errors: &Errors) {
    let Some((key, name)) = model.naming.key.entry() else {
        return;
    };
    if model.ids().count() == 1 {
        let message = format!(
            "`key = {name}` names the key made of several `#[id]` fields, and here is only one; leave it out"
        );
        errors.over(key, message);
    }
}

fn key_types(model: &Identified<'_>, errors: &Errors) {
    let keys = model.ids().filter(|field| field.shard_key.is_none());
    keys.for_each(|field| check_key_type(&field.field.ty, errors));
}

fn cached(model: &Identified<'_>, errors: &Errors) {
    if let Some((span, cached)) = &model.attributes.cached {
        let ttl = format!("a {} may be served before it is checked", model.kind.loaded);
        caching::check(cached, *span, &ttl, errors);
    }
}

// Both would keep what they store in the same streams.
fn one_kind(model: &Identified<'_>, errors: &Errors) {
    let other = model.kind.other;
    for attribute in model.of_other_kind() {
        let message = format!(
            "a type is an aggregate, which has a history, or an entity, which has none; leave out `#[{other}]` and its derive, or `#[{}]` and its",
            model.kind.attribute
        );
        errors.over(attribute.path(), message);
    }
}
