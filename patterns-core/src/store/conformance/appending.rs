//! Versions, positions, expectations and batches.

use super::samples::{
    all, any, append, conflict, counted, data, entry, event, events, exact, positions, stream,
    versions, whole,
};
use crate::store::{Append, Conflict, EventStore, ExpectedVersion};

/// Versions in a stream start at 1 and have no gaps, however the events came (E4).
pub async fn e4_versions_have_no_gaps(store: &dyn EventStore) {
    let (ours, other) = (stream("ours"), stream("other"));
    for (first, count, head) in [(1, 1, 1), (2, 3, 4), (5, 1, 5), (6, 7, 12)] {
        let appended = append(store, vec![any(&ours, events(first, count))]).await;
        assert_eq!(appended.versions, [head], "an append answers the version reached");
        append(store, vec![any(&other, events(1, 2))]).await;
    }
    let page = whole(store, &ours).await;
    assert_eq!(versions(&page.events), counted(12), "versions count from 1 without gaps");
    assert_eq!(data(&page.events), events(1, 12), "events stay in the order appended");
    assert_eq!(page.head, 12, "the head is the last version");
}

/// Positions start at 1, have no gaps and follow the order of commits over all streams (E5).
pub async fn e5_positions_follow_commits(store: &dyn EventStore) {
    let names = [stream("a"), stream("b"), stream("c")];
    let mut expected = Vec::new();
    for (number, name) in (1..=30).zip(names.iter().cycle()) {
        let appended = append(store, vec![any(name, vec![event(number.to_string())])]).await;
        assert_eq!(appended.position, number, "an append answers the position reached");
        expected.push(name.clone());
    }
    let log = all(store).await;
    let streams: Vec<_> = log.iter().map(|event| event.stream.clone()).collect();
    assert_eq!(positions(&log), counted(30), "positions count from 1 without gaps");
    assert_eq!(streams, expected, "the log is in the order of commits");
    assert_eq!(data(&log), events(1, 30), "the log holds what was appended");
    for name in &names {
        let page = whole(store, name).await.events;
        let of_stream: Vec<_> = log.iter().filter(|event| event.stream == *name).cloned().collect();
        assert_eq!(page, of_stream, "a stream and the log show the same events");
    }
}

/// An append succeeds exactly when the stream has the version expected of it (E4).
pub async fn e4_expected_versions_decide(store: &dyn EventStore) {
    let name = stream("a");
    for actual in 0..4 {
        for wrong in (0..6).chain([u64::MAX]).filter(|version| *version != actual) {
            let answer = store.append(vec![exact(&name, wrong, events(9, 2))]).await;
            let expected = ExpectedVersion::Exact(wrong);
            let truth = Conflict { stream: name.clone(), expected, actual };
            assert_eq!(conflict(answer), truth, "a conflict says what the stream has");
        }
        assert_eq!(whole(store, &name).await.head, actual, "a conflict appends nothing");
        let appended = append(store, vec![exact(&name, actual, events(actual + 1, 1))]).await;
        assert_eq!(appended.versions, [actual + 1], "the expected version admits an append");
    }
    let appended = append(store, vec![any(&name, events(5, 1))]).await;
    assert_eq!(appended.versions, [5], "any version admits an append");
    assert_eq!(data(&all(store).await), events(1, 5), "only successful appends are in the log");
}

/// A batch with one conflict appends to none of its streams, wherever the conflict stands (E4).
pub async fn e4_a_conflict_appends_nothing(store: &dyn EventStore) {
    let names = [stream("a"), stream("b"), stream("c")];
    append(store, vec![any(&stream("b"), events(1, 2))]).await;
    for wrong in 0..names.len() {
        let batch = (0..).zip(&names).map(|(place, name)| {
            let expected = if place == wrong { 7 } else { u64::from(place == 1) * 2 };
            exact(name, expected, events(3, 2))
        });
        let found = conflict(store.append(batch.collect()).await);
        assert_eq!(Some(&found.stream), names.get(wrong), "a conflict names its stream");
        assert_eq!(all(store).await.len(), 2, "a conflict appends nothing to any stream");
    }
    for (name, head) in names.iter().zip([0, 2, 0]) {
        assert_eq!(whole(store, name).await.head, head, "a conflict moves no stream");
    }
}

/// A batch appends to all its streams, in order.
pub async fn batches_span_streams(store: &dyn EventStore) {
    let (a, b, c) = (stream("a"), stream("b"), stream("c"));
    append(store, vec![any(&b, events(1, 1))]).await;
    let batch = vec![exact(&a, 0, events(2, 2)), exact(&b, 1, events(4, 1)), any(&c, events(5, 3))];
    let appended = append(store, batch).await;
    assert_eq!(appended.versions, [2, 2, 3], "a batch answers the version of every entry");
    assert_eq!(appended.position, 7, "a batch answers the position of its last event");
    let log = all(store).await;
    assert_eq!(data(&log), events(1, 7), "a batch is in the log in its own order");
    assert_eq!(positions(&log), counted(7), "a batch leaves no gap in the log");
    assert_eq!(versions(&log), [1, 1, 2, 2, 1, 2, 3], "every stream counts for itself");
}

/// The entries of a batch see those before them: one stream may come twice.
pub async fn entries_see_those_before_them(store: &dyn EventStore) {
    let (a, b) = (stream("a"), stream("b"));
    let twice = |second| {
        vec![exact(&a, 0, events(1, 2)), any(&b, events(3, 1)), exact(&a, second, events(4, 1))]
    };
    let found = conflict(store.append(twice(0)).await);
    assert_eq!(found.actual, 2, "an entry sees the events of those before it");
    assert!(all(store).await.is_empty(), "a conflict within a batch appends nothing");
    let appended = append(store, twice(2)).await;
    assert_eq!(appended.versions, [2, 1, 3], "each entry answers the version after itself");
    assert_eq!(versions(&whole(store, &a).await.events), counted(3), "no gap between entries");
    assert_eq!(data(&all(store).await), events(1, 4), "the log keeps the order of the entries");
}

/// An entry without events appends nothing, but its expectation counts.
pub async fn an_entry_without_events_only_checks(store: &dyn EventStore) {
    let (a, b) = (stream("a"), stream("b"));
    append(store, vec![any(&a, events(1, 2))]).await;
    let check = |version| exact(&a, version, Vec::new());
    assert_eq!(conflict(store.append(vec![check(1)]).await).actual, 2, "a check can fail");
    let guarded = |version| vec![check(version), exact(&b, 0, events(3, 1))];
    conflict(store.append(guarded(3)).await);
    assert_eq!(whole(store, &b).await.head, 0, "a failed check appends nothing");
    let appended = append(store, guarded(2)).await;
    assert_eq!(appended.versions, [2, 1], "a check answers the version it found");
    let alone = append(store, vec![check(2), any(&stream("new"), Vec::new())]).await;
    assert_eq!(alone.versions, [2, 0], "a check creates no stream");
    assert_eq!(alone.position, 3, "without events the position is that of the log");
    assert_eq!(data(&all(store).await), events(1, 3), "checks leave no trace");
}

/// An empty batch succeeds and changes nothing.
pub async fn an_empty_batch_appends_nothing(store: &dyn EventStore) {
    for position in [0, 1] {
        let appended = append(store, Vec::<Append>::new()).await;
        assert!(appended.versions.is_empty(), "no entry, no version");
        assert_eq!(appended.position, position, "the position is that of the log");
        assert_eq!(all(store).await.len() as u64, position, "an empty batch appends nothing");
        append(store, vec![entry(&stream("a"), ExpectedVersion::Any, events(1, 1))]).await;
    }
}

/// Events are stamped in the order of the log.
pub async fn recorded_at_never_descends(store: &dyn EventStore) {
    for _ in 0..50 {
        append(store, vec![any(&stream("a"), events(1, 2)), any(&stream("b"), events(1, 1))]).await;
    }
    let stamps: Vec<_> = all(store).await.iter().map(|event| event.recorded_at).collect();
    assert!(stamps.is_sorted(), "no event is stamped before the one it follows");
    assert!(stamps.first().is_some_and(|first| first.as_micros() > 0), "events are stamped");
}
