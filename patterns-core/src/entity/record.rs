//! A record as it is stored: the last event of its stream.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::event::{
    DecodeError, EncodeError, Event, EventData, EventSchema, decode, encode_and_decode,
};

/// A type whose values can be stored as records: every one that can be cloned, and that serde can write and read.
// Without supertraits: about a type that lacks them the compiler would complain once more for each.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as a record",
    label = "not `Clone`, `Serialize` and `Deserialize`",
    note = "records are written and read by serde, and changed on a copy: add `Clone, Serialize, Deserialize` to the derive of `{Self}`"
)]
pub trait Record: Sized {
    /// The event of a record, or of the deletion of one; and what will be read from it. The record is left as it is.
    ///
    /// # Errors
    /// When a field refuses to be serialized, or when what was written could not be read again.
    fn encode(record: &mut Option<Self>) -> Result<(EventData, Option<Self>), EncodeError>;

    /// What an event says: a record, or that it was deleted.
    ///
    /// # Errors
    /// When the event is none of a record of this type.
    fn decode(data: &EventData) -> Result<Option<Self>, DecodeError>;

    /// A record of one's own to change.
    #[must_use]
    fn copy(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Record for E {
    fn encode(record: &mut Option<Self>) -> Result<(EventData, Option<Self>), EncodeError> {
        let stored = record.take().map_or(Stored::Deleted, Stored::Put);
        let encoded = encode_and_decode(&stored);
        *record = stored.into_record();
        encoded.map(|(data, stored)| (data, stored.into_record()))
    }

    fn decode(data: &EventData) -> Result<Option<Self>, DecodeError> {
        decode(data).map(Stored::into_record)
    }

    fn copy(&self) -> Self {
        self.clone()
    }
}

/// What can happen to a record.
#[derive(Serialize, Deserialize)]
enum Stored<E> {
    Put(E),
    Deleted,
}

impl<E: Serialize + DeserializeOwned + Send + Sync + 'static> Event for Stored<E> {
    const SCHEMA: &'static [EventSchema] = &[EventSchema::new("put"), EventSchema::new("deleted")];
}

impl<E> Stored<E> {
    fn into_record(self) -> Option<E> {
        match self {
            Self::Put(record) => Some(record),
            Self::Deleted => None,
        }
    }
}
