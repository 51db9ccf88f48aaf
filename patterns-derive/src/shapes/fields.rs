//! The fields of a struct or of a variant, and the declaration of them that the macros write.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, Generics, Ident, Type, TypePath, ext::IdentExt};

use super::{Both, Names, Rule, SerdeOptions, types};
use crate::{
    reading::{CratePath, Errors},
    writing::naming_self,
};

/// Fields that are stored together.
pub(crate) struct Fields<'a> {
    style: Style,
    list: Vec<Field<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Unit,
    Named,
    Placed,
    Value,
}

struct Field<'a> {
    names: Names,
    /// Where it stands in the code, if it is stored by its name.
    named: Option<&'a Ident>,
    ty: String,
    may_be_missing: bool,
    /// What fills it in where it is missing.
    default: String,
    is_not_written: bool,
    own_types: Vec<(String, &'a TypePath)>,
}

/// What applies to all fields together.
#[derive(Clone, Copy)]
pub(crate) struct Together<'a> {
    /// What `Self` stands for, and its parameters.
    pub(crate) self_type: &'a Type,
    pub(crate) generics: &'a Generics,
    /// How their names are rewritten.
    pub(crate) rule: Both<Rule>,
    /// What fills in each of them where it is missing, as in [`SerdeOptions`].
    pub(crate) default: Option<&'a str>,
    /// Whether they are stored as the only one of them.
    pub(crate) transparent: bool,
}

/// What `Self` stands for in a type.
pub(crate) fn self_type(input: &DeriveInput) -> Type {
    let (name, (_, arguments, _)) = (&input.ident, input.generics.split_for_impl());
    Type::Verbatim(quote!(#name #arguments))
}

impl<'a> Fields<'a> {
    pub(crate) fn read(fields: &'a syn::Fields, together: Together<'_>) -> Self {
        let list: Vec<Field<'a>> = fields
            .iter()
            .enumerate()
            .filter_map(|(place, field)| Field::read(place, field, together))
            .collect();
        let style = match fields {
            _ if together.transparent => Style::Value,
            syn::Fields::Unit => Style::Unit,
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Style::Value,
            syn::Fields::Unnamed(_) => Style::Placed,
        };
        Self { style, list }
    }

    /// What is stored must come back.
    pub(crate) fn check(&self, errors: &Errors) {
        self.list.iter().for_each(|field| field.check(errors));
    }

    /// Whether the declaration names types of the user's.
    pub(crate) fn names_types(&self) -> bool {
        self.list.iter().any(|field| !field.own_types.is_empty())
    }

    /// The declaration.
    pub(crate) fn expression(&self, krate: &CratePath) -> TokenStream {
        let style = match self.style {
            Style::Unit => return quote!(#krate::Fields::NONE),
            Style::Named => quote!(Named),
            Style::Placed => quote!(Placed),
            Style::Value => quote!(Value),
        };
        let list = self.list.iter().map(|field| field.expression(krate));
        quote!(#krate::Fields { style: #krate::FieldStyle::#style, list: &[#(#list),*] })
    }
}

impl<'a> Field<'a> {
    fn read(place: usize, field: &'a syn::Field, together: Together<'_>) -> Option<Self> {
        let text = |tokens: TokenStream| types::text(naming_self(tokens, together.self_type));
        let own_types = types::own_types(&field.ty, together.generics).into_iter();
        let options = SerdeOptions::read(&field.attrs);
        let by_rule = match &field.ident {
            Some(ident) if !together.transparent => {
                together.rule.map(|rule| rule.field(&ident.unraw().to_string()))
            }
            // What is stored by place has a place, not a name.
            _ => Both { written: place.to_string(), read: place.to_string() },
        };
        let by_name = !together.transparent && !options.is_flattened();
        let default = options.default.as_deref().or(together.default);
        (!options.is_not_read).then(|| Self {
            names: options.names(by_rule),
            named: field.ident.as_ref().filter(|_| by_name),
            ty: with_representation(text(field.ty.to_token_stream()), &options),
            may_be_missing: default.is_some() || is_none_if_missing(field, &options),
            default: default.unwrap_or_default().to_owned(),
            is_not_written: options.is_not_written,
            own_types: own_types.map(|path| (text(path.to_token_stream()), path)).collect(),
        })
    }

    fn check(&self, errors: &Errors) {
        let Some(named) = self.named else { return };
        self.names.check(named, errors);
        if self.is_not_written && !self.may_be_missing {
            errors.over(named, "serde leaves this out and needs it to read the whole back; add `#[serde(default)]`");
        }
    }

    fn expression(&self, krate: &CratePath) -> TokenStream {
        let Names { written, aliases, .. } = &self.names;
        let (ty, default) = (&self.ty, &self.default);
        let aliases = (!aliases.is_empty()).then(|| quote!(aliases: &[#(#aliases),*],));
        let may_be_missing = self.may_be_missing.then(|| quote!(may_be_missing: true,));
        let default = (!default.is_empty()).then(|| quote!(default: #default,));
        let types = (!self.own_types.is_empty()).then(|| {
            let types = self.own_types.iter().map(|(name, path)| nested(name, path, krate));
            quote!(types: &[#(#types),*],)
        });
        let new = quote!(#krate::Field::new(#written, #ty));
        match quote!(#aliases #may_be_missing #default #types) {
            changes if changes.is_empty() => new,
            changes => quote!(#krate::Field { #changes ..#new }),
        }
    }
}

/// What brings the fallback for types without a shape into scope; nothing where no types are named.
pub(crate) fn names_types<'a>(
    mut fields: impl Iterator<Item = &'a Fields<'a>>,
    krate: &CratePath,
) -> Option<TokenStream> {
    fields.any(Fields::names_types).then(|| quote!(use #krate::MayHaveShape as _;))
}

fn nested(name: &str, path: &TypePath, krate: &CratePath) -> TokenStream {
    quote!(#krate::NestedType { name: #name, shape: <#krate::ShapeOf<#path>>::SHAPE })
}

// Functions of one's own write a value in ways that the type does not tell.
fn with_representation(mut text: String, options: &SerdeOptions) -> String {
    for option in &options.representation {
        text.push_str(" #");
        text.push_str(option);
    }
    text
}

// serde reads `None` where a name is missing, but not where a place is.
fn is_none_if_missing(field: &syn::Field, options: &SerdeOptions) -> bool {
    field.ident.is_some() && types::is_option(&field.ty) && !options.read_by_function
}
