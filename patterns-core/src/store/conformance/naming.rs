//! Streams whose names nearly coincide.

use bytes::Bytes;

use super::samples::{all, append, conflict, data, event, exact, whole};
use crate::{
    event::StreamId,
    store::{EventStore, Snapshot, SnapshotKey},
};

/// Names that differ in any byte are different streams, be one the beginning of the other or end in zeros.
pub async fn streams_are_told_apart_by_every_byte(store: &dyn EventStore) {
    let raw: [&[u8]; 14] = [
        b"a",
        b"a\0",
        b"a\0\0",
        b"a\0\0\0\0\0\0\0\0",
        b"a\0\0\0\0\0\0\0\x01",
        b"a\x01",
        b"a\xff",
        b"a\xff\xff\xff\xff\xff\xff\xff\xff",
        b"aa",
        b"ab",
        b"\0",
        b"\0\0",
        b"A",
        b"b",
    ];
    let streams = raw.map(|name| StreamId::from_bytes(Bytes::from_static(name)));
    check_apart(store, &streams).await;
}

/// Streams are told apart by the type and the key, whatever text is in them.
pub async fn streams_are_told_apart_by_key(store: &dyn EventStore) {
    let texts = ["", "a", "a\0", "a\0\u{1}", "aa", "ä", "a\u{308}", "Ä", "😀", "a/b", "\u{1}"];
    let mut streams: Vec<_> =
        texts.iter().map(|text| StreamId::new("t", &text.to_string())).collect();
    streams.extend(texts.iter().map(|text| StreamId::new(text, &"t".to_string())));
    streams.extend([StreamId::new("t", &("a".to_string(), 1)), StreamId::new("t", &1)]);
    streams.extend([StreamId::new("t", &b"a".to_vec()), StreamId::new("t", &true)]);
    check_apart(store, &streams).await;
}

/// Appends to each stream in turn, several times over, and looks for what went astray.
async fn check_apart(store: &dyn EventStore, streams: &[StreamId]) {
    for round in 0..3 {
        for (number, stream) in streams.iter().enumerate() {
            let event = event(format!("{number} in round {round}"));
            append(store, vec![exact(stream, round, vec![event])]).await;
        }
    }
    for (number, stream) in streams.iter().enumerate() {
        let page = whole(store, stream).await;
        let expected: Vec<_> = (0..3).map(|n| event(format!("{number} in round {n}"))).collect();
        assert_eq!(data(&page.events), expected, "{stream:?} holds its own events only");
        assert!(page.events.iter().all(|event| event.stream == *stream), "{stream:?} is named");
        let found = conflict(store.append(vec![exact(stream, 0, vec![event("late")])]).await);
        assert_eq!(found.actual, 3, "{stream:?} has its own version");
    }
    assert_eq!(all(store).await.len(), 3 * streams.len(), "every stream is in the log");
    check_snapshots_apart(store, streams).await;
}

async fn check_snapshots_apart(store: &dyn EventStore, streams: &[StreamId]) {
    let snapshot = |number: usize| Snapshot { version: 3, state: number.to_string().into() };
    let key = |stream: &StreamId| SnapshotKey {
        stream: stream.clone(),
        fingerprint: crate::event::Fingerprint::new(0),
    };
    for (number, stream) in streams.iter().enumerate() {
        let put = store.put_snapshot(&key(stream), snapshot(number), 1).await;
        assert!(put.is_ok(), "a snapshot of {stream:?} is taken: {put:?}");
    }
    for (number, stream) in streams.iter().enumerate() {
        let found = store.snapshot(&key(stream), u64::MAX).await;
        assert_eq!(found.ok(), Some(Some(snapshot(number))), "{stream:?} has its own snapshot");
    }
}
