//! What has changed between a lock and the code, and what it means for events that are stored.

mod words;

use super::upcasters::Mismatch;

/// A difference between the lock and the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub place: Place,
    /// What has changed.
    pub change: Change,
}

/// Where something has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The stored name of the aggregate.
    pub aggregate: String,
    /// The stored name of the event and the version, unless it is about the whole aggregate.
    pub event: Option<(String, u16)>,
    /// The type in which it is, and its variant, if it is not the event itself.
    pub within: Vec<String>,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// No type is stored under the name of the aggregate.
    AggregateGone {
        /// What it may be called now.
        now: Option<String>,
    },
    /// No event has this name or alias.
    EventGone {
        /// What it may be called now.
        now: Option<String>,
    },
    /// No event has this alias any more.
    EventAliasGone {
        /// The alias.
        alias: String,
    },
    /// Another event has this alias.
    EventAliasMoved {
        /// The stored name today of the event that had it.
        event: String,
        /// The alias.
        alias: String,
        /// The stored name of the other one.
        to: String,
    },
    /// The event has an older version than the lock.
    VersionDown {
        /// Today's version.
        to: u16,
    },
    /// The version is older than the oldest one that is read.
    VersionDropped {
        /// The oldest one.
        oldest: u16,
    },
    /// The lock has older versions and newer ones, and not this one.
    VersionMissing,
    /// Fields are stored together in another way.
    StyleChanged {
        /// How they were stored.
        from: &'static str,
        /// How they are.
        to: &'static str,
    },
    /// Nothing takes a field that is stored.
    FieldGone {
        /// The name, or the place.
        field: String,
        /// What it may be called now.
        now: Option<String>,
    },
    /// A field is new, and stored events lack it.
    FieldAdded {
        /// The name, or the place.
        field: String,
    },
    /// A field that stored events may lack must not be missing any more.
    FieldRequired {
        /// The name, or the place.
        field: String,
    },
    /// Another function fills in a field where stored events lack it.
    DefaultChanged {
        /// The name, or the place.
        field: String,
        /// The function in the lock.
        from: String,
        /// The function in the code; empty if there is none.
        to: String,
    },
    /// A field is of another type.
    TypeChanged {
        /// The name, or the place.
        field: String,
        /// The type in the lock.
        from: String,
        /// The type in the code.
        to: String,
    },
    /// A field has lost a name under which it may be stored.
    FieldAliasGone {
        /// Its name today.
        field: String,
        /// The name that it has lost.
        alias: String,
    },
    /// Two fields that are stored side by side are read as the same.
    FieldsMerged {
        /// The two.
        fields: [String; 2],
        /// What they are read as.
        into: String,
    },
    /// It is not known any more what the event or the type looks like.
    ShapeGone,
    /// serde writes a type in another way.
    WrittenChanged {
        /// What its attributes said.
        from: String,
        /// What they say.
        to: String,
    },
    /// A struct has become an enum, or the other way round.
    KindChanged,
    /// Nothing takes a variant that is stored.
    VariantGone {
        /// Its name.
        variant: String,
    },
    /// A variant has lost a name under which it may be stored.
    VariantAliasGone {
        /// The name that it has lost.
        alias: String,
    },
    /// An upcaster does not take what is stored.
    Upcaster(Mismatch),
    /// Everything that is stored can still be read.
    Addition(Addition),
}

/// What can be accepted without a thought.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Addition {
    /// An aggregate.
    Aggregate,
    /// An event.
    Event,
    /// A version of an event.
    Version,
    /// A version that is read, and that is older than what the lock knows of the event.
    VersionUnknown,
    /// The event was called like this.
    Renamed(String),
    /// A name under which older code stored the event.
    EventAlias(String),
    /// The event is never recorded again.
    Retired,
    /// The event is recorded again.
    BroughtBack,
    /// A field that may be missing.
    Field(String),
    /// A name under which older code stored a field; first the field, then the name.
    FieldAlias(String, String),
    /// A field that may be missing from now on.
    FieldOptional(String),
    /// A function that fills in a field where stored events lack it; first the field, then the function.
    FieldFilled(String, String),
    /// A field of a type that reads all values of the one before; the field, and both types.
    Wider(String, String, String),
    /// A variant of a type.
    Variant(String),
    /// A name under which older code stored a variant.
    VariantAlias(String),
    /// It is known from now on what the event or the type looks like.
    Shape,
}

impl Finding {
    /// Whether something that is stored would not decode, would be read as something else, or would lose data.
    pub fn is_breaking(&self) -> bool {
        !matches!(self.change, Change::Addition(_))
    }
}
