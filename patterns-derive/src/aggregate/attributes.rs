//! `#[aggregate(..)]`, `#[cached(..)]` and `#[shard(..)]`.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitInt, LitStr, Path};

use crate::{
    caching::{PolicyOptions, policy_options},
    reading::{CratePath, Errors, Group, Options, Slot, Value, enumerate, nearest},
};

/// What the attributes of the struct say.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) aggregate: Group<AggregateOptions>,
    pub(crate) cached: Option<(Span, Group<PolicyOptions>)>,
    pub(crate) shard: Option<(Span, Group<ShardOptions>)>,
}

/// `#[aggregate(..)]`.
#[derive(Default)]
pub(crate) struct AggregateOptions {
    pub(crate) name: Slot<LitStr>,
    pub(crate) version: Slot<LitInt>,
    pub(crate) snapshot: Slot<Group<SnapshotOptions>>,
    pub(crate) initial: Slot<Path>,
    pub(crate) key: Slot<Ident>,
    pub(crate) handle: Slot<Ident>,
    pub(crate) krate: Slot<CratePath>,
}

const AGGREGATE: &Options<AggregateOptions> = &[
    ("name", |into, value| into.name.fill(value, Value::text)),
    ("version", |into, value| into.version.fill(value, Value::number)),
    ("snapshot", |into, value| {
        into.snapshot.fill(value, |value| value.nested(SNAPSHOT, "every = 100"))
    }),
    ("initial", |into, value| into.initial.fill(value, |value| value.path("Account::new"))),
    ("key", |into, value| into.key.fill(value, Value::name)),
    ("handle", |into, value| into.handle.fill(value, Value::name)),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

/// `snapshot(..)`.
#[derive(Default)]
pub(crate) struct SnapshotOptions {
    pub(crate) every: Slot<LitInt>,
}

const SNAPSHOT: &Options<SnapshotOptions> =
    &[("every", |into, value| into.every.fill(value, Value::number))];

/// `#[shard(..)]`.
#[derive(Default)]
pub(crate) struct ShardOptions {
    pub(crate) by: Slot<Strategy>,
    pub(crate) split: Slot<Vec<LitStr>>,
    pub(crate) group: Slot<LitStr>,
}

/// How a shard key finds its slot.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strategy {
    Hash,
    Range,
    Zone,
    Directory,
}

const STRATEGIES: &[(&str, Strategy)] = &[
    ("hash", Strategy::Hash),
    ("range", Strategy::Range),
    ("zone", Strategy::Zone),
    ("directory", Strategy::Directory),
];

const SHARD: &Options<ShardOptions> = &[
    ("by", |into, value| into.by.fill(value, |value| strategy(&value.name()?))),
    ("split", |into, value| into.split.fill(value, Value::texts)),
    ("group", |into, value| into.group.fill(value, Value::text)),
];

fn strategy(name: &Ident) -> syn::Result<Strategy> {
    if let Some((_, strategy)) = STRATEGIES.iter().find(|(known, _)| name == known) {
        return Ok(*strategy);
    }
    let known = || STRATEGIES.iter().map(|(name, _)| *name);
    let remedy = match nearest(&name.to_string(), known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write {}", enumerate(known(), "or")),
    };
    Err(syn::Error::new(name.span(), format!("`{name}` is no way to spread shards; {remedy}")))
}

impl Attributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &Errors) -> Self {
        let mut read = Self::default();
        for attribute in attributes {
            read.read_one(attribute, errors);
        }
        read
    }

    fn read_one(&mut self, attribute: &Attribute, errors: &Errors) {
        let path = attribute.path();
        if path.is_ident("aggregate") {
            self.aggregate.read_attribute(AGGREGATE, attribute, errors);
        } else if path.is_ident("cached") {
            given(&mut self.cached, attribute).1.read_attribute(
                &policy_options(),
                attribute,
                errors,
            );
        } else if path.is_ident("shard") {
            given(&mut self.shard, attribute).1.read_attribute(SHARD, attribute, errors);
        }
    }
}

fn given<'a, T: Default>(
    slot: &'a mut Option<(Span, T)>,
    attribute: &Attribute,
) -> &'a mut (Span, T) {
    let span = attribute
        .path()
        .segments
        .last()
        .map_or_else(Span::call_site, |segment| segment.ident.span());
    slot.get_or_insert_with(|| (span, T::default()))
}
