//! The type as the rules and the expansion see it.

use syn::{Data, DeriveInput, Fields, Ident, LitStr, Member, Type, ext::IdentExt};

use super::attributes::{self, TypeOptions};
use crate::{
    reading::{CratePath, Errors, Slot},
    writing::snake_case,
};

/// A type that decides shards.
pub(crate) struct Model<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) options: TypeOptions,
    pub(crate) krate: CratePath,
    pub(crate) shape: Shape<'a>,
}

pub(crate) enum Shape<'a> {
    Struct(Vec<FieldModel<'a>>),
    Enum(Vec<VariantModel<'a>>),
    Union,
}

pub(crate) struct VariantModel<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) given: Slot<LitStr>,
    pub(crate) fields: Vec<FieldModel<'a>>,
}

pub(crate) struct FieldModel<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) normalize: Slot<()>,
}

impl<'a> Model<'a> {
    pub(crate) fn read(input: &'a DeriveInput, errors: &Errors) -> Self {
        let options = attributes::read(attributes::TYPE, &input.attrs, errors);
        let krate = CratePath::or_default(&options.krate);
        Self { input, krate, shape: Shape::read(&input.data, errors), options }
    }

    /// All fields.
    pub(crate) fn fields(&self) -> Vec<&FieldModel<'a>> {
        match &self.shape {
            Shape::Struct(fields) => fields.iter().collect(),
            Shape::Enum(variants) => variants.iter().flat_map(|variant| &variant.fields).collect(),
            Shape::Union => Vec::new(),
        }
    }
}

impl<'a> Shape<'a> {
    fn read(data: &'a Data, errors: &Errors) -> Self {
        match data {
            Data::Struct(data) => Self::Struct(fields(&data.fields, errors)),
            Data::Union(_) => Self::Union,
            Data::Enum(data) => {
                let variants = data.variants.iter().map(|variant| VariantModel {
                    ident: &variant.ident,
                    given: attributes::read(attributes::VARIANT, &variant.attrs, errors),
                    fields: fields(&variant.fields, errors),
                });
                Self::Enum(variants.collect())
            }
        }
    }
}

fn fields<'a>(fields: &'a Fields, errors: &Errors) -> Vec<FieldModel<'a>> {
    let read = fields.members().zip(fields).map(|(member, field)| FieldModel {
        member,
        ty: &field.ty,
        normalize: attributes::read(attributes::FIELD, &field.attrs, errors),
    });
    read.collect()
}

impl VariantModel<'_> {
    /// The name that decides the place.
    pub(crate) fn stored_name(&self) -> String {
        let given = self.given.get().map(LitStr::value);
        given.unwrap_or_else(|| snake_case(&self.ident.unraw().to_string()))
    }
}
