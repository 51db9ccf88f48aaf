//! The struct as the rules and the expansions see it, and the questions derived from it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Data, DeriveInput, Field, Fields, Ident, Type, ext::IdentExt, spanned::Spanned,
};

use super::attributes::{Attributes, Naming};
use crate::{
    personal::{self, Place},
    reading::{CratePath, Errors, Group, takes_nothing},
    sharding::{Part, PartOptions},
    writing::{derived_name, snake_case},
};

/// What is derived, in words.
pub(crate) struct Kind {
    /// The trait that is derived.
    pub(crate) derived: &'static str,
    /// One of the kind.
    pub(crate) one: &'static str,
    /// What is loaded of it.
    pub(crate) loaded: &'static str,
    /// The derive's own attribute.
    pub(crate) attribute: &'static str,
    /// The attribute of the derive that cannot stand beside this one.
    pub(crate) other: &'static str,
    /// What a personal field of it is a field of.
    pub(crate) place: Place,
}

/// The struct. `fields` is empty unless it has named fields.
pub(crate) struct Identified<'a> {
    pub(crate) kind: &'static Kind,
    pub(crate) input: &'a DeriveInput,
    pub(crate) naming: Naming,
    pub(crate) attributes: Attributes,
    pub(crate) krate: CratePath,
    pub(crate) fields: Vec<FieldModel<'a>>,
}

/// A field, and where its attributes stand.
pub(crate) struct FieldModel<'a> {
    pub(crate) field: &'a Field,
    pub(crate) ident: &'a Ident,
    pub(crate) id: Option<Span>,
    pub(crate) shard_key: Option<ShardKeyField>,
}

/// `#[shard_key(..)]`.
pub(crate) struct ShardKeyField {
    pub(crate) span: Span,
    pub(crate) options: PartOptions,
}

impl<'a> Identified<'a> {
    pub(crate) fn read(
        kind: &'static Kind,
        input: &'a DeriveInput,
        naming: Naming,
        errors: &Errors,
    ) -> Self {
        let attributes = Attributes::read(&input.attrs, errors);
        let krate = CratePath::or_default(&naming.krate);
        let fields =
            named_fields(input).map(|field| FieldModel::read(field, errors)).collect::<Vec<_>>();
        Self {
            kind,
            input,
            naming,
            attributes,
            krate,
            fields: fields.into_iter().flatten().collect(),
        }
    }

    /// Attributes of the derive that cannot stand beside this one.
    pub(crate) fn of_other_kind(&self) -> impl Iterator<Item = &Attribute> {
        self.input.attrs.iter().filter(|attribute| attribute.path().is_ident(self.kind.other))
    }

    /// The fields that identify it.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &FieldModel<'a>> + Clone {
        self.fields.iter().filter(|field| field.id.is_some())
    }

    /// That its personal fields are encrypted.
    pub(crate) fn personal(&self) -> Option<TokenStream> {
        let fields = self.fields.iter().map(|field| &field.field);
        let fields = fields.map(|field| (field.attrs.as_slice(), &field.ty));
        let self_type = Type::Verbatim(self.self_type());
        personal::assertions(fields, &self_type, &self.input.generics, &self.krate)
    }

    /// The parts of the shard key, read from a reference `id` to the identity.
    pub(crate) fn parts(&self) -> Vec<Part<'_>> {
        let single = self.ids().count() == 1;
        let value = |ident: &Ident| if single { quote!(id) } else { quote!(&id.#ident) };
        let parts = self.fields.iter().filter_map(|field| {
            let ShardKeyField { span, options } = field.shard_key.as_ref()?;
            let (name, value) = (field.name(), value(field.ident));
            Some(Part { name, ty: &field.field.ty, declared: *span, value, options })
        });
        parts.collect()
    }

    /// The name under which the type is stored.
    pub(crate) fn stored_name(&self) -> String {
        let given = self.naming.name.get().map(syn::LitStr::value);
        given.unwrap_or_else(|| snake_case(&self.input.ident.unraw().to_string()))
    }

    /// The name of the key struct, when there are several id fields.
    pub(crate) fn key_name(&self) -> Ident {
        let given = self.naming.key.get().cloned();
        given.unwrap_or_else(|| derived_name(&self.input.ident, "Key"))
    }

    /// The type with its arguments.
    pub(crate) fn self_type(&self) -> TokenStream {
        let (_, arguments, _) = self.input.generics.split_for_impl();
        let mut self_type = self.input.ident.to_token_stream();
        arguments.to_tokens(&mut self_type);
        self_type
    }
}

fn named_fields(input: &DeriveInput) -> impl Iterator<Item = &Field> {
    let fields = match &input.data {
        Data::Struct(data) => Some(&data.fields),
        _ => None,
    };
    fields.filter(|fields| matches!(fields, Fields::Named(_))).into_iter().flatten()
}

impl<'a> FieldModel<'a> {
    fn read(field: &'a Field, errors: &Errors) -> Option<Self> {
        Some(Self {
            field,
            ident: field.ident.as_ref()?,
            id: marker(&field.attrs, "id", errors),
            shard_key: shard_key(&field.attrs, errors),
        })
    }

    /// The name of the field as data, `type` for `r#type`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }
}

fn marker(attributes: &[Attribute], name: &str, errors: &Errors) -> Option<Span> {
    let first = only(attributes, name, errors)?;
    takes_nothing(first, errors);
    Some(first.path().span())
}

fn shard_key(attributes: &[Attribute], errors: &Errors) -> Option<ShardKeyField> {
    let first = only(attributes, "shard_key", errors)?;
    let mut group = Group::default();
    group.read_attribute(PartOptions::OPTIONS, first, errors);
    Some(ShardKeyField { span: first.path().span(), options: group.options })
}

fn only<'a>(attributes: &'a [Attribute], name: &str, errors: &Errors) -> Option<&'a Attribute> {
    let mut found = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    let first = found.next()?;
    for again in found {
        errors.over(again.path(), format!("`#[{name}]` is given twice; keep one"));
    }
    Some(first)
}
