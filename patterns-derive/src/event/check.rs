//! The rules for event enums, one function a rule.

use std::collections::BTreeMap;

use syn::{Attribute, Data, ext::IdentExt};

use super::{
    model::{Model, Stored},
    versions,
};
use crate::{
    personal,
    reading::{Errors, check_stored_field, check_stored_name, serde_keys},
};

pub(crate) fn check(model: &Model<'_>, errors: &Errors) {
    shape(model, errors);
    placement(model, errors);
    serde(model, errors);
    fields(model, errors);
    personal(model, errors);
    check_names(&model.events, errors);
}

fn shape(model: &Model<'_>, errors: &Errors) {
    let name = &model.input.ident;
    match &model.input.data {
        Data::Enum(data) if data.variants.is_empty() => {
            errors.over(name, format!("nothing can happen: `{name}` has no variants; add one for each event"));
        }
        Data::Enum(_) => {}
        Data::Struct(data) => errors.over(
            data.struct_token,
            format!("events are the variants of one enum: write `enum {name} {{ .. }}` with this struct's fields in a variant"),
        ),
        Data::Union(data) => errors.over(data.union_token, "events are the variants of one enum, not a union"),
    }
}

fn placement(model: &Model<'_>, errors: &Errors) {
    let Data::Enum(data) = &model.input.data else {
        return;
    };
    let fields =
        data.variants.iter().flat_map(|variant| &variant.fields).flat_map(|field| &field.attrs);
    for attribute in fields.filter(|attribute| attribute.path().is_ident("event")) {
        errors.over(attribute.path(), "`#[event(..)]` belongs on a variant, not on its fields");
    }
}

/// Stored names: each valid, and none given twice in one enum, aliases included.
pub(crate) fn check_names(events: &[Stored], errors: &Errors) {
    let mut taken: BTreeMap<String, bool> = BTreeMap::new();
    for event in events {
        event
            .options
            .name
            .get()
            .into_iter()
            .chain(&event.options.aliases)
            .for_each(|name| check_stored_name(name, errors));
        versions::check(event, errors);
        for (name, span) in event.names() {
            // Two events that exist in different builds may share a name.
            match taken.insert(name.clone(), event.conditional) {
                Some(conditional) if !(conditional && event.conditional) => {
                    errors.at(span, format!("another event is already stored as `{name}`; give this one a name of its own"));
                }
                _ => {}
            }
        }
    }
}

// The codec finds an event by the name in the schema and by the position of its variant: whatever of serde's would change
// either is refused.
fn serde(model: &Model<'_>, errors: &Errors) {
    check_serde(&model.input.attrs, errors);
    if let Data::Enum(data) = &model.input.data {
        data.variants.iter().for_each(|variant| check_serde(&variant.attrs, errors));
    }
}

fn check_serde(attributes: &[Attribute], errors: &Errors) {
    for key in serde_keys(attributes) {
        if let Some(why) = refused(&key.unraw().to_string()) {
            errors.over(&key, format!("`#[serde({key})]` cannot be used here: {why}"));
        }
    }
}

// What an event holds must come back as it was.
fn fields(model: &Model<'_>, errors: &Errors) {
    if let Data::Enum(data) = &model.input.data {
        let fields = data.variants.iter().flat_map(|variant| &variant.fields);
        fields.for_each(|field| check_stored_field(&field.attrs, &field.ty, "the event", errors));
    }
    model.fields.iter().for_each(|fields| fields.check(errors));
}

fn personal(model: &Model<'_>, errors: &Errors) {
    personal::misplaced(&model.input.attrs, errors);
    let Data::Enum(data) = &model.input.data else { return };
    for variant in &data.variants {
        personal::misplaced(&variant.attrs, errors);
        let fields = variant
            .fields
            .iter()
            .map(|field| personal::Candidate::new(&field.attrs, field.ident.as_ref(), &field.ty));
        personal::check_event(&fields.collect::<Vec<_>>(), errors);
    }
}

fn refused(key: &str) -> Option<&'static str> {
    match key {
        "rename" | "rename_all" => Some("the stored name is given by `#[event(name = \"..\")]`"),
        "alias" => Some("an older stored name is given by `#[event(alias = \"..\")]`"),
        "skip" | "skip_serializing" | "skip_deserializing" => Some(
            "every event must be stored and read back; remove the variant, or keep it as it is",
        ),
        "other" => Some("an event that is not known must stop the reader, not be read as another"),
        "untagged" | "tag" | "content" => {
            Some("an event is told by its stored name, apart from its fields; leave it out")
        }
        "from" | "into" | "try_from" | "remote" => Some(
            "events are stored as the enum itself; convert the fields, or the events after reading them",
        ),
        _ => None,
    }
}
