//! The codec as tests use it: where there is personal data, with keys that last as long as the process.

#[cfg(feature = "personal")]
use std::sync::{Arc, LazyLock};

#[cfg(feature = "personal")]
pub(super) use crate::personal::making_up;
use crate::{
    aggregate::Snapshots,
    event::{self, DecodeError, EncodeError, Event, EventData, StreamId},
    repository::{Codec, Database, Ring},
    store::{MemoryStore, conformance::block_on},
};

#[cfg(feature = "personal")]
static KEYS: LazyLock<Arc<crate::personal::MemoryKeys>> = LazyLock::new(Arc::default);

/// A new database in memory. It reads what was encoded here.
pub(super) fn database() -> Database {
    let db = Database::new(MemoryStore::new());
    #[cfg(feature = "personal")]
    let db = db.with_keys(Arc::clone(&KEYS));
    db
}

/// Runs `work`, which reads values out of nothing.
#[cfg(not(feature = "personal"))]
pub(super) fn making_up<R>(work: impl FnOnce() -> R) -> R {
    work()
}

fn ring(stream: &StreamId) -> Ring {
    database().keys.ring(stream)
}

pub(super) fn encode_and_decode<E: Event>(
    stream: &StreamId,
    event: &E,
) -> Result<(EventData, E), EncodeError> {
    let encode = |codec: &Codec| codec.encoded(event::encode_and_decode(event));
    block_on(ring(stream).writing(encode))
}

pub(super) fn encode_as_it_was<E: Event>(
    stream: &StreamId,
    event: &E,
) -> Result<(EventData, E), EncodeError> {
    let encode = |codec: &Codec| codec.encoded(event::encode_as_it_was(event));
    block_on(ring(stream).writing(encode))
}

pub(super) fn decode<E: Event>(stream: &StreamId, data: &EventData) -> Result<E, DecodeError> {
    block_on(ring(stream).reading(|codec| codec.decode(data)))
}

/// The snapshot of a state.
pub(super) fn encode_state<A: Sync>(
    stream: &StreamId,
    snapshots: &Snapshots<A>,
    state: &A,
) -> Result<Vec<u8>, String> {
    let encode = |codec: &Codec| codec.sure(snapshots.encode(state));
    let encoded = block_on(ring(stream).keeping(encode)).map_err(|error| error.to_string())?;
    encoded.map_err(|error| error.to_string())
}

/// The state of a snapshot.
pub(super) fn decode_state<A: Send + Sync>(
    stream: &StreamId,
    snapshots: &Snapshots<A>,
    bytes: &[u8],
) -> Result<A, String> {
    let decode = |codec: &Codec| codec.sure(snapshots.decode(bytes));
    let decoded = block_on(ring(stream).reading(decode)).map_err(|error| error.to_string())?;
    decoded.map_err(|error| error.to_string())
}

/// Bytes that are the same when the state is; not those of a snapshot, in which no encrypted value is the same twice.
pub(super) fn fixed_bytes<A>(snapshots: &Snapshots<A>, state: &A) -> Option<Vec<u8>> {
    let encode = || snapshots.encode(state).ok();
    #[cfg(feature = "personal")]
    return crate::personal::measuring(encode);
    #[cfg(not(feature = "personal"))]
    encode()
}
