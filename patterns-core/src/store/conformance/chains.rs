//! The chain of a stream is that of its events, whatever way they took into the store.

use super::samples::{any, append, event, events, noise, stream, whole};
use crate::{
    event::{ChainHash, EventData, EventName, StreamHash, StreamId},
    store::{Direction, EventStore},
};

/// What the store keeps of a stream's chain is what its events give, one by one (E10).
async fn assert_chained(store: &dyn EventStore, stream: &StreamId, what: &str) {
    let page = whole(store, stream).await;
    let first = ChainHash::genesis(stream);
    let hash = page.events.iter().fold(first, |hash, event| hash.after(event));
    let kept = super::samples::succeeds(store.stream_hash(stream).await, "the hash of a stream");
    assert_eq!(kept, StreamHash { version: page.head, hash }, "{what}");
}

/// The hash of a stream depends on its events only: not on the batches they came in, nor on what stands between them (E10).
pub async fn e10_hashes_do_not_depend_on_batches(store: &dyn EventStore) {
    let (ours, other) = (stream("ours"), stream("other"));
    assert_chained(store, &ours, "a stream that nobody wrote to begins its chain").await;
    for (first, count) in [(1, 1), (2, 5), (7, 1), (8, 100), (108, 2)] {
        append(store, vec![any(&ours, events(first, count))]).await;
        append(store, vec![any(&other, events(1, 1)), any(&ours, Vec::new())]).await;
        assert_chained(store, &ours, "an append lengthens the chain by its events").await;
    }
    append(store, vec![any(&ours, events(1, 2)), any(&other, events(3, 1))]).await;
    append(store, vec![any(&ours, events(3, 1)), any(&ours, events(4, 1))]).await;
    assert_chained(store, &ours, "entries of one batch lengthen one chain").await;
    assert_chained(store, &other, "every stream has a chain of its own").await;
}

/// Every part of an event is chained, up to the largest (E10).
pub async fn e10_hashes_cover_every_byte(store: &dyn EventStore) {
    let name = stream("grüße");
    let odd = EventData {
        name: EventName::from_static("支払い済み"),
        schema_version: u16::MAX,
        payload: noise(1, 300).into(),
        metadata: noise(2, 20_000).into(),
    };
    let large = event(noise(3, 3 << 20));
    append(store, vec![any(&name, vec![odd.clone(), event(""), large.clone()])]).await;
    assert_chained(store, &name, "events of every kind are chained").await;
    append(store, vec![any(&name, vec![large, odd])]).await;
    assert_chained(store, &name, "large events are chained").await;
    let page = store.read_stream(&name, u64::MAX, Direction::Backward, 1).await;
    assert!(page.is_ok_and(|page| page.head == 5), "a hash changes nothing");
}
