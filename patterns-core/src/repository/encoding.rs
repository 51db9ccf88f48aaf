//! The events of a change: as they are stored, as they will be read, and as they are answered.

use super::{Codec, CommandError, Handle, Ring};
use crate::{
    aggregate::Apply,
    event::{
        EncodeError, Event, EventData, EventSchema, FrameworkEvent, Metadata, Part, StreamId,
        encode_and_decode,
    },
};

/// The events of a change.
pub(super) struct Encoded<E> {
    /// As they are stored.
    pub(super) data: Vec<EventData>,
    /// As they will be read.
    pub(super) decoded: Vec<E>,
    /// As they will be read, once more, if that is other than what the caller has.
    pub(super) recorded: Option<Vec<E>>,
    /// The keys that it took.
    pub(super) keys: Ring,
}

impl<A: Apply> Handle<A> {
    pub(super) async fn encode<X>(
        &self,
        events: &[A::Event],
    ) -> Result<Encoded<A::Event>, CommandError<X>> {
        let encoded = self.try_encode(events).await;
        encoded.map_err(|cause| {
            self.db.hear(&cause);
            cannot_encode(&self.stream, cause)
        })
    }

    async fn try_encode(&self, events: &[A::Event]) -> Result<Encoded<A::Event>, EncodeError> {
        let reserved = |schema: &&EventSchema| schema.name.starts_with(FrameworkEvent::PREFIX);
        if let Some(schema) = A::Event::SCHEMA.iter().find(reserved) {
            return Err(EncodeError::Reserved { name: schema.name });
        }
        let mut keys = self.db.keys.ring(&self.stream);
        let encode = |codec: &Codec| codec.encoded(encode_change(events, &self.metadata));
        let (data, decoded) = keys.writing(encode).await?;
        let recorded = as_recorded(&data, &mut keys).await?;
        Ok(Encoded { data, decoded, recorded, keys })
    }
}

/// The events as they will be read, if there are values in them that say only now whom they are about: whoever copies one elsewhere takes
/// that along.
async fn as_recorded<E: Event>(
    data: &[EventData],
    keys: &mut Ring,
) -> Result<Option<Vec<E>>, EncodeError> {
    if !keys.is_used() {
        return Ok(None);
    }
    let decode =
        |codec: &Codec| data.iter().map(|data| codec.decode(data)).collect::<Result<_, _>>();
    keys.reading(decode).await.map(Some).map_err(EncodeError::Unreadable)
}

pub(super) fn cannot_encode<X>(stream: &StreamId, cause: EncodeError) -> CommandError<X> {
    CommandError::Encode { stream: stream.clone(), cause }
}

/// The events of one change, with what is known about them.
pub(super) fn encode_change<E: Event>(
    events: &[E],
    metadata: &Metadata,
) -> Result<(Vec<EventData>, Vec<E>), EncodeError> {
    // All of them, whatever is wrong with one: so all keys that are wanted are known after one pass.
    let encoded: Vec<_> = events.iter().map(encode_and_decode).collect();
    let (mut data, decoded) = encoded.into_iter().collect::<Result<(Vec<_>, Vec<_>), _>>()?;
    let of = data.len() as u32;
    for (index, event) in (0..).zip(&mut data) {
        // A change of one event has no parts: that saves a few bytes of nearly every event.
        let part = (of > 1).then_some(Part { index, of });
        let metadata = Metadata { part, ..metadata.clone() };
        event.metadata = metadata.encode().map_err(EncodeError::Field)?;
    }
    Ok((data, decoded))
}
