//! The index of streams in memory, on its way into the tree, and in the tree.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use patterns_core::{
    event::StreamId,
    store::{Append, EventStore, SledStore},
};

use super::samples::{
    any, append, check_consistent, log, open, open_as_sled, page, payloads, stream,
};

/// So many appends fill one generation of the index.
const GENERATION: usize = 32 * 1024;

/// One event to each of `count` streams, in one batch: as many entries of the index.
fn round(number: usize, count: usize) -> Vec<Append> {
    let name = |id: usize| stream(&format!("stream {id}"));
    (0..count).map(|id| any(&name(id), [format!("{id} in round {number}")])).collect()
}

fn folded_entries(directory: &std::path::Path) -> usize {
    let db = open_as_sled(directory);
    db.open_tree("streams").unwrap().len()
}

#[test]
fn everything_is_read_while_the_index_is_folded_and_after_it_is_opened_again() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    for number in 0..3 * GENERATION / 1_000 {
        append(&store, round(number, 1_000));
        let page = page(&store, &stream("stream 7"), 1, usize::MAX);
        assert_eq!(page.head, number as u64 + 1);
        assert_eq!(page.events.len(), number + 1);
    }
    let before = check_consistent(&store);
    drop(store);
    assert!(folded_entries(directory.path()) > 0, "the index was folded");
    assert!(check_consistent(&open(directory.path())) == before);
}

#[test]
fn a_store_closed_at_the_moment_of_folding_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut length = 0;
    for number in 0..6 {
        let store = open(directory.path());
        assert_eq!(log(&store).len(), length, "everything is there again");
        append(&store, round(number, GENERATION / 2 + 1));
        length += GENERATION / 2 + 1;
    }
    assert_eq!(check_consistent(&open(directory.path())).len(), length);
}

#[test]
fn a_stream_of_many_appends_is_read_across_entries_of_the_index() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let long = stream("long");
    let (mut written, mut number) = (Vec::new(), 0);
    for _ in 0..12 {
        let payloads: Vec<_> = (number..number + 333).map(|n: i32| n.to_string()).collect();
        append(&store, payloads.iter().map(|payload| any(&long, [payload.clone()])).collect());
        append(&store, round(0, GENERATION / 4));
        written.extend(payloads.into_iter().map(String::into_bytes));
        number += 333;
    }
    drop(store);
    let store = open(directory.path());
    for (from, limit) in [(1, usize::MAX), (256, 2), (257, 256), (300, 3_000), (3_995, 9)] {
        let expected: Vec<_> = written.iter().skip(from - 1).take(limit).cloned().collect();
        let page = page(&store, &long, from as u64, limit);
        assert_eq!(payloads(&page.events), expected, "{limit} from {from}");
    }
}

#[test]
fn folded_streams_whose_names_begin_alike_stay_apart() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let names: Vec<StreamId> = ["a", "a\0", "a\0\0", "a\0\0\0\0\0\0\0\0\x01", "a\u{1}", "b"]
        .into_iter()
        .flat_map(|name| [stream(name), StreamId::from_bytes(name.as_bytes().to_vec().into())])
        .collect();
    for number in 0..3 {
        append(&store, names.iter().map(|name| any(name, [format!("{number}")])).collect());
        append(&store, round(number, GENERATION));
    }
    drop(store);
    assert!(folded_entries(directory.path()) > 0, "the index was folded");
    let store = open(directory.path());
    for name in &names {
        assert_eq!(payloads(&page(&store, name, 1, 9).events), [b"0", b"1", b"2"], "{name:?}");
    }
    check_consistent(&store);
}

/// The second batch is as large as the backlog may become, and written while the first one is folded.
#[test]
fn appends_that_waited_for_the_index_go_on() {
    let directory = tempfile::tempdir().unwrap();
    let store = Arc::new(open(directory.path()));
    let one = stream("one");
    let batches = [
        round(0, 3 * GENERATION),
        (0..4 * GENERATION).map(|_| any(&one, ["1"])).collect(),
        round(1, 10),
    ];
    let (done, finished) = mpsc::channel();
    let writer = Arc::clone(&store);
    std::thread::spawn(move || {
        batches.into_iter().for_each(|batch| drop(append(&*writer, batch)));
        done.send(()).unwrap();
    });
    let waited = finished.recv_timeout(Duration::from_secs(120));
    assert!(waited.is_ok(), "an append waits for ever");
    assert_eq!(log(&*store).len(), 7 * GENERATION + 10);
}

/// Folding, as seen by somebody who reads one stream all the time.
#[test]
fn a_stream_never_shrinks_while_it_is_folded() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let watched = stream("stream 0");
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_rounds(&store));
        let mut head = 0;
        while !writer.is_finished() {
            let page = page(&store, &watched, 1, usize::MAX);
            assert!(page.head >= head, "{} after {head}", page.head);
            assert_eq!(page.events.len() as u64, page.head);
            head = page.head;
        }
    });
    check_consistent(&store);
}

fn write_rounds(store: &SledStore) {
    let store: &dyn EventStore = store;
    (0..2 * GENERATION / 500).for_each(|number| drop(append(store, round(number, 500))));
}
