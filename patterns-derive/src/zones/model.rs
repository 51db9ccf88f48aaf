//! The enum as the rules and the expansion see it.

use syn::{Attribute, Data, DeriveInput, LitStr, Variant, ext::IdentExt};

use crate::{
    reading::{CratePath, Errors, Group, Options, Slot, Value},
    writing::snake_case,
};

/// The zones.
pub(crate) struct Model<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) krate: CratePath,
    pub(crate) zones: Vec<Zone<'a>>,
}

/// One of them.
pub(crate) struct Zone<'a> {
    pub(crate) variant: &'a Variant,
    pub(crate) given: Slot<LitStr>,
}

const ENUM: &Options<Slot<CratePath>> = &[("crate", CratePath::read)];
const VARIANT: &Options<Slot<LitStr>> = &[("name", |into, value| into.fill(value, Value::text))];

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let krate = CratePath::or_default(&read(ENUM, &input.attrs, errors));
        let variants = match &input.data {
            Data::Enum(data) => data.variants.iter().collect(),
            _ => Vec::new(),
        };
        let zones = variants
            .into_iter()
            .map(|variant| Zone { variant, given: read(VARIANT, &variant.attrs, errors) });
        Self { input, krate, zones: zones.collect() }
    }

    /// The names of all.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zones.iter().map(Zone::name).collect()
    }
}

impl Zone<'_> {
    /// The name by which nodes know it.
    pub(crate) fn name(&self) -> String {
        let given = self.given.get().map(LitStr::value);
        let kebab_case = || snake_case(&self.variant.ident.unraw().to_string()).replace('_', "-");
        given.unwrap_or_else(kebab_case)
    }
}

fn read<T: Default>(options: &Options<T>, attributes: &[Attribute], errors: &Errors) -> T {
    let mut group = Group::default();
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("zone"));
    own.for_each(|attribute| group.read_attribute(options, attribute, errors));
    group.options
}
