//! What the code says of its events, as the macros declare it.

use std::collections::BTreeMap;

use super::{
    LockedBody, LockedField, LockedFields, LockedShape, LockedType, LockedVariant,
    upcasters::{Mismatch, mismatches},
};
use crate::{
    aggregate::Apply,
    event::{Event, EventSchema, Field, FieldStyle, Fields, TypeShape},
};

/// An aggregate and its events, as the code has them today.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The stored name of the aggregate.
    pub aggregate: String,
    /// Its events.
    pub events: Vec<DeclaredEvent>,
}

/// An event, as the code has it today.
#[derive(Clone, Debug)]
pub struct DeclaredEvent {
    /// The stored name.
    pub name: String,
    /// Names under which older code stored it.
    pub aliases: Vec<String>,
    /// The version of its fields.
    pub version: u16,
    /// The oldest version that is read.
    pub oldest: u16,
    /// Whether it is never recorded again.
    pub retired: bool,
    /// What it looks like.
    pub shape: LockedShape,
    /// What upcasters take; `None` where there is no code to ask.
    pub upcasters: Option<Upcasters>,
}

/// The upcasters of an event, to be compared with what was stored.
#[derive(Clone, Copy, Debug)]
pub struct Upcasters {
    variant: usize,
    mismatches: fn(usize, u16, &LockedShape) -> Vec<Mismatch>,
}

impl DeclaredEvent {
    /// An event in its first version.
    pub fn new(name: impl Into<String>, shape: LockedShape) -> Self {
        let (name, aliases) = (name.into(), Vec::new());
        Self { name, aliases, version: 1, oldest: 1, retired: false, shape, upcasters: None }
    }

    /// Whether events stored under `name` are of this kind.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.iter().any(|alias| alias == name)
    }
}

impl Upcasters {
    /// What of `stored` does not fit the upcaster from `version`.
    pub(super) fn mismatches(self, version: u16, stored: &LockedShape) -> Vec<Mismatch> {
        (self.mismatches)(self.variant, version, stored)
    }
}

/// The events of an aggregate, as its macros declare them.
pub fn declared<A: Apply>() -> Declared {
    let events = A::Event::SCHEMA.iter().enumerate();
    Declared {
        aggregate: A::NAME.to_owned(),
        events: events
            .map(|(variant, schema)| declared_event::<A::Event>(variant, schema))
            .collect(),
    }
}

fn declared_event<E: Event>(variant: usize, schema: &EventSchema) -> DeclaredEvent {
    let mut types = Types::default();
    let fields = types.fields(&schema.fields);
    DeclaredEvent {
        name: schema.name.to_owned(),
        aliases: schema.aliases.iter().map(ToString::to_string).collect(),
        version: schema.version,
        oldest: schema.oldest,
        retired: schema.retired,
        shape: LockedShape { fields, types: types.shapes },
        upcasters: Some(Upcasters { variant, mismatches: mismatches::<E> }),
    }
}

/// The types that one event names, directly or through others.
#[derive(Default)]
struct Types {
    shapes: BTreeMap<String, LockedType>,
    /// Which type has which name.
    paths: BTreeMap<String, &'static str>,
}

impl Types {
    fn fields(&mut self, fields: &Fields) -> LockedFields {
        let mut list = fields.list.iter();
        match fields.style {
            FieldStyle::Undeclared => LockedFields::Undeclared,
            FieldStyle::Unit => LockedFields::Unit,
            FieldStyle::Named => LockedFields::Named(
                list.map(|field| (field.name.to_owned(), self.field(field))).collect(),
            ),
            FieldStyle::Placed => {
                LockedFields::Placed(list.map(|field| self.field(field)).collect())
            }
            // A transparent struct whose fields are all skipped holds nothing.
            FieldStyle::Value => list
                .next()
                .map_or(LockedFields::Unit, |field| LockedFields::Value(self.field(field).ty)),
        }
    }

    fn field(&mut self, field: &Field) -> LockedField {
        let mut ty = field.ty.to_owned();
        for nested in field.types {
            if let Some(shape) = nested.shape {
                self.add(nested.name, shape(), &mut ty);
            }
        }
        LockedField {
            aliases: field.aliases.iter().map(ToString::to_string).collect(),
            ty,
            may_be_missing: field.may_be_missing,
            default: field.default.to_owned(),
        }
    }

    /// Adds a type under its name, or under its path where another type has that name.
    fn add(&mut self, name: &str, shape: &'static TypeShape, ty: &mut String) {
        let taken = self.paths.get(name).is_some_and(|path| *path != shape.path);
        let name = if taken { shape.path } else { name };
        if taken {
            *ty = renamed(ty, name.rsplit("::").next().unwrap_or(name), name);
        }
        if self.paths.insert(name.to_owned(), shape.path).is_none() {
            let body = self.body(shape);
            self.shapes
                .insert(name.to_owned(), LockedType { written: shape.written.to_owned(), body });
        }
    }

    fn body(&mut self, shape: &TypeShape) -> LockedBody {
        if shape.variants.is_empty() {
            return LockedBody::Struct(self.fields(&shape.fields));
        }
        let variants = shape.variants.iter().map(|variant| {
            let aliases = variant.aliases.iter().map(ToString::to_string).collect();
            (
                variant.name.to_owned(),
                LockedVariant { aliases, fields: self.fields(&variant.fields) },
            )
        });
        LockedBody::Enum(variants.collect())
    }
}

/// The text with one word replaced.
fn renamed(text: &str, word: &str, by: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(word) {
        let (before, found) = rest.split_at(start);
        let after = found.get(word.len()..).unwrap_or_default();
        let inside = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
        let whole = !before.ends_with(inside) && !after.starts_with(inside);
        result.push_str(before);
        result.push_str(if whole { by } else { word });
        rest = after;
    }
    result + rest
}
