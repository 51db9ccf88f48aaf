//! Asks the code what its upcasters take, without calling them: each is shown what is stored, field by field.

mod probe;

use std::cell::RefCell;

use self::probe::{Asked, Event as Shown, Probe, ProbeError, Values};
use super::{
    LockedField, LockedFields, LockedShape,
    types::{Type, widens},
};
use crate::event::{Event, UpcastError};

/// Why an upcaster does not take what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// It does not take a field that is stored.
    Unread {
        /// The names that lead to the field.
        field: String,
    },
    /// It needs a field that is not stored.
    Needed {
        /// The name.
        field: String,
    },
    /// It reads a field as another type than it is stored.
    Otherwise {
        /// The names that lead to the field.
        field: String,
        /// The type in the lock.
        stored: String,
        /// The type that is read.
        read: String,
    },
}

/// What of `stored` does not fit the upcaster from `version`.
pub(super) fn mismatches<E: Event>(
    variant: usize,
    version: u16,
    stored: &LockedShape,
) -> Vec<Mismatch> {
    let show = |values: Values<'_>| {
        let asked = RefCell::new(None);
        let shown = Shown(Probe::new(values, &asked));
        let answer = E::upcast(variant, version, shown).err();
        (asked.take(), answer)
    };
    let mut found: Vec<Mismatch> = Vec::new();
    for path in paths(stored) {
        let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
        let (asked, _) = show(Values::Path(&names));
        // Of a field that is not taken nothing within is.
        let known = found.iter().any(|mismatch| path.is_within(mismatch));
        found.extend(asked.filter(|_| !known).and_then(|asked| path.mismatch(asked)));
    }
    if let Some(names) = required(stored.stored_fields(), stored)
        && let (_, Some(UpcastError::Fields(ProbeError::Missing(field)))) =
            show(Values::All(&names))
    {
        found.push(Mismatch::Needed { field: field.to_owned() });
    }
    found
}

/// A field that is stored, however deep.
struct Path {
    names: Vec<String>,
    ty: String,
}

impl Path {
    fn of(before: &[String], name: &str, field: &LockedField) -> Self {
        Self { names: [before, &[name.to_owned()]].concat(), ty: field.ty.clone() }
    }

    fn is_within(&self, mismatch: &Mismatch) -> bool {
        let Mismatch::Unread { field } = mismatch else { return false };
        self.names.join(".").strip_prefix(field).is_some_and(|rest| rest.starts_with('.'))
    }

    fn mismatch(&self, asked: Asked) -> Option<Mismatch> {
        let field = self.names.join(".");
        match asked {
            Asked::Nothing => Some(Mismatch::Unread { field }),
            Asked::For { ty, optional } => {
                let stored = Type::parse(&self.ty);
                let (stored, may_be_none) = match stored.only_argument_of("Option") {
                    Some(inner) => (inner.plain(), true),
                    None => (stored.plain(), false),
                };
                let reads = stored
                    .is_none_or(|stored| !is_scalar(stored) || stored == ty || widens(stored, ty));
                let read = if optional { format!("Option<{ty}>") } else { ty.to_owned() };
                (!reads || (may_be_none && !optional)).then(|| Mismatch::Otherwise {
                    field,
                    stored: self.ty.clone(),
                    read,
                })
            }
        }
    }
}

fn is_scalar(name: &str) -> bool {
    widens(name, name) || matches!(name, "bool" | "char" | "String" | "f32" | "f64")
}

/// All fields that are stored by name, under each of their names, those of nested structs behind the field that holds them.
fn paths(stored: &LockedShape) -> Vec<Path> {
    let mut paths = Vec::new();
    descend(stored.stored_fields(), &[], &mut Vec::new(), stored, &mut paths);
    paths
}

fn descend<'a>(
    fields: &'a LockedFields,
    before: &[String],
    open: &mut Vec<&'a str>,
    stored: &'a LockedShape,
    paths: &mut Vec<Path>,
) {
    let LockedFields::Named(fields) = fields else { return };
    for (name, field) in fields {
        let mut within = Vec::from(before);
        if field.flattened().is_none() {
            let aliases = field.aliases.iter().filter(|alias| *alias != name);
            paths.extend(aliases.map(|alias| Path::of(before, alias, field)));
            let path = Path::of(before, name, field);
            within.clone_from(&path.names);
            paths.push(path);
        }
        let nested = struct_in(field, stored).filter(|(name, _)| !open.contains(name));
        if let Some((name, nested)) = nested {
            open.push(name);
            descend(nested, &within, open, stored, paths);
            open.pop();
        }
    }
}

/// The struct that a field holds, once or as an option or a list of them.
fn struct_in<'a>(
    field: &'a LockedField,
    stored: &'a LockedShape,
) -> Option<(&'a str, &'a LockedFields)> {
    let mut ty = Type::parse(field.flattened().unwrap_or(&field.ty));
    while let Some(inner) =
        ["Option", "Vec", "VecDeque"].iter().find_map(|name| ty.only_argument_of(name))
    {
        ty = inner.clone();
    }
    let Type::Named { text, .. } = ty else { return None };
    Some((text, stored.fields_of(text)?))
}

/// The names that every stored event has; nothing where nobody can tell all of them.
fn required<'a>(fields: &'a LockedFields, stored: &'a LockedShape) -> Option<Vec<&'a str>> {
    let fields = match fields {
        LockedFields::Unit => return Some(Vec::new()),
        LockedFields::Named(fields) => fields,
        _ => return None,
    };
    let mut names = Vec::new();
    for (name, field) in fields {
        match field.flattened() {
            None if field.may_be_missing => {}
            None => names.push(name.as_str()),
            Some(ty) => names.extend(required(stored.fields_of(ty)?, stored)?),
        }
    }
    Some(names)
}
