//! Compares what an event looks like with what it looked like, down to the types that its fields name.

use std::collections::BTreeMap;

use super::{Found, fields};
use crate::schema_lock::{
    Addition, Change, LockedBody, LockedFields, LockedShape, LockedType, LockedVariant, Place,
    reading::Reading,
};

/// An event in the lock and the same in the code.
#[derive(Clone, Copy)]
pub(super) struct Shapes<'a> {
    pub(super) stored: &'a LockedShape,
    pub(super) read: &'a LockedShape,
}

impl<'a> Shapes<'a> {
    pub(super) fn compare(self, here: &Place, found: &mut Found) {
        let nothing = &LockedFields::Named(BTreeMap::new());
        match (self.stored.stored_fields(), self.read.stored_fields()) {
            // An event without fields and one whose fields may all be missing read each other.
            (LockedFields::Unit, read @ LockedFields::Named(_)) => {
                self.fields(nothing, read, here, found)
            }
            (stored @ LockedFields::Named(_), LockedFields::Unit) => {
                self.fields(stored, nothing, here, found)
            }
            (stored, read) => self.fields(stored, read, here, found),
        }
        self.types(here, found);
    }

    fn fields(
        self,
        stored: &'a LockedFields,
        read: &'a LockedFields,
        here: &Place,
        found: &mut Found,
    ) {
        let reading = Reading { stored: &self.stored.types, read: &self.read.types };
        match (stored, read) {
            (LockedFields::Undeclared, LockedFields::Undeclared)
            | (LockedFields::Unit, LockedFields::Unit) => {}
            (LockedFields::Undeclared, _) => found.addition(here.clone(), Addition::Shape),
            (_, LockedFields::Undeclared) => found.add(here.clone(), Change::ShapeGone),
            (LockedFields::Named(stored), LockedFields::Named(read)) => {
                fields::named(stored, read, reading, here, found)
            }
            (LockedFields::Placed(stored), LockedFields::Placed(read)) => {
                fields::placed(stored, read, reading, here, found)
            }
            (LockedFields::Value(stored), LockedFields::Value(read)) => {
                fields::ty("0", (stored, read), reading, here, found)
            }
            (stored, read) => found
                .add(here.clone(), Change::StyleChanged { from: style(stored), to: style(read) }),
        }
    }

    // Types of one name are compared once, however often they are named.
    fn types(self, here: &Place, found: &mut Found) {
        let within = |name: &str| Place { within: vec![format!("type `{name}`")], ..here.clone() };
        for (name, stored) in &self.stored.types {
            match self.read.types.get(name) {
                Some(read) => self.ty(stored, read, &within(name), found),
                None if names(self.read, name) => found.add(within(name), Change::ShapeGone),
                // It is called otherwise, or not held any more: that is found where it was named.
                None => {}
            }
        }
        for name in self
            .read
            .types
            .keys()
            .filter(|name| names(self.stored, name) && !self.stored.types.contains_key(*name))
        {
            found.addition(within(name), Addition::Shape);
        }
    }

    fn ty(self, stored: &'a LockedType, read: &'a LockedType, here: &Place, found: &mut Found) {
        if stored.written != read.written {
            let (from, to) = (stored.written.clone(), read.written.clone());
            found.add(here.clone(), Change::WrittenChanged { from, to });
            return;
        }
        match (&stored.body, &read.body) {
            (LockedBody::Struct(stored), LockedBody::Struct(read)) => {
                self.fields(stored, read, here, found)
            }
            (LockedBody::Enum(stored), LockedBody::Enum(read)) => {
                self.variants(stored, read, here, found)
            }
            _ => found.add(here.clone(), Change::KindChanged),
        }
    }

    fn variants(self, stored: &'a Variants, read: &'a Variants, here: &Place, found: &mut Found) {
        for (name, variant) in stored {
            match find(read, name) {
                Some((now, taken)) => self.variant((name, variant), (now, taken), here, found),
                None => found.add(here.clone(), Change::VariantGone { variant: name.clone() }),
            }
        }
        for (name, variant) in read {
            let known = |name: &String| find(stored, name).is_some();
            if !known(name) && !variant.aliases.iter().any(known) {
                found.addition(here.clone(), Addition::Variant(name.clone()));
            }
        }
    }

    fn variant(
        self,
        (name, stored): (&str, &'a LockedVariant),
        (now, read): (&str, &'a LockedVariant),
        here: &Place,
        found: &mut Found,
    ) {
        let mut here = here.clone();
        here.within.push(format!("variant `{name}`"));
        for alias in
            stored.aliases.iter().filter(|alias| *alias != now && !read.aliases.contains(*alias))
        {
            found.add(here.clone(), Change::VariantAliasGone { alias: alias.clone() });
        }
        for alias in
            read.aliases.iter().filter(|alias| *alias != name && !stored.aliases.contains(*alias))
        {
            found.addition(here.clone(), Addition::VariantAlias(alias.clone()));
        }
        self.fields(&stored.fields, &read.fields, &here, found);
    }
}

type Variants = BTreeMap<String, LockedVariant>;

/// The variant that is read where `name` is stored.
fn find<'a>(variants: &'a Variants, name: &str) -> Option<(&'a str, &'a LockedVariant)> {
    let mut called =
        variants.iter().filter(|(own, variant)| *own == name || variant.aliases.contains(name));
    called.next().map(|(own, variant)| (own.as_str(), variant))
}

fn style(fields: &LockedFields) -> &'static str {
    match fields {
        LockedFields::Undeclared => "in a way that is not declared",
        LockedFields::Unit => "without fields",
        LockedFields::Named(_) => "by name",
        LockedFields::Placed(_) => "by place",
        LockedFields::Value(_) => "as one value",
    }
}

/// Whether a type is named anywhere in the event.
fn names(shape: &LockedShape, name: &str) -> bool {
    let within_types = shape.types.values().any(|ty| match &ty.body {
        LockedBody::Struct(fields) => fields::names(fields, name),
        LockedBody::Enum(variants) => {
            variants.values().any(|variant| fields::names(&variant.fields, name))
        }
    });
    within_types || fields::names(&shape.fields, name)
}
