//! The enum as the rules and the expansion see it.

use proc_macro2::Span;
use syn::{Data, DeriveInput, Ident, LitStr, ext::IdentExt};

use super::attributes::{EnumOptions, VariantOptions};
use crate::{
    reading::{CratePath, Errors},
    writing::snake_case,
};

/// An event enum. `events` is empty unless it is an enum.
pub(crate) struct Model<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) krate: CratePath,
    pub(crate) events: Vec<Stored>,
}

/// How one event is stored.
pub(crate) struct Stored {
    /// Where the event is named in the code.
    pub(crate) span: Span,
    /// The name it gets unless one is given.
    pub(crate) default_name: String,
    pub(crate) options: VariantOptions,
    /// Whether only some builds have it.
    pub(crate) conditional: bool,
}

impl Stored {
    /// The stored name.
    pub(crate) fn name(&self) -> String {
        self.options.name.get().map_or_else(|| self.default_name.clone(), LitStr::value)
    }

    /// All names under which the event can be found, each with its place.
    pub(crate) fn names(&self) -> impl Iterator<Item = (String, Span)> {
        let span = self.options.name.get().map_or(self.span, LitStr::span);
        let aliases = self.options.aliases.iter().map(|alias| (alias.value(), alias.span()));
        [(self.name(), span)].into_iter().chain(aliases)
    }

    /// The version of the fields.
    pub(crate) fn version(&self) -> u16 {
        self.options.version.get().and_then(|version| version.base10_parse().ok()).unwrap_or(1)
    }
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let options = EnumOptions::read(&input.attrs, errors);
        let variants = match &input.data {
            Data::Enum(data) => data.variants.iter().collect(),
            _ => Vec::new(),
        };
        let events = variants.into_iter().map(|variant| Stored {
            span: variant.ident.span(),
            default_name: default_name(&variant.ident),
            options: VariantOptions::read(&variant.attrs, errors),
            // A derive sees only the variants that this build has.
            conditional: false,
        });
        Self { input, krate: CratePath::or_default(&options.krate), events: events.collect() }
    }
}

fn default_name(variant: &Ident) -> String {
    snake_case(&variant.unraw().to_string())
}
