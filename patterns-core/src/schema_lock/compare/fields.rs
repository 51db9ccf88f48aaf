//! Compares fields that are stored together.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::schema_lock::{
    Addition, Change, LockedField, LockedFields, Place, reading::Reading, types::Type,
};

type Named = BTreeMap<String, LockedField>;

pub(super) fn named(
    stored: &Named,
    read: &Named,
    reading: Reading<'_>,
    here: &Place,
    found: &mut Found,
) {
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, field) in stored {
        let Some((now, reader)) = find(read, name) else {
            let now = called_now(field, stored, read);
            found.add(here.clone(), Change::FieldGone { field: name.clone(), now });
            continue;
        };
        if let Some(other) = taken.insert(now, name) {
            let fields = [other.to_owned(), name.clone()];
            found.add(here.clone(), Change::FieldsMerged { fields, into: now.to_owned() });
        }
        aliases(&field.aliases, (now, &reader.aliases), here, found);
        one(name, field, reader, reading, here, found);
    }
    for (name, field) in read.iter().filter(|(name, _)| !taken.contains_key(name.as_str())) {
        added(name, field, here, found);
    }
}

pub(super) fn placed(
    stored: &[LockedField],
    read: &[LockedField],
    reading: Reading<'_>,
    here: &Place,
    found: &mut Found,
) {
    for (place, field) in stored.iter().enumerate() {
        match read.get(place) {
            Some(reader) => one(&place.to_string(), field, reader, reading, here, found),
            None => {
                found.add(here.clone(), Change::FieldGone { field: place.to_string(), now: None })
            }
        }
    }
    for (place, field) in read.iter().enumerate().skip(stored.len()) {
        added(&place.to_string(), field, here, found);
    }
}

/// The type of one field.
pub(super) fn ty(
    field: &str,
    (stored, read): (&str, &str),
    reading: Reading<'_>,
    here: &Place,
    found: &mut Found,
) {
    let (field, from, to) = (field.to_owned(), stored.to_owned(), read.to_owned());
    if !reading.reads(stored, read) {
        found.add(here.clone(), Change::TypeChanged { field, from, to });
    } else if stored != read {
        found.addition(here.clone(), Addition::Wider(field, from, to));
    }
}

fn one(
    name: &str,
    stored: &LockedField,
    read: &LockedField,
    reading: Reading<'_>,
    here: &Place,
    found: &mut Found,
) {
    ty(name, (&stored.ty, &read.ty), reading, here, found);
    match (stored.may_be_missing, read.may_be_missing) {
        (true, false) => found.add(here.clone(), Change::FieldRequired { field: name.to_owned() }),
        (false, true) => found.addition(here.clone(), Addition::FieldOptional(name.to_owned())),
        (true, true) => default(name, &stored.default, &read.default, here, found),
        (false, false) => {}
    }
}

// A lock that says nothing of it may be older than functions in locks.
fn default(name: &str, stored: &str, read: &str, here: &Place, found: &mut Found) {
    let (field, from, to) = (name.to_owned(), stored.to_owned(), read.to_owned());
    if stored == read {
        return;
    }
    if stored.is_empty() {
        found.addition(here.clone(), Addition::FieldFilled(field, to));
    } else {
        found.add(here.clone(), Change::DefaultChanged { field, from, to });
    }
}

fn added(name: &str, field: &LockedField, here: &Place, found: &mut Found) {
    let field_name = name.to_owned();
    if field.may_be_missing {
        found.addition(here.clone(), Addition::Field(field_name));
    } else {
        found.add(here.clone(), Change::FieldAdded { field: field_name });
    }
}

fn aliases(
    stored: &BTreeSet<String>,
    (now, read): (&str, &BTreeSet<String>),
    here: &Place,
    found: &mut Found,
) {
    for alias in stored.iter().filter(|alias| *alias != now && !read.contains(*alias)) {
        found.add(
            here.clone(),
            Change::FieldAliasGone { field: now.to_owned(), alias: alias.clone() },
        );
    }
    for alias in read.iter().filter(|alias| !stored.contains(*alias)) {
        found.addition(here.clone(), Addition::FieldAlias(now.to_owned(), alias.clone()));
    }
}

/// The field that is read where `name` is stored.
fn find<'a>(fields: &'a Named, name: &str) -> Option<(&'a str, &'a LockedField)> {
    let mut called =
        fields.iter().filter(|(own, field)| *own == name || field.aliases.contains(name));
    called.next().map(|(own, field)| (own.as_str(), field))
}

// The only field that the lock does not know and whose type is the same.
fn called_now(gone: &LockedField, stored: &Named, read: &Named) -> Option<String> {
    let mut alike =
        read.iter().filter(|(name, field)| !stored.contains_key(*name) && field.ty == gone.ty);
    let (only, _) = alike.next().filter(|_| alike.next().is_none())?;
    Some(only.clone())
}

/// Whether one of the fields names the type.
pub(super) fn names(fields: &LockedFields, name: &str) -> bool {
    let names = |ty: &str| Type::parse(ty).names(name);
    match fields {
        LockedFields::Undeclared | LockedFields::Unit => false,
        LockedFields::Named(fields) => fields.values().any(|field| names(&field.ty)),
        LockedFields::Placed(fields) => fields.iter().any(|field| names(&field.ty)),
        LockedFields::Value(ty) => names(ty),
    }
}
