//! Between an event and its bytes: MessagePack with field names, the variant replaced by its stored name.
//!
//! The enum's own serde impl writes the fields; the variant travels as the stored name of its [`EventSchema`](super::EventSchema), beside the
//! payload. So a renamed variant costs nothing, and a store can tell what an event is without decoding it.

mod read;
mod write;

use std::sync::Arc;

use bytes::Bytes;

use super::{Event, EventData, EventName};

/// Why an event could not be encoded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The `Serialize` impl did not present a variant of an enum.
    #[error("an event must serialize as a variant of an enum with {variants} variants")]
    NotAVariant {
        /// How many variants the schema knows.
        variants: usize,
    },
    /// A field refused to be serialized.
    #[error("a field of the event could not be serialized: {0}")]
    Field(rmp_serde::encode::Error),
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
    /// No variant has this stored name or alias.
    #[error(
        "no variant is stored under this name; a renamed event needs `#[event(alias = \"..\")]`"
    )]
    UnknownName,
    /// The event has a version that this code cannot read.
    #[error(
        "the event is stored in version {stored}, this code reads version {supported} only; \
         give new fields a default instead of the event a new version"
    )]
    UnsupportedVersion {
        /// The version in the store.
        stored: u16,
        /// The version of the schema.
        supported: u16,
    },
    /// The fields are not those of the variant.
    #[error(
        "the fields do not decode: {0}; a new field needs `#[serde(default)]`, a renamed one `#[serde(alias = \"..\")]`"
    )]
    Fields(Arc<rmp_serde::decode::Error>),
    /// Bytes are left over after the last field.
    #[error("bytes are left over after the last field")]
    TrailingBytes,
}

/// Encodes one event, and makes sure that it can be decoded again.
///
/// # Errors
/// When a field refuses to be serialized, when the type does not serialize as an enum, or when what was written does not decode, as with
/// `skip_serializing_if` and no `default`.
pub fn encode<E: Event>(event: &E) -> Result<EventData, EncodeError> {
    encode_and_decode(event).map(|(data, _)| data)
}

/// Also answers the event as it will be read.
pub(crate) fn encode_and_decode<E: Event>(event: &E) -> Result<(EventData, E), EncodeError> {
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
    Ok((data, decoded))
}

/// Decodes a stored event.
///
/// # Errors
/// When the name is unknown, the version is not the schema's, or the fields do not decode to the last byte.
pub fn decode<E: Event>(data: &EventData) -> Result<E, DecodeError> {
    let name = data.name.as_str();
    let (variant, schema) = (0..)
        .zip(E::SCHEMA)
        .find(|(_, schema)| schema.is_called(name))
        .ok_or(DecodeError::UnknownName)?;
    if data.schema_version != schema.version {
        return Err(DecodeError::UnsupportedVersion {
            stored: data.schema_version,
            supported: schema.version,
        });
    }
    read::variant(variant, &data.payload)
}
