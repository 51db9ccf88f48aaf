//! The enum as the rules and the expansion see it.

use proc_macro2::Span;
use syn::{Data, DeriveInput, ExprPath, Ident, LitInt, LitStr, ext::IdentExt};

use super::attributes::{EnumOptions, VariantOptions};
use super::upcasts::Upcasts;
use crate::{
    reading::{CratePath, Errors},
    shapes::{Fields, SerdeOptions, Together, self_type},
    writing::snake_case,
};

/// An event enum. `events` is empty unless it is an enum.
pub(crate) struct Model<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) krate: CratePath,
    pub(crate) events: Vec<Stored>,
    /// Their fields, in the same order.
    pub(crate) fields: Vec<Fields<'a>>,
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
        self.options.version.get().and_then(number).unwrap_or(1)
    }

    /// The oldest version that is read.
    pub(crate) fn oldest(&self) -> u16 {
        self.options.oldest.get().and_then(number).unwrap_or(1)
    }

    /// Whether it is replayed only.
    pub(crate) fn is_retired(&self) -> bool {
        self.options.retired.is_given()
    }

    /// From which versions a function leads to the next one, in their order.
    pub(crate) fn steps(&self) -> Vec<(u16, &ExprPath)> {
        let mut steps = match self.options.upcasts.get() {
            None => Vec::new(),
            Some(Upcasts::One(function)) => vec![(self.version().saturating_sub(1), function)],
            Some(Upcasts::Each(steps)) => steps
                .iter()
                .filter_map(|step| Some((number(&step.from)?, &step.function)))
                .collect(),
        };
        steps.sort_by_key(|(from, _)| *from);
        steps
    }
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let options = EnumOptions::read(&input.attrs, errors);
        let variants: Vec<&syn::Variant> = match &input.data {
            Data::Enum(data) => data.variants.iter().collect(),
            _ => Vec::new(),
        };
        let rule = SerdeOptions::read(&input.attrs).rename_all_fields;
        let self_type = self_type(input);
        let (self_type, generics) = (&self_type, &input.generics);
        let together = Together { self_type, generics, rule, default: None, transparent: false };
        let fields = variants.iter().map(|variant| Fields::read(&variant.fields, together));
        let fields = fields.collect();
        let events = variants.into_iter().map(|variant| Stored {
            span: variant.ident.span(),
            default_name: default_name(&variant.ident),
            options: VariantOptions::read(&variant.attrs, errors),
            // A derive sees only the variants that this build has.
            conditional: false,
        });
        let krate = CratePath::or_default(&options.krate);
        Self { input, krate, events: events.collect(), fields }
    }
}

/// What a version is, unless it is too large for one.
pub(super) fn number(literal: &LitInt) -> Option<u16> {
    literal.base10_parse().ok()
}

fn default_name(variant: &Ident) -> String {
    snake_case(&variant.unraw().to_string())
}
