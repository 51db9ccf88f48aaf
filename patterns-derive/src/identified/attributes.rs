//! `#[cached(..)]` and `#[shard(..)]`, and the options that every attribute of a derive has.

use proc_macro2::Span;
use syn::{Attribute, Ident, LitStr, Path};

use crate::{
    caching::{PolicyOptions, policy_options},
    reading::{CratePath, Errors, Group, OptionReader, Slot, is_last},
    sharding::{PlacementOptions, placement_options},
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
    /// By hash, unless it is given.
    pub(crate) shard: Group<ShardOptions>,
    pub(crate) shard_span: Option<Span>,
}

/// `#[shard(..)]`.
#[derive(Default)]
pub(crate) struct ShardOptions {
    pub(crate) placement: PlacementOptions,
    pub(crate) group: Slot<Path>,
}

impl AsRef<PlacementOptions> for ShardOptions {
    fn as_ref(&self) -> &PlacementOptions {
        &self.placement
    }
}

impl AsMut<PlacementOptions> for ShardOptions {
    fn as_mut(&mut self) -> &mut PlacementOptions {
        &mut self.placement
    }
}

fn shard_options() -> Vec<OptionReader<ShardOptions>> {
    let group: OptionReader<ShardOptions> =
        ("group", |into, value| into.group.fill(value, |value| value.path("Billing")));
    placement_options().into_iter().chain([group]).collect()
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
        if is_last(path, &["cached"]) {
            given(&mut self.cached, attribute).1.read_attribute(
                &policy_options(),
                attribute,
                errors,
            );
        } else if path.is_ident("shard") {
            self.shard_span.get_or_insert_with(|| name_span(attribute));
            self.shard.read_attribute(&shard_options(), attribute, errors);
        }
    }
}

fn given<'a, T: Default>(
    slot: &'a mut Option<(Span, T)>,
    attribute: &Attribute,
) -> &'a mut (Span, T) {
    slot.get_or_insert_with(|| (name_span(attribute), T::default()))
}

fn name_span(attribute: &Attribute) -> Span {
    let name = attribute.path().segments.last();
    name.map_or_else(Span::call_site, |segment| segment.ident.span())
}
