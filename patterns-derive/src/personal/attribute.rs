//! `#[personal]` and `#[personal(subject = ..)]`.

use syn::{
    Attribute, Ident, Path, parenthesized,
    parse::{Parse, ParseStream},
    token,
};

use crate::reading::{Errors, Group, Options, Slot, Value};

/// `#[personal(..)]`.
#[derive(Default)]
pub(crate) struct PersonalOptions {
    pub(crate) subject: Slot<Subject>,
}

const PERSONAL: &Options<PersonalOptions> =
    &[("subject", |into, value| into.subject.fill(value, read_subject))];

/// Whom a field is about: `customer`, or `Customer(customer)` for the aggregate that another field identifies.
pub(crate) struct Subject {
    pub(crate) aggregate: Option<Path>,
    pub(crate) field: Ident,
}

impl Parse for Subject {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path: Path = input.parse()?;
        if !input.peek(token::Paren) {
            return Ok(Self { aggregate: None, field: path.require_ident()?.clone() });
        }
        let field;
        parenthesized!(field in input);
        let subject = Self { aggregate: Some(path), field: field.parse()? };
        if field.is_empty() { Ok(subject) } else { Err(field.error("one field")) }
    }
}

fn read_subject(value: &Value<'_>) -> syn::Result<Subject> {
    value.parsed("another field, or an aggregate and the field that identifies it", "customer")
}

/// A field that is `#[personal]`.
pub(crate) struct Marker {
    pub(crate) options: PersonalOptions,
}

impl Marker {
    /// What the attributes of a field say; nothing if they do not say that it is personal.
    pub(crate) fn read(attributes: &[Attribute], errors: &Errors) -> Option<Self> {
        let mut found = attributes.iter().filter(|attribute| is_personal(attribute));
        let first = found.next()?;
        for again in found {
            errors.over(again.path(), "`#[personal]` is given twice; keep one");
        }
        let mut group = Group::default();
        group.read_attribute(PERSONAL, first, errors);
        Some(Self { options: group.options })
    }
}

/// Whether this is `#[personal]`.
pub(crate) fn is_personal(attribute: &Attribute) -> bool {
    attribute.path().is_ident("personal")
}
