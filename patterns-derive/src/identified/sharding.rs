//! The rules of `#[shard_key]` and `#[shard(..)]`, one function a rule.

use super::Identified;
use crate::{
    reading::Errors,
    sharding::{self, Part, check_shard_key_type},
};

pub(super) fn check(model: &Identified<'_>, errors: &Errors) {
    let parts = model.parts();
    inside_identity(model, errors);
    parts.iter().for_each(|part| check_shard_key_type(part.ty, errors));
    something_decides(model, &parts, errors);
    if model.attributes.shard.options.group.is_given() {
        nothing_beside_group(model, &parts, errors);
        one_key_in_group(&parts, errors);
    } else {
        sharding::check(&model.attributes.shard, &parts, errors);
    }
}

fn inside_identity(model: &Identified<'_>, errors: &Errors) {
    for field in model.fields.iter().filter(|field| field.id.is_none()) {
        let Some(key) = &field.shard_key else { continue };
        let message = format!(
            "the shard key must be part of the identity: the shard has to be known before the {} is loaded; \
             put `#[id]` on `{}` as well",
            model.kind.loaded,
            field.name()
        );
        errors.at(key.span, message);
    }
}

fn something_decides(model: &Identified<'_>, parts: &[Part<'_>], errors: &Errors) {
    if let Some(span) = model.attributes.shard_span
        && parts.is_empty()
        && !model.fields.is_empty()
    {
        errors.at(
            span,
            "nothing says which field decides the shard; put `#[shard_key]` on an `#[id]` field",
        );
    }
}

// Equal keys would lie apart.
fn nothing_beside_group(model: &Identified<'_>, parts: &[Part<'_>], errors: &Errors) {
    let placement = &model.attributes.shard.options.placement;
    for key in
        [placement.by.key(), placement.split.key(), placement.zones.key()].into_iter().flatten()
    {
        errors.over(key, format!("the group says how places are computed, for all of its types; leave `{key}` out, or move it to `#[shard_group(..)]`"));
    }
    for part in parts {
        if let Some(key) = part.options.bytes.key() {
            errors.over(
                key,
                "the group says how places are computed, for all of its types; leave `bytes` out",
            );
        }
        if let Some(key) = part.options.normalize.key() {
            errors.over(key, "the key of the group says what is normalized, for all of its types; put `normalize` on the field of a `#[derive(ShardKey)]`");
        }
    }
}

fn one_key_in_group(parts: &[Part<'_>], errors: &Errors) {
    if let Some(second) = parts.get(1) {
        errors.at(second.declared, "a group has one key; make the fields one type with `#[derive(ShardKey)]`, or keep one `#[shard_key]`");
    }
}
