//! The rules for aggregates, one function a rule.

use syn::{Attribute, Data, Fields, GenericParam, LitStr};

use super::{
    attributes::{ShardOptions, Strategy},
    model::{FieldModel, Model},
};
use crate::{
    caching,
    key::check_key_type,
    reading::{Errors, Group, check_stored_field, check_stored_name, enumerate},
};

const ON_STRUCT: &[&str] = &["aggregate", "cached", "shard"];
const ON_FIELD: &[&str] = &["id", "shard_key"];

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    shape(model, errors);
    owns_its_data(model, errors);
    placement(model, errors);
    name(model, errors);
    identity(model, errors);
    key_name(model, errors);
    key_types(model, errors);
    snapshots(model, errors);
    version(model, errors);
    cached(model, errors);
    shard_key(model, errors);
    sharding(model, errors);
}

fn shape(model: &Model<'_>, errors: &Errors) {
    let name = &model.input.ident;
    match &model.input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {}
        Data::Struct(_) => errors.over(
            name,
            format!("an aggregate is a struct with named fields: write `struct {name} {{ #[id] id: u64, .. }}`"),
        ),
        Data::Enum(data) => errors.over(
            data.enum_token,
            format!("an aggregate is a struct: put the enum into a field of it, `struct {name} {{ #[id] id: u64, state: .. }}`"),
        ),
        Data::Union(data) => errors.over(data.union_token, "an aggregate is a struct with named fields, not a union"),
    }
}

fn owns_its_data(model: &Model<'_>, errors: &Errors) {
    for parameter in &model.input.generics.params {
        if let GenericParam::Lifetime(lifetime) = parameter {
            let message = "an aggregate outlives every call, so it cannot borrow; own the data, such as `String` for `&str`";
            errors.over(&lifetime.lifetime, message);
        }
    }
}

fn placement(model: &Model<'_>, errors: &Errors) {
    let misplaced = |attributes: &[Attribute], names: &[&str], remedy: &str| {
        for attribute in attributes {
            if let Some(name) = names.iter().find(|name| attribute.path().is_ident(name)) {
                errors.over(attribute.path(), format!("`#[{name}]` belongs {remedy}"));
            }
        }
    };
    misplaced(&model.input.attrs, ON_FIELD, "on a field");
    for field in &model.fields {
        misplaced(&field.field.attrs, ON_STRUCT, "above the struct, not on a field");
    }
}

fn name(model: &Model<'_>, errors: &Errors) {
    if let Some(name) = model.attributes.aggregate.options.name.get() {
        check_stored_name(name, errors);
    }
}

fn identity(model: &Model<'_>, errors: &Errors) {
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

fn is_empty_struct(model: &Model<'_>) -> bool {
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

fn key_name(model: &Model<'_>, errors: &Errors) {
    let Some((key, name)) = model.attributes.aggregate.options.key.entry() else {
        return;
    };
    if model.ids().count() == 1 {
        let message = format!(
            "`key = {name}` names the key made of several `#[id]` fields, and here is only one; leave it out"
        );
        errors.over(key, message);
    }
}

fn key_types(model: &Model<'_>, errors: &Errors) {
    let keys = model.fields.iter().filter(|field| field.id.is_some() || field.shard_key.is_some());
    keys.for_each(|field| check_key_type(&field.field.ty, errors));
}

fn snapshots(model: &Model<'_>, errors: &Errors) {
    let Some((key, snapshot)) = model.attributes.aggregate.options.snapshot.entry() else {
        return;
    };
    for field in &model.fields {
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
    if let Some(version) = model.attributes.aggregate.options.version.get()
        && version.base10_parse::<u32>().is_err()
    {
        errors.over(version, "the version must fit into 32 bits");
    }
}

fn cached(model: &Model<'_>, errors: &Errors) {
    if let Some((span, cached)) = &model.attributes.cached {
        caching::check(cached, *span, "a state may be served before it is checked", errors);
    }
}

fn shard_key(model: &Model<'_>, errors: &Errors) {
    for field in model.shard_keys().filter(|field| field.id.is_none()) {
        let span = field.shard_key.unwrap_or_else(|| field.ident.span());
        let message = format!(
            "the shard key must be part of the identity: the shard has to be known before the state is loaded; \
             put `#[id]` on `{}` as well",
            field.name()
        );
        errors.at(span, message);
    }
}

fn sharding(model: &Model<'_>, errors: &Errors) {
    let Some((span, shard)) = &model.attributes.shard else {
        return;
    };
    if model.shard_keys().next().is_none() && !model.fields.is_empty() {
        errors.at(
            *span,
            "nothing says which field decides the shard; put `#[shard_key]` on an `#[id]` field",
        );
    }
    if let Some(group) = shard.options.group.get() {
        check_stored_name(group, errors);
    }
    split_points(shard, errors);
}

fn split_points(shard: &Group<ShardOptions>, errors: &Errors) {
    let Group { options, .. } = shard;
    if let Some((key, Strategy::Range)) = options.by.entry()
        && shard.lacks(|options| &options.split)
    {
        errors.over(key, "ranges need the points between them: `split = [\"G\", \"N\", \"T\"]`");
    }
    let Some((key, points)) = options.split.entry() else { return };
    let by_other = options.by.get().is_some_and(|by| *by != Strategy::Range);
    if by_other || shard.lacks(|options| &options.by) {
        errors.over(key, "`split` goes with `by = range`; write both or none");
    }
    if points.is_empty() {
        errors.over(
            key,
            "no split points make one range of everything; write at least one, `split = [\"N\"]`",
        );
    }
    ascending(points, errors);
}

fn ascending(points: &[LitStr], errors: &Errors) {
    for (before, after) in points.iter().zip(points.iter().skip(1)) {
        let (first, second) = (before.value(), after.value());
        if first >= second {
            errors.over(after, format!("split points ascend: `{second}` must come after `{first}`; sort them, each once"));
        }
    }
}
