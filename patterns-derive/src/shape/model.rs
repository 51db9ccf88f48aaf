//! The type as the expansion sees it.

use syn::{Attribute, Data, DeriveInput, Ident, ext::IdentExt};

use crate::{
    reading::{CratePath, Errors, Group, Options, Slot},
    shapes::{Fields, Names, SerdeOptions, Together, self_type},
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
    pub(super) names: Names,
    pub(super) fields: Fields<'a>,
    /// Where it stands in the code, if it is told by its name.
    named: Option<&'a Ident>,
}

impl<'a> Model<'a> {
    pub(super) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let options = SerdeOptions::read(&input.attrs);
        let self_type = self_type(input);
        let together = Together {
            self_type: &self_type,
            generics: &input.generics,
            rule: options.rename_all,
            default: options.default.as_deref(),
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

    /// What is stored must come back; of another type, that one says how.
    pub(super) fn check(&self, errors: &Errors) {
        if !self.options.converted {
            self.fields.iter().for_each(|fields| fields.check(errors));
            self.variants.iter().for_each(|variant| variant.check(errors));
        }
    }
}

impl<'a> Variant<'a> {
    fn read(
        variant: &'a syn::Variant,
        of_enum: &SerdeOptions,
        together: Together<'_>,
    ) -> Option<Self> {
        let options = SerdeOptions::read(&variant.attrs);
        let name = variant.ident.unraw().to_string();
        let names = options.names(of_enum.rename_all.map(|rule| rule.variant(&name)));
        let rule = options.rename_all.or(of_enum.rename_all_fields);
        let together = Together { rule, default: None, transparent: false, ..together };
        let by_name = !of_enum.is_untagged() && !options.is_untagged();
        (!options.is_not_read).then(|| Self {
            names,
            fields: Fields::read(&variant.fields, together),
            named: by_name.then_some(&variant.ident),
        })
    }

    fn check(&self, errors: &Errors) {
        self.named.into_iter().for_each(|named| self.names.check(named, errors));
        self.fields.check(errors);
    }
}

fn krate(attributes: &[Attribute], errors: &Errors) -> CratePath {
    let mut group = Group::default();
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident("shape"));
    own.for_each(|attribute| group.read_attribute(OPTIONS, attribute, errors));
    CratePath::or_default(&group.options)
}
