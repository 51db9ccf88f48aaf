//! Callers that give up, and a store that is dropped while they wait.

use std::{
    fs,
    path::Path,
    pin::pin,
    task::{Context, Waker},
    time::Duration,
};

use patterns_core::store::{
    EventStore, SledStore,
    sled::{Durability, SledOptions},
};

use tempfile::TempDir;

use super::samples::{any, append, check_consistent, log, open, payloads, stream};

/// Begins an append, and drops it as a caller does whose time is over.
fn begin_and_give_up(store: &SledStore, id: &str, payload: &str) {
    let mut append = pin!(store.append(vec![any(&stream(id), [payload])]));
    let _ = append.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

#[test]
fn an_append_whose_caller_gave_up_is_recorded_once() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    for number in 0..200 {
        begin_and_give_up(&store, "a", &number.to_string());
        if number % 7 == 0 {
            append(&store, vec![any(&stream("b"), ["waited for"])]);
        }
    }
    append(&store, vec![any(&stream("b"), ["last"])]);
    let expected: Vec<_> = (0..200).map(|number| number.to_string().into_bytes()).collect();
    let log = check_consistent(&store);
    let given_up = log.iter().filter(|event| event.stream == stream("a")).cloned();
    assert_eq!(payloads(&given_up.collect::<Vec<_>>()), expected);
}

#[test]
fn an_append_that_was_never_polled_is_not_recorded() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    drop(store.append(vec![any(&stream("a"), ["never"])]));
    append(&store, vec![any(&stream("b"), ["1"])]);
    assert_eq!(payloads(&log(&store)), [b"1"]);
}

#[test]
fn dropping_the_store_commits_what_waits() {
    let window = Duration::from_secs(3_600);
    for durability in [Durability::Group, Durability::Buffered { window }] {
        let directory = tempfile::tempdir().unwrap();
        let options = SledOptions::default().durability(durability);
        for round in 1..=5 {
            let store = options.clone().open(directory.path()).unwrap();
            (0..500).for_each(|number| begin_and_give_up(&store, &number.to_string(), "waits"));
            drop(store);
            // A copy, because opening would wait for a store that is still at work.
            let copy = copy(directory.path());
            assert_eq!(check_consistent(&open(copy.path())).len(), 500 * round, "{durability:?}");
        }
    }
}

fn copy(directory: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if file.file_type().unwrap().is_file() {
            fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
    }
    copy
}
