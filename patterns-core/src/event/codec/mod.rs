//! Between an event and its bytes: MessagePack with field names, the variant replaced by its stored name.
//!
//! The enum's own serde impl writes the fields; the variant travels as the stored name of its [`EventSchema`](super::EventSchema), beside the
//! payload. So a renamed variant costs nothing, and a store can tell what an event is without decoding it.

mod older;
mod read;
#[cfg(feature = "personal")]
mod stamped;
mod write;

use std::sync::Arc;

use bytes::Bytes;

use super::{Event, EventData, EventName, EventSchema, UpcastError};
#[cfg(feature = "personal")]
use crate::personal::PersonalError;
pub use older::OlderError;

use older::Older;

/// Why an event could not be encoded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The name belongs to the framework.
    #[error("`{name}`: names that begin with `patterns.` are those of the framework")]
    Reserved {
        /// The stored name.
        name: &'static str,
    },
    /// The `Serialize` impl did not present a variant of an enum.
    #[error("an event must serialize as a variant of an enum with {variants} variants")]
    NotAVariant {
        /// How many variants the schema knows.
        variants: usize,
    },
    /// A field refused to be serialized.
    #[error("a field of the event could not be serialized: {0}")]
    Field(rmp_serde::encode::Error),
    /// The event is replayed where it was recorded, and never recorded again.
    #[error("`{event}` is retired: it is replayed where it was recorded, and never recorded again")]
    Retired {
        /// The stored name.
        event: &'static str,
    },
    /// Personal data in it cannot be encrypted: see there why.
    #[cfg(feature = "personal")]
    #[error(transparent)]
    Personal(Box<PersonalError>),
    /// The event was serialized, but what was written could not be read again; recording it would stop its stream for ever.
    #[error(
        "it could not be read again once stored: {0}; look at the serde attributes of its fields"
    )]
    Unreadable(DecodeError),
}

/// Why stored bytes are no event of the type asked for. Nothing is skipped or defaulted in silence (promise E6).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The framework recorded it, in a release newer than this one.
    #[error("it was recorded by a newer release of the framework")]
    NewerFramework,
    /// No variant has this stored name or alias.
    #[error(
        "no variant is stored under this name; a renamed event needs `#[event(alias = \"..\")]`, one that is not recorded any more \
         `#[event(retired)]`, and what newer code has stored newer code"
    )]
    UnknownName,
    /// The event has a version that this code cannot read.
    #[error("the event is stored in version {stored}, {}", unsupported(*stored, *oldest, *supported))]
    UnsupportedVersion {
        /// The version in the store.
        stored: u16,
        /// The oldest version that this code reads.
        oldest: u16,
        /// The newest one: that of the schema.
        supported: u16,
    },
    /// The event is of an older version, and its fields are not those that the upcaster takes.
    #[error(
        "the event is stored in version {stored}, and its fields are not those that the upcaster from version {stored} takes: {cause}"
    )]
    OlderFields {
        /// The version in the store.
        stored: u16,
        /// What does not fit.
        cause: OlderError,
    },
    /// The event is of an older version, and an upcaster refused it.
    #[error(
        "the event is stored in version {stored}, and the upcaster from version {step} to {} refuses it: {cause}", step + 1
    )]
    Upcast {
        /// The version in the store.
        stored: u16,
        /// The version from which the upcaster leads to the next.
        step: u16,
        /// What it says.
        cause: String,
    },
    /// The fields are not those of the variant.
    #[error(
        "the fields do not decode: {0}; a new field needs `#[serde(default)]`, a renamed one `#[serde(alias = \"..\")]`"
    )]
    Fields(Arc<rmp_serde::decode::Error>),
    /// Personal data in it cannot be decrypted: see there why.
    #[cfg(feature = "personal")]
    #[error(transparent)]
    Personal(Box<PersonalError>),
    /// Bytes are left over after the last field.
    #[error("bytes are left over after the last field")]
    TrailingBytes,
}

fn unsupported(stored: u16, oldest: u16, supported: u16) -> String {
    if stored > supported {
        format!(
            "by newer code than this, which reads up to version {supported}; deploy what reads an event before what records it"
        )
    } else {
        format!("this code reads version {oldest} and later; add `#[event(upcast({stored} = ..))]`")
    }
}

/// Encodes one event, and makes sure that it can be decoded again.
///
/// # Errors
/// When the event is retired, when a field refuses to be serialized, when the type does not serialize as an enum, or when what was written
/// does not decode, as with `skip_serializing_if` and no `default`.
pub fn encode<E: Event>(event: &E) -> Result<EventData, EncodeError> {
    encode_and_decode(event).map(|(data, _)| data)
}

/// Also answers the event as it will be read.
pub(crate) fn encode_and_decode<E: Event>(event: &E) -> Result<(EventData, E), EncodeError> {
    let (schema, data, decoded) = written(event)?;
    if schema.retired {
        return Err(EncodeError::Retired { event: schema.name });
    }
    Ok((data, decoded))
}

/// Also writes a retired event, as the code did that recorded it.
#[cfg(feature = "testing")]
pub(crate) fn encode_as_it_was<E: Event>(event: &E) -> Result<(EventData, E), EncodeError> {
    written(event).map(|(_, data, decoded)| (data, decoded))
}

fn written<E: Event>(event: &E) -> Result<(&'static EventSchema, EventData, E), EncodeError> {
    let mut payload = Vec::with_capacity(64);
    let variant = write::variant(event, &mut payload).map_err(EncodeError::Field)?;
    let schema =
        E::SCHEMA.get(variant).ok_or(EncodeError::NotAVariant { variants: E::SCHEMA.len() })?;
    let decoded = read::variant(variant as u32, &payload).map_err(EncodeError::Unreadable)?;
    let data = EventData {
        name: EventName::from_static(schema.name),
        schema_version: schema.version,
        payload: payload.into(),
        metadata: Bytes::new(),
    };
    Ok((schema, data, decoded))
}

/// Decodes a stored event; one of an older version goes through its upcasters.
///
/// # Errors
/// When the name is unknown, the version is none that the schema reads, the fields do not decode to the last byte, or an upcaster refuses.
/// Of an older version every field must be read, down to those of nested values.
pub fn decode<E: Event>(data: &EventData) -> Result<E, DecodeError> {
    let name = data.name.as_str();
    let (variant, schema) = (0_u32..)
        .zip(E::SCHEMA)
        .find(|(_, schema)| schema.is_called(name))
        .ok_or(DecodeError::UnknownName)?;
    if data.schema_version == schema.version {
        return read::variant(variant, &data.payload);
    }
    let event = upcast::<E>(variant, data)
        .map_err(|error| not_upcasted(error, data.schema_version, schema))?;
    #[cfg(feature = "personal")]
    let event = stamped::stamped(event)?;
    Ok(event)
}

fn upcast<E: Event>(variant: u32, data: &EventData) -> Result<E, UpcastError<OlderError>> {
    let upcast = || E::upcast(variant as usize, data.schema_version, Older::new(&data.payload));
    #[cfg(feature = "personal")]
    return crate::personal::strictly(upcast);
    #[cfg(not(feature = "personal"))]
    upcast()
}

fn not_upcasted(error: UpcastError<OlderError>, stored: u16, schema: &EventSchema) -> DecodeError {
    match error {
        UpcastError::Missing => DecodeError::UnsupportedVersion {
            stored,
            oldest: schema.oldest,
            supported: schema.version,
        },
        UpcastError::Fields(cause) => DecodeError::OlderFields { stored, cause },
        UpcastError::Refused { step, cause } => DecodeError::Upcast { stored, step, cause },
    }
}
