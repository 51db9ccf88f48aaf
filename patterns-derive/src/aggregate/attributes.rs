//! `#[aggregate(..)]`, `#[cached(..)]` and `#[shard(..)]`.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitInt, LitStr, Path};

use crate::reading::{
    Bound, CratePath, Errors, Options, Slot, Value, bound, duration, enumerate, nearest, percent,
    read_attribute,
};

/// What the attributes of the struct say.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) aggregate: AggregateOptions,
    pub(crate) cached: Option<(Span, CachedOptions)>,
    pub(crate) shard: Option<(Span, ShardOptions)>,
}

/// `#[aggregate(..)]`.
#[derive(Default)]
pub(crate) struct AggregateOptions {
    pub(crate) name: Slot<LitStr>,
    pub(crate) version: Slot<LitInt>,
    pub(crate) snapshot: Slot<SnapshotOptions>,
    pub(crate) initial: Slot<Path>,
    pub(crate) key: Slot<Ident>,
    pub(crate) handle: Slot<Ident>,
    pub(crate) krate: Slot<CratePath>,
}

const AGGREGATE: &Options<AggregateOptions> = &[
    ("name", |into, value| {
        value
            .text()
            .and_then(|(key, name)| into.name.set(key, name))
    }),
    ("version", |into, value| {
        value
            .number()
            .and_then(|(key, version)| into.version.set(key, version))
    }),
    ("snapshot", |into, value| {
        value
            .nested(SNAPSHOT, "every = 100")
            .and_then(|(key, snapshot)| into.snapshot.set(key, snapshot))
    }),
    ("initial", |into, value| {
        value
            .path("Self::new")
            .and_then(|(key, path)| into.initial.set(key, path))
    }),
    ("key", |into, value| {
        value.name().and_then(|(key, name)| into.key.set(key, name))
    }),
    ("handle", |into, value| {
        value
            .name()
            .and_then(|(key, name)| into.handle.set(key, name))
    }),
    ("crate", |into, value| {
        CratePath::read(&mut into.krate, value)
    }),
];

/// `snapshot(..)`.
#[derive(Default)]
pub(crate) struct SnapshotOptions {
    pub(crate) every: Slot<LitInt>,
}

const SNAPSHOT: &Options<SnapshotOptions> = &[("every", |into, value| {
    value
        .number()
        .and_then(|(key, every)| into.every.set(key, every))
})];

/// `#[cached(..)]`. Durations are in milliseconds.
#[derive(Default)]
pub(crate) struct CachedOptions {
    pub(crate) ttl: Slot<Option<u64>>,
    pub(crate) capacity: Slot<Option<Bound>>,
    pub(crate) jitter: Slot<Option<u8>>,
    pub(crate) idle: Slot<Option<u64>>,
    pub(crate) stale_if_error: Slot<Option<u64>>,
    pub(crate) stale_while_revalidate: Slot<Option<u64>>,
    pub(crate) refresh_ahead: Slot<()>,
}

const CACHED: &Options<CachedOptions> = &[
    ("ttl", |into, value| set_duration(&mut into.ttl, value)),
    ("capacity", |into, value| {
        let (key, literal) = value.literal("10_000")?;
        set_checked(&mut into.capacity, key, bound(&literal))
    }),
    ("jitter", |into, value| {
        let (key, literal) = value.literal("10")?;
        set_checked(&mut into.jitter, key, percent(&literal))
    }),
    ("idle", |into, value| set_duration(&mut into.idle, value)),
    ("stale_if_error", |into, value| {
        set_duration(&mut into.stale_if_error, value)
    }),
    ("stale_while_revalidate", |into, value| {
        set_duration(&mut into.stale_while_revalidate, value)
    }),
    ("refresh_ahead", |into, value| {
        value.flag().and_then(|key| into.refresh_ahead.set(key, ()))
    }),
];

fn set_duration(slot: &mut Slot<Option<u64>>, value: Value<'_>) -> syn::Result<()> {
    let (key, literal) = value.literal("60")?;
    set_checked(slot, key, duration(&literal))
}

// The slot is filled even by a wrong value: that the option is wrong must not be reported as that it is missing.
fn set_checked<T>(
    slot: &mut Slot<Option<T>>,
    key: Ident,
    value: syn::Result<T>,
) -> syn::Result<()> {
    let (value, error) = match value {
        Ok(value) => (Some(value), None),
        Err(error) => (None, Some(error)),
    };
    slot.set(key, value)?;
    error.map_or(Ok(()), Err)
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
    ("by", |into, value| {
        let (key, name) = value.name()?;
        into.by.set(key, strategy(&name)?)
    }),
    ("split", |into, value| {
        value
            .texts()
            .and_then(|(key, points)| into.split.set(key, points))
    }),
    ("group", |into, value| {
        value
            .text()
            .and_then(|(key, group)| into.group.set(key, group))
    }),
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
    Err(syn::Error::new(
        name.span(),
        format!("`{name}` is no way to spread shards; {remedy}"),
    ))
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
            read_attribute(&mut self.aggregate, AGGREGATE, attribute, errors);
        } else if path.is_ident("cached") {
            read_attribute(
                &mut given(&mut self.cached, attribute).1,
                CACHED,
                attribute,
                errors,
            );
        } else if path.is_ident("shard") {
            read_attribute(
                &mut given(&mut self.shard, attribute).1,
                SHARD,
                attribute,
                errors,
            );
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
