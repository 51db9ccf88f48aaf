//! What happens when the index cannot be folded.

use bytes::Bytes;

use super::chunk::key;
use crate::{
    event::{EventData, EventName, StreamId},
    store::{
        Append, AppendError, EventStore, ExpectedVersion, SledStore, StoreError,
        conformance::block_on,
    },
};

fn event_of(stream: &StreamId) -> Vec<Append> {
    let event = EventData {
        name: EventName::from_static("happened"),
        schema_version: 1,
        payload: Bytes::new(),
        metadata: Bytes::new(),
    };
    let expected = ExpectedVersion::Any;
    vec![Append { stream: stream.clone(), expected, events: vec![event] }]
}

/// Whoever waits for the index, and whoever appends afterwards, reads the first failure: a full disk must be told as one.
#[test]
fn a_store_whose_index_cannot_be_folded_stops_and_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let store = SledStore::open(directory.path()).unwrap();
    let damaged = StreamId::new("damaged", &1);
    block_on(store.append(event_of(&damaged))).unwrap();
    store.index.chunks.tree.insert(&key(&damaged, 1), b"no entry".to_vec()).unwrap();

    let waited = store.index.fold_published();
    let appended = block_on(store.append(event_of(&StreamId::new("another", &2))));

    let Err(StoreError::Stopped { cause: why_waiting_ended }) = waited else {
        panic!("the index was folded: {waited:?}")
    };
    let Err(AppendError::NotAttempted(StoreError::Stopped { cause: why_refused })) = appended
    else {
        panic!("the store goes on: {appended:?}")
    };
    for cause in [why_waiting_ended, why_refused] {
        assert!(cause.starts_with("the index of streams cannot be folded: "), "{cause}");
        assert!(cause.contains("an entry of the index of streams cannot be read"), "{cause}");
    }
}
