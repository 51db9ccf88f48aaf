//! The rules of personal fields, one function a rule.

use proc_macro2::Ident;
use syn::{Attribute, Type, ext::IdentExt};

use super::{
    attribute::{Marker, Subject, is_personal},
    types::{Clear, in_the_clear, mentions},
};
use crate::{
    reading::{Errors, nearest, serde_keys},
    shapes::text,
};

/// Where a field stands that may be personal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    State,
    Record,
}

/// A field of an event.
pub(crate) struct Candidate<'a> {
    attributes: &'a [Attribute],
    /// Nothing for one that has a place only.
    name: Option<&'a Ident>,
    ty: &'a Type,
}

impl<'a> Candidate<'a> {
    pub(crate) const fn new(
        attributes: &'a [Attribute],
        name: Option<&'a Ident>,
        ty: &'a Type,
    ) -> Self {
        Self { attributes, name, ty }
    }
}

/// One field of a state or of a record.
pub(crate) fn check(attributes: &[Attribute], ty: &Type, place: Place, errors: &Errors) {
    field(attributes, ty, errors);
    let marker = Marker::read(attributes, errors);
    if let Some((key, _)) = marker.as_ref().and_then(|marker| marker.options.subject.entry()) {
        errors.over(key, elsewhere(place));
    }
}

fn elsewhere(place: Place) -> &'static str {
    match place {
        Place::Record => {
            "in a record each value says itself whom it is about, if not the record: `Personal::about(..)`"
        }
        Place::State => {
            "in a state each value keeps whom it was recorded about; say `subject = ..` on the event that records it"
        }
    }
}

/// The fields of one event.
pub(crate) fn check_event(fields: &[Candidate<'_>], errors: &Errors) {
    let mut any_subject = false;
    for candidate in fields {
        field(candidate.attributes, candidate.ty, errors);
        let marker = Marker::read(candidate.attributes, errors);
        if let Some((key, found)) =
            marker.as_ref().and_then(|marker| marker.options.subject.entry())
        {
            any_subject = true;
            subject(candidate, key, found, fields, errors);
        }
    }
    if any_subject {
        order(fields, errors);
    }
}

/// `#[personal]` where no field is.
pub(crate) fn misplaced(attributes: &[Attribute], errors: &Errors) {
    for attribute in attributes.iter().filter(|attribute| is_personal(attribute)) {
        errors.over(
            attribute.path(),
            "`#[personal]` belongs on a field or an argument whose type is `Personal<..>`",
        );
    }
}

fn field(attributes: &[Attribute], ty: &Type, errors: &Errors) {
    let marker = attributes.iter().find(|attribute| is_personal(attribute));
    if marker.is_some_and(|marker| !enabled(cfg!(any(test, feature = "personal")), marker, errors))
    {
        return;
    }
    if marker.is_some() {
        encrypted(ty, errors);
    }
    if marker.is_some() || mentions(ty) {
        by_personal_alone(attributes, errors);
    }
}

fn encrypted(ty: &Type, errors: &Errors) {
    let clear = if mentions(ty) { in_the_clear(ty) } else { Some(Clear::Part(ty)) };
    match clear {
        Some(Clear::Part(ty)) => {
            let shown = text(ty);
            errors.over(ty, format!("write `Personal<{shown}>`: once it is forgotten there is no `{shown}` left to read, and whoever reads the field must say what happens then"));
        }
        Some(Clear::Key(ty)) => errors.over(ty, format!("`{}` is the key of a map, which is stored in the clear; make the whole map one `Personal<..>`, or leave `#[personal]` out: its values are encrypted without it", text(ty))),
        None => {}
    }
}

fn enabled(enabled: bool, marker: &Attribute, errors: &Errors) -> bool {
    if !enabled {
        errors.over(
            marker.path(),
            "personal data needs the feature `personal` of data-patterns; add it in `Cargo.toml`",
        );
    }
    enabled
}

// A function of one's own gets the value, and would write it as it is.
pub(super) fn by_personal_alone(attributes: &[Attribute], errors: &Errors) {
    for key in serde_keys(attributes) {
        let name = key.unraw().to_string();
        match name.as_str() {
            "with" | "serialize_with" | "deserialize_with" | "getter" => errors.over(&key, format!("`{name}` would store the value past its encryption; put it on a field of a type of your own, within the `Personal`")),
            "skip_serializing_if" => errors.over(&key, "`skip_serializing_if` would show in the clear what the value is like, and a forgotten one may be left out like none; store it always"),
            _ => {}
        }
    }
}

fn subject(
    candidate: &Candidate<'_>,
    key: &Ident,
    subject: &Subject,
    fields: &[Candidate<'_>],
    errors: &Errors,
) {
    let Some(own) = candidate.name else {
        errors.over(key, "`subject` names another field; give the fields of the event names");
        return;
    };
    let named = |field: &&Candidate<'_>| field.name.is_some_and(|name| *name == subject.field);
    match fields.iter().find(named) {
        _ if *own == subject.field => {
            errors.over(
                &subject.field,
                "whom a field is about stands in another field; name that one",
            );
        }
        Some(found) if mentions(found.ty) => {
            errors.over(&subject.field, format!("`{}` can be forgotten itself, and whom data is about must stay known; name a field that is not personal", subject.field));
        }
        Some(_) => {}
        None => unknown(own, subject, fields, errors),
    }
}

fn unknown(own: &Ident, subject: &Subject, fields: &[Candidate<'_>], errors: &Errors) {
    let others = fields.iter().filter_map(|field| field.name).filter(|name| *name != own);
    let others: Vec<String> = others.map(|name| name.unraw().to_string()).collect();
    let meant = nearest(&subject.field.to_string(), others.iter().map(String::as_str));
    let remedy = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "take whom it is about as an argument, or leave `subject` out if it is the aggregate itself".into(),
    };
    errors.over(&subject.field, format!("the event has no field `{}`; {remedy}", subject.field));
}

// The codec counts the fields that serde writes.
fn order(fields: &[Candidate<'_>], errors: &Errors) {
    for key in fields.iter().flat_map(|field| serde_keys(field.attributes)) {
        if key == "flatten" {
            errors.over(&key, "beside `subject = ..` no field can be flattened, because the fields of the event are told by their places; write them out");
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn without_the_feature_it_is_named() {
        let errors = Errors::default();
        assert!(!enabled(false, &parse_quote!(#[personal]), &errors));
        let message = errors.finish().unwrap().to_string();
        assert!(message.contains("feature `personal`"), "{message}");
    }
}
