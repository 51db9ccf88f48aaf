//! What a lock holds: for everything that can lie in a store, what it looks like.

use std::collections::{BTreeMap, BTreeSet};

/// What events look like, by the stored names of their aggregates.
///
/// Built of the code by [`declared`](super::declared), of a file by [`parse`](super::parse), or by hand for shapes that come from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By the stored name of the aggregate.
    pub aggregates: BTreeMap<String, LockedAggregate>,
}

/// The events of an aggregate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedAggregate {
    /// By their stored names.
    pub events: BTreeMap<String, LockedEvent>,
}

/// An event, in all versions that can be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedEvent {
    /// Names under which older code stored it.
    pub aliases: BTreeSet<String>,
    /// Whether it is never recorded again.
    pub retired: bool,
    /// What it looks like in each version.
    pub versions: BTreeMap<u16, LockedShape>,
}

/// What an event looks like, with the types of one's own that its fields name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedShape {
    /// Its fields.
    pub fields: LockedFields,
    /// Types that derive `Shape`, by the names that fields give them.
    pub types: BTreeMap<String, LockedType>,
}

/// Fields that are stored together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LockedFields {
    /// Nothing is known of them.
    #[default]
    Undeclared,
    /// There are none.
    Unit,
    /// By name.
    Named(BTreeMap<String, LockedField>),
    /// By place.
    Placed(Vec<LockedField>),
    /// One value as it is, of this type.
    Value(String),
}

/// A stored field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedField {
    /// Names under which older code stored it.
    pub aliases: BTreeSet<String>,
    /// Its type, as it is written in the source.
    pub ty: String,
    /// Whether stored events may be without it.
    pub may_be_missing: bool,
    /// The path of the function that fills it in where it is missing; empty if none was given.
    pub default: String,
}

/// A type that a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedType {
    /// What serde's attributes say of it as a whole; empty if nothing.
    pub written: String,
    /// What it is made of.
    pub body: LockedBody,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockedBody {
    /// A struct.
    Struct(LockedFields),
    /// An enum, by the stored names of its variants.
    Enum(BTreeMap<String, LockedVariant>),
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedVariant {
    /// Names under which older code stored it.
    pub aliases: BTreeSet<String>,
    /// Its fields.
    pub fields: LockedFields,
}

impl LockedShape {
    /// The fields of the event; those of a struct where one struct is all that it holds, because both are stored alike.
    pub(super) fn stored_fields(&self) -> &LockedFields {
        let LockedFields::Value(ty) = &self.fields else { return &self.fields };
        match self.fields_of(ty) {
            Some(fields @ LockedFields::Named(_)) => fields,
            _ => &self.fields,
        }
    }

    /// The fields of a type, if it is a struct that serde writes as it is.
    pub(super) fn fields_of(&self, ty: &str) -> Option<&LockedFields> {
        match self.types.get(ty) {
            Some(LockedType { written, body: LockedBody::Struct(fields) })
                if written.is_empty() =>
            {
                Some(fields)
            }
            _ => None,
        }
    }
}

impl LockedField {
    /// A field of the type, that every event has.
    pub fn new(ty: impl Into<String>) -> Self {
        Self { ty: ty.into(), ..Self::default() }
    }

    /// The type whose fields stand among those around it, where it is one of these.
    pub(super) fn flattened(&self) -> Option<&str> {
        self.ty.strip_suffix(" #flatten")
    }
}
