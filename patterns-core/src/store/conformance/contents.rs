//! Events come back as they were given, or are refused.

use bytes::Bytes;

use super::samples::{all, any, append, data, event, events, noise, stream, whole};
use crate::{
    event::{EventData, EventName, StreamId},
    store::{Append, AppendError, EventStore, MAX_EVENT_LENGTH},
};

/// Names, versions, payloads and metadata come back byte for byte.
pub async fn contents_come_back_byte_exact(store: &dyn EventStore) {
    let (single, batch) = (stream("single"), stream("batch"));
    let odd = odd_events();
    for event in &odd {
        append(store, vec![any(&single, vec![event.clone()])]).await;
    }
    append(store, vec![any(&batch, odd.clone())]).await;
    for name in [single, batch] {
        assert_eq!(data(&whole(store, &name).await.events), odd, "a stream keeps every byte");
    }
    assert_eq!(data(&all(store).await), [odd.clone(), odd].concat(), "the log keeps every byte");
}

/// Events with everything that is easily lost: emptiness, zeros, every byte, text beyond ASCII, the extremes of numbers.
fn odd_events() -> Vec<EventData> {
    let every_byte: Vec<u8> = (0..=u8::MAX).collect();
    let names = ["", "a", "geöffnet", "支払い済み", "a\0b", "\u{10ffff}", " ", "a/b.c-d"];
    let payloads = [Vec::new(), vec![0], vec![0; 300], every_byte, vec![0xff; 127], noise(1, 128)];
    let mut events = Vec::new();
    for name in names {
        for (payload, schema_version) in payloads.iter().zip([0, 1, 2, 255, 256, u16::MAX]) {
            for metadata in [Vec::new(), vec![0], payload.clone()] {
                events.push(EventData {
                    name: EventName::from_static(name),
                    schema_version,
                    payload: payload.clone().into(),
                    metadata: metadata.into(),
                });
            }
        }
    }
    events
}

/// Events up to the longest possible come back whole, among small ones and with large metadata.
pub async fn large_events_come_back_whole(store: &dyn EventStore) {
    let name = stream("large");
    let sizes = [1, 1 << 10, 1 << 16, 1, 1 << 20, 5 << 20, 2];
    let large: Vec<_> = (1..).zip(sizes).map(|(seed, size)| event(noise(seed, size))).collect();
    append(store, vec![any(&name, large.clone())]).await;
    let longest = MAX_EVENT_LENGTH - "happened".len();
    let mut last = vec![event(noise(8, longest)), event("small")];
    let metadata = Bytes::from(noise(9, 1 << 20));
    last.push(EventData { metadata, ..event(noise(10, 3)) });
    for event in &last {
        append(store, vec![any(&name, vec![event.clone()])]).await;
    }
    let expected = [large, last].concat();
    // Compared by `==`: a difference of megabytes is not worth printing.
    assert!(data(&whole(store, &name).await.events) == expected, "a stream keeps large events");
    assert!(data(&all(store).await) == expected, "the log keeps large events");
}

/// A batch of thousands of events, to one stream and to many, is one append.
pub async fn large_batches_come_back_whole(store: &dyn EventStore) {
    let one = stream("one");
    let appended = append(store, vec![any(&one, events(1, 3_000))]).await;
    assert_eq!((appended.position, appended.versions), (3_000, vec![3_000]), "one large append");
    let many: Vec<Append> =
        (0..1_000).map(|n| any(&stream(&format!("many {n}")), events(n, 3))).collect();
    let appended = append(store, many).await;
    assert_eq!(
        appended.versions,
        vec![3; 1_000],
        "every stream of a large batch counts for itself"
    );
    assert_eq!(data(&whole(store, &one).await.events), events(1, 3_000), "a stream is whole");
    let spread = (0..1_000).flat_map(|n| events(n, 3));
    let expected: Vec<_> = events(1, 3_000).into_iter().chain(spread).collect();
    assert_eq!(data(&all(store).await), expected, "the log is whole");
}

/// What exceeds a limit is refused with all that came along, and what just fits is taken.
pub async fn what_is_too_long_is_refused(store: &dyn EventStore) {
    let fits = StreamId::from_bytes(noise(1, StreamId::MAX_LENGTH).into());
    let too_long = StreamId::from_bytes(noise(2, StreamId::MAX_LENGTH + 1).into());
    refused(store, vec![any(&too_long, events(1, 1))]).await;
    refused(store, vec![any(&fits, events(1, 1)), any(&too_long, events(1, 1))]).await;
    refused(store, vec![any(&fits, vec![event("small"), event(vec![0; MAX_EVENT_LENGTH])])]).await;
    let metadata = Bytes::from(vec![0; MAX_EVENT_LENGTH]);
    refused(store, vec![any(&fits, vec![EventData { metadata, ..event("small") }])]).await;
    assert!(all(store).await.is_empty(), "a refused batch appends nothing");
    append(store, vec![any(&fits, events(1, 2))]).await;
    let page = whole(store, &fits).await;
    assert_eq!(data(&page.events), events(1, 2), "a stream with the longest name is kept");
    assert!(page.events.iter().all(|event| event.stream == fits), "a long name comes back whole");
}

async fn refused(store: &dyn EventStore, batch: Vec<Append>) {
    let answer = store.append(batch).await;
    assert!(
        matches!(answer, Err(AppendError::Refused { .. })),
        "what exceeds a limit is refused: {answer:?}"
    );
}
