//! `#[shard_group(..)]`.

use syn::{DeriveInput, LitStr, Type};

use crate::{
    reading::{CratePath, Errors, Group, OptionReader, Slot, Value},
    sharding::{PlacementOptions, placement_options},
};

/// What it says.
#[derive(Default)]
pub(crate) struct GroupOptions {
    pub(crate) name: Slot<LitStr>,
    pub(crate) key: Slot<Type>,
    pub(crate) placement: PlacementOptions,
    pub(crate) krate: Slot<CratePath>,
}

impl AsRef<PlacementOptions> for GroupOptions {
    fn as_ref(&self) -> &PlacementOptions {
        &self.placement
    }
}

impl AsMut<PlacementOptions> for GroupOptions {
    fn as_mut(&mut self) -> &mut PlacementOptions {
        &mut self.placement
    }
}

const OWN: [OptionReader<GroupOptions>; 3] = [
    ("name", |into, value| into.name.fill(value, Value::text)),
    ("key", |into, value| into.key.fill(value, |value| value.parsed("a type", "TenantId"))),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

pub(crate) fn read(input: &DeriveInput, errors: &Errors) -> Group<GroupOptions> {
    let options: Vec<_> = OWN.into_iter().chain(placement_options()).collect();
    let mut group = Group::default();
    let own = input.attrs.iter().filter(|attribute| attribute.path().is_ident("shard_group"));
    own.for_each(|attribute| group.read_attribute(&options, attribute, errors));
    group
}
