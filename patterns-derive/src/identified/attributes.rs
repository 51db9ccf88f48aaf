//! `#[cached(..)]` and `#[shard(..)]`, and the options that every attribute of a derive has.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr};

use crate::{
    caching::{PolicyOptions, policy_options},
    reading::{CratePath, Errors, Group, Options, Slot, Value, enumerate, nearest},
};

/// How things are called: options of `#[aggregate(..)]` and of `#[entity(..)]`.
#[derive(Default)]
pub(crate) struct Naming {
    pub(crate) name: Slot<LitStr>,
    pub(crate) key: Slot<Ident>,
    pub(crate) krate: Slot<CratePath>,
}

/// What the other attributes of the struct say.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) cached: Option<(Span, Group<PolicyOptions>)>,
    pub(crate) shard: Option<(Span, Group<ShardOptions>)>,
}

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
        if path.is_ident("cached") {
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
