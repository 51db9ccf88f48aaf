//! The group as the rules and the expansion see it.

use quote::quote;
use syn::{DeriveInput, LitStr, ext::IdentExt};

use super::attributes::{self, GroupOptions};
use crate::{
    reading::{CratePath, Errors, Group},
    sharding::{Part, PartOptions},
    writing::snake_case,
};

/// The group.
pub(crate) struct Model<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) group: Group<GroupOptions>,
    pub(crate) krate: CratePath,
    part: PartOptions,
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let group = attributes::read(input, errors);
        let krate = CratePath::or_default(&group.options.krate);
        Self { input, group, krate, part: PartOptions::default() }
    }

    /// The key, as the one part that decides the place, read from a reference `key`.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        let entry = self.group.options.key.entry();
        let part = entry.map(|(name, ty)| Part {
            name: "key".to_owned(),
            ty,
            declared: name.span(),
            value: quote!(key),
            options: &self.part,
        });
        part.into_iter().collect()
    }

    /// The name under which the group is stored.
    pub(crate) fn stored_name(&self) -> String {
        let given = self.group.options.name.get().map(LitStr::value);
        given.unwrap_or_else(|| snake_case(&self.input.ident.unraw().to_string()))
    }
}
