//! Streams listed from the index in memory, on its way into the tree, and in the tree.

use patterns_core::{
    event::StreamId,
    store::{SledStore, StreamHead},
};

use super::samples::{any, append, list, open, stream};

/// So many appends fill one generation of the index.
const GENERATION: usize = 32 * 1024;
/// So many appends to one stream are an entry of the index.
const ENTRY: usize = 256;

/// Fills one generation, so that everything before is folded into the tree sooner or later.
fn push_into_the_tree(store: &SledStore) {
    let filler = StreamId::new("filler", &1);
    append(store, (0..GENERATION).map(|_| any(&filler, ["1"])).collect());
}

/// All streams of the type `test`, in pages.
fn paged(store: &SledStore, limit: usize) -> Vec<StreamHead> {
    let (prefix, mut all) = (StreamId::prefix("test"), Vec::<StreamHead>::new());
    loop {
        let page = list(store, &prefix, all.last().map(|last| &last.stream), limit);
        let ended = page.len() < limit;
        all.extend(page);
        if ended {
            return all;
        }
    }
}

/// Names of 1 to 60 letters, so that the tree holds them far apart.
fn name(number: usize) -> StreamId {
    stream(&format!("{}{number}", "n".repeat(number % 60)))
}

#[test]
fn streams_are_listed_alike_from_memory_and_from_the_tree() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let mut expected: Vec<_> =
        (0..500).map(|number| StreamHead { stream: name(number), version: 1 }).collect();
    expected.sort_by(|one, other| one.stream.cmp(&other.stream));
    for (round, third) in (0..3).zip([0..200, 100..400, 300..500]) {
        append(&store, third.clone().map(|number| any(&name(number), ["1"])).collect());
        push_into_the_tree(&store);
        // Some streams stand in two places by now.
        let seen: usize = paged(&store, 7).iter().map(|head| head.version as usize).sum();
        assert_eq!(seen, [200, 500, 700][round], "after {third:?}");
    }
    for head in &mut expected {
        let twice = (100..200).chain(300..400).any(|number| name(number) == head.stream);
        head.version += u64::from(twice);
    }
    for limit in [1, 3, 100, usize::MAX] {
        assert!(paged(&store, limit) == expected, "pages of {limit}");
    }
    drop(store);
    assert!(paged(&open(directory.path()), 50) == expected, "after opening");
}

#[test]
fn a_stream_of_many_entries_is_listed_once() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let long = stream("long");
    append(&store, (0..10 * ENTRY).map(|_| any(&long, ["1"])).collect());
    append(&store, vec![any(&stream("longer"), ["1"]), any(&stream("lone"), ["1"])]);
    push_into_the_tree(&store);
    drop(store);
    let store = open(directory.path());
    append(&store, vec![any(&long, ["1"; 3])]);
    let expected = [("lone", 1), ("long", 10 * ENTRY as u64 + 3), ("longer", 1)];
    let expected = expected.map(|(name, version)| StreamHead { stream: stream(name), version });
    assert_eq!(paged(&store, 1), expected);
    assert_eq!(paged(&store, 9), expected);
}

/// Folding, as seen by somebody who lists all the time.
#[test]
fn no_stream_is_missed_while_it_is_folded() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    append(&store, (0..300).map(|number| any(&name(number), ["1"])).collect());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| (0..3).for_each(|_| push_into_the_tree(&store)));
        while !writer.is_finished() {
            assert_eq!(paged(&store, 32).len(), 300);
        }
    });
}
