//! Pages of streams.

use core::sync::atomic::{AtomicBool, Ordering};
use std::{collections::BTreeMap, thread};

use bytes::Bytes;

use super::{
    block_on,
    samples::{any, append, conflict, event, events, exact, list, stream},
};
use crate::{
    event::{Fingerprint, StreamId},
    store::{EventStore, Snapshot, SnapshotKey, StreamHead},
};

/// Names of many lengths, each beginning like others.
const NAMES: [&[u8]; 17] = [
    b"",
    b"\0",
    b"\0\0",
    b"A",
    b"a",
    b"a\0",
    b"a\0\0",
    b"a\0\0\0\0\0\0\0\0",
    b"a\0\0\0\0\0\0\0\x01",
    b"a\x01",
    b"aa",
    b"aab",
    b"ab",
    b"a\xff",
    b"a\xff\xff\xff\xff\xff\xff\xff\xff",
    b"b",
    b"\xff\xff",
];
/// More streams than a page holds, of names that differ in length.
const WATCHED: u64 = 120;
const PAGE: usize = 7;

/// Every page of every prefix is right: in the order of bytes, after any name, of any length, each stream with its head.
pub async fn streams_are_listed_in_the_order_of_their_bytes(store: &dyn EventStore) {
    let name = |bytes: &'static [u8]| StreamId::from_bytes(Bytes::from_static(bytes));
    let mut heads = BTreeMap::new();
    for (bytes, count) in NAMES.into_iter().rev().zip((1..4).cycle()) {
        append(store, vec![any(&name(bytes), events(1, count))]).await;
        heads.insert(name(bytes), count);
    }
    let nobody: [&[u8]; 4] = [b"a\0\0\0", b"a\x02", b"aabc", b"c"];
    for prefix in NAMES.into_iter().chain(nobody) {
        let of_prefix = heads.iter().filter(|(stream, _)| stream.as_bytes().starts_with(prefix));
        for after in NAMES.into_iter().chain(nobody).map(|bytes| Some(name(bytes))).chain([None]) {
            let following = of_prefix.clone().filter(|(stream, _)| Some(*stream) > after.as_ref());
            let expected = following.map(|(stream, head)| listed(stream, *head));
            for limit in [0, 1, 2, 5, usize::MAX - 1, usize::MAX] {
                let found = list(store, prefix, after.as_ref(), limit).await;
                let expected: Vec<_> = expected.clone().take(limit).collect();
                assert_eq!(found, expected, "{limit} of {prefix:?} after {after:?}");
            }
        }
    }
}

/// The streams of one type are those that begin with its prefix, in the order of their keys.
pub async fn streams_of_a_type_are_listed_in_the_order_of_keys(store: &dyn EventStore) {
    let names = ["", "a", "a\0", "ab", "ä"];
    let keys = [i64::MIN, -256, -1, 0, 1, 255, 256, i64::MAX];
    for key in keys.iter().rev() {
        let batch = names.map(|name| any(&StreamId::new(name, key), events(1, 1)));
        append(store, batch.into()).await;
    }
    for name in names {
        let found = list(store, &StreamId::prefix(name), None, usize::MAX).await;
        let expected = keys.map(|key| listed(&StreamId::new(name, &key), 1));
        assert_eq!(found, expected, "the streams of {name:?}, and no others");
    }
}

/// A stream is listed from its first event on, with the version it has reached; nothing else makes one.
pub async fn listings_show_what_was_acknowledged(store: &dyn EventStore) {
    let (ours, other) = (stream("ours"), stream("other"));
    assert_eq!(list(store, b"", None, usize::MAX).await, [], "an empty store has no streams");
    append(store, vec![exact(&other, 0, Vec::new())]).await;
    conflict(store.append(vec![exact(&other, 1, events(1, 1))]).await);
    let key = SnapshotKey { stream: other, fingerprint: Fingerprint::new(0) };
    let snapshot = store.put_snapshot(&key, Snapshot { version: 1, state: Bytes::new() }, 1).await;
    assert!(snapshot.is_ok(), "a snapshot is taken: {snapshot:?}");
    for version in 1..=20 {
        append(store, vec![any(&ours, events(version, 1))]).await;
        let found = list(store, b"", None, usize::MAX).await;
        assert_eq!(found, [listed(&ours, version)], "an append is listed once it is acknowledged");
    }
}

/// Who pages through the streams while others write meets all that were there before, in order, and each once.
pub async fn listings_miss_nothing_while_others_write(store: &dyn EventStore) {
    let watched = |number: u64| StreamId::new("watched", &"x".repeat(number as usize));
    for number in 0..WATCHED {
        append(store, vec![any(&watched(number), events(1, 2))]).await;
    }
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in (0..WATCHED).cycle() {
                let new = StreamId::new("watched", &format!("{number} new"));
                let batch = [watched(number), new].map(|name| any(&name, vec![event("more")]));
                block_on(append(store, batch.into()));
                if done.load(Ordering::Acquire) {
                    break;
                }
            }
        });
        // Kept for the end, so that the writer does not go on for ever when a page is wrong.
        let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            (0..8).for_each(|_| block_on(check_pages(store, &watched)));
        }));
        done.store(true, Ordering::Release);
        for ended in [read, writer.join()] {
            ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

async fn check_pages(store: &dyn EventStore, watched: &impl Fn(u64) -> StreamId) {
    let (prefix, mut seen) = (StreamId::prefix("watched"), Vec::<StreamHead>::new());
    loop {
        let after = seen.last().map(|last| &last.stream);
        let page = list(store, &prefix, after, PAGE).await;
        let ended = page.len() < PAGE;
        seen.extend(page);
        if ended {
            break;
        }
    }
    let streams: Vec<_> = seen.iter().map(|head| &head.stream).collect();
    assert!(streams.is_sorted_by(|one, next| one < next), "streams are listed in order, each once");
    let reached = |name: &StreamId| seen.iter().find(|head| head.stream == *name);
    for number in 0..WATCHED {
        let version = reached(&watched(number)).map_or(0, |head| head.version);
        assert!(version >= 2, "a stream that was there before is listed with at least its version");
    }
}

fn listed(stream: &StreamId, version: u64) -> StreamHead {
    StreamHead { stream: stream.clone(), version }
}
