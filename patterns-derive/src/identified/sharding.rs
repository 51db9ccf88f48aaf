//! The rules of `#[shard_key]` and `#[shard(..)]`, one function a rule.

use syn::LitStr;

use super::{
    Identified,
    attributes::{ShardOptions, Strategy},
};
use crate::reading::{Errors, Group, check_stored_name};

pub(super) fn shard_key(model: &Identified<'_>, errors: &Errors) {
    for field in model.shard_keys().filter(|field| field.id.is_none()) {
        let span = field.shard_key.unwrap_or_else(|| field.ident.span());
        let message = format!(
            "the shard key must be part of the identity: the shard has to be known before the {} is loaded; \
             put `#[id]` on `{}` as well",
            model.kind.loaded,
            field.name()
        );
        errors.at(span, message);
    }
}

pub(super) fn sharding(model: &Identified<'_>, errors: &Errors) {
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
