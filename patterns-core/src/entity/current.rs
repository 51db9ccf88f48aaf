//! What a stream says about its record.

use std::{iter, sync::Arc};

use super::{Entity, ReadError, UnreadableCause, UnreadableRecord, WriteError};
use crate::{
    aggregate::Versioned,
    cache::Freshness,
    event::{DecodeError, EventData, RecordedEvent, StreamId},
    repository::{Codec, Database},
    store::Direction,
};

/// What the last event of a stream says.
pub(super) struct Current<E> {
    /// The version of the stream; 0 when there never was a record.
    pub(super) version: u64,
    /// The record, unless there is none or it was deleted.
    pub(super) record: Option<Arc<E>>,
}

/// The stream of a record.
pub(super) fn stream_of<E: Entity>(record: &E) -> StreamId {
    let id = record.id();
    StreamId::new(E::NAME, &id).routed(E::route(&id))
}

impl<E: Entity> Current<E> {
    /// Reads the last event of `stream`.
    pub(super) async fn read(db: &Database, stream: &StreamId) -> Result<Self, ReadError> {
        let page = db.store().read_stream(stream, u64::MAX, Direction::Backward, 1).await;
        let page = page.map_err(|cause| ReadError::Store { record: stream.clone(), cause })?;
        let Some(last) = page.events.first() else {
            return Ok(Self { version: page.head, record: None });
        };
        let mut keys = db.keys.ring(stream);
        let stored = iter::once(&*last.data.payload);
        let decoded = keys.reading_of(stored, |codec| decoded(stream, last, codec)).await;
        let record = decoded.map_err(|cause| UnreadableRecord {
            record: stream.clone(),
            version: last.version,
            cause,
        })?;
        Ok(Self { version: last.version, record: record.map(Arc::new) })
    }

    pub(super) fn into_versioned(self, freshness: Freshness) -> Option<Versioned<E>> {
        self.record.map(|record| Versioned::new(record, self.version, freshness))
    }
}

fn decoded<E: Entity>(
    stream: &StreamId,
    last: &RecordedEvent,
    codec: &Codec,
) -> Result<Option<E>, UnreadableCause> {
    let record = codec.decoded(E::decode(&last.data)).map_err(|error| match error {
        DecodeError::UnknownName => UnreadableCause::NoRecord { event: last.data.name.clone() },
        error => error.into(),
    })?;
    check_key(&record, stream).map_err(|claimed| UnreadableCause::OtherKey { claimed })?;
    Ok(record)
}

/// Encodes what is to be appended to `stream`, and makes sure that it can be read again under the same key; answers it as it will be
/// read.
pub(super) fn encoded<E: Entity>(
    stream: &StreamId,
    record: &mut Option<E>,
    codec: &Codec,
) -> Result<(EventData, Option<E>), WriteError> {
    let (data, read) = codec
        .encoded(E::encode(record))
        .map_err(|cause| WriteError::Encode { record: stream.clone(), cause })?;
    check_key(&read, stream)
        .map_err(|claimed| WriteError::KeyNotStored { record: stream.clone(), claimed })?;
    Ok((data, read))
}

/// Whether a record belongs to `stream`; if not, to which.
fn check_key<E: Entity>(record: &Option<E>, stream: &StreamId) -> Result<(), StreamId> {
    let claimed = record.as_ref().map(stream_of);
    claimed.filter(|claimed| claimed != stream).map_or(Ok(()), Err)
}
