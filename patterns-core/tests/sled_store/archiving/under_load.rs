//! Readers and writers who do not notice that events are archived.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
};

use patterns_core::{
    event::StreamId,
    store::{EventStore, SledStore, conformance::block_on},
};

use super::{
    super::samples::{any, append, archive, check_consistent, log, noise, open, page, stream},
    heads, write,
};

#[test]
fn e9_readers_and_writers_go_on_while_events_are_archived() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    write(&store, 40);
    let (done, large) = (AtomicBool::new(false), stream("large"));
    let running = || !done.load(Ordering::Acquire);
    std::thread::scope(|scope| {
        let archiver = scope.spawn(|| {
            for round in 0..12 {
                write(&store, 20);
                append(&store, vec![any(&large, [noise(round, 100_000)])]);
                let all: Vec<_> = heads(&log(&store)).into_iter().collect();
                archive(&store, all.iter().map(|(name, head)| (name, head - head / 4)));
            }
        });
        scope.spawn(|| {
            while running() {
                write(&store, 1);
            }
        });
        for reader in 0..3 {
            let (store, running, large) = (&store, &running, &large);
            scope.spawn(move || {
                while running() {
                    read_prefix(store, reader, large);
                }
            });
        }
        let ended = archiver.join();
        done.store(true, Ordering::Release);
        ended.unwrap();
    });
    let before = check_consistent(&store);
    drop(store);
    assert!(check_consistent(&open(directory.path())) == before);
}

/// What a reader sees is a beginning of the log, or of a stream, without a hole.
fn read_prefix(store: &SledStore, reader: u64, large: &StreamId) {
    match reader {
        0 => {
            let log = log(store);
            let positions = log.iter().map(|event| event.position);
            assert!(positions.eq(1..=log.len() as u64), "the log has a hole");
        }
        1 => {
            for number in 0..7 {
                let page = page(store, &stream(&format!("stream {number}")), 1, usize::MAX);
                assert_eq!(page.events.len() as u64, page.head, "a stream misses events");
            }
        }
        _ => {
            let page = page(store, large, 1, usize::MAX);
            assert_eq!(page.events.len() as u64, page.head);
            let end = block_on(store.stream_hash(large)).unwrap();
            assert!(end.version >= page.head, "a chain never ends earlier");
        }
    }
}

/// Frames as large as they can be, thinned at random while they are read: sled merges what becomes small into what is full.
#[test]
fn no_page_gets_a_file_of_its_own_when_frames_are_thinned() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let mut random = fastrand::Rng::with_seed(9);
    let names: Vec<_> = (0..40).map(|number| stream(&number.to_string())).collect();
    for round in 0..60 {
        for _ in 0..30 {
            let lengths = [noise(round, 2_500), noise(round + 1, 2_700)];
            let [one, other] = [(); 2].map(|()| random.usize(..names.len()));
            let batch = vec![any(&names[one], [&*lengths[0]]), any(&names[other], [&*lengths[1]])];
            append(&store, batch);
        }
        let all: Vec<_> = heads(&log(&store)).into_iter().collect();
        let some = all.iter().filter(|_| random.u32(..4) == 0);
        archive(&store, some.map(|(name, head)| (name, *head)));
    }
    let blobs = fs::read_dir(directory.path().join("blobs")).unwrap().count();
    assert_eq!(blobs, 0, "pages in files of their own");
    check_consistent(&store);
}
