//! The type as the expansion sees it.

use syn::{Attribute, Data, DeriveInput, ext::IdentExt};

use crate::{
    reading::{CratePath, Errors, Group, Options, Slot},
    shapes::{Fields, SerdeOptions, Together, self_type},
};

/// `#[shape(crate = ..)]`.
const OPTIONS: &Options<Slot<CratePath>> = &[("crate", CratePath::read)];

/// A type that is stored.
pub(super) struct Model<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) krate: CratePath,
    pub(super) options: SerdeOptions,
    /// Those of a struct.
    pub(super) fields: Option<Fields<'a>>,
    pub(super) variants: Vec<Variant<'a>>,
}

/// A variant of an enum.
pub(super) struct Variant<'a> {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) fields: Fields<'a>,
}

impl<'a> Model<'a> {
    pub(super) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let options = SerdeOptions::read(&input.attrs);
        let self_type = self_type(input);
        let together = Together {
            self_type: &self_type,
            generics: &input.generics,
            rule: options.rename_all,
            default: options.default,
            transparent: options.transparent,
        };
        let fields = match &input.data {
            Data::Struct(data) => Some(Fields::read(&data.fields, together)),
            _ => None,
        };
        let variants = match &input.data {
            Data::Enum(data) => {
                let variants = data.variants.iter();
                variants.filter_map(|variant| Variant::read(variant, &options, together)).collect()
            }
            _ => Vec::new(),
        };
        Self { input, krate: krate(&input.attrs, errors), options, fields, variants }
    }
}

impl<'a> Variant<'a> {
    fn read(
        variant: &'a syn::Variant,
        of_enum: &SerdeOptions,
        together: Together<'_>,
    ) -> Option<Self> {
        let options = SerdeOptions::read(&variant.attrs);
        let names = options.names(of_enum.rename_all.variant(&variant.ident.unraw().to_string()));
        let rule = options.rename_all.or(of_enum.rename_all_fields);
        let together = Together { rule, default: false, transparent: false, ..together };
        (!options.skipped).then(|| Self {
            name: names.written,
            aliases: names.aliases,
            fields: Fields::read(&variant.fields, together),
        })
    }
}

fn krate(attributes: &[Attribute], errors: &Errors) -> CratePath {
    let mut group = Group::default();
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("shape"));
    own.for_each(|attribute| group.read_attribute(OPTIONS, attribute, errors));
    CratePath::or_default(&group.options)
}
