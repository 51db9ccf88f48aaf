//! Archivings that do not come to their end.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use patterns_core::store::{
    ArchiveProgress, ArchiveStep, EventStore, SledStore, StoreError, conformance::block_on,
    sled::verify_directory,
};

use super::{
    super::samples::{any, append, archive, check_consistent, cuts, log, open, stream},
    heads, segments, write_much,
};

/// Archives everything but is cut off after a step, the `nth` time that it is done. Answers whether it came that far.
fn cut_off(store: &SledStore, step: ArchiveStep, nth: usize) -> bool {
    let times = Mutex::new(0);
    let cut = move |told: ArchiveStep| {
        let mut times = times.lock().unwrap();
        *times += usize::from(told == step);
        if *times == nth && told == step {
            drop(times);
            std::panic::resume_unwind(Box::new("cut off"));
        }
    };
    let all = heads(&log(store));
    let cuts = cuts(all.iter().map(|(name, head)| (name, *head)));
    match block_on(store.archive(cuts, ArchiveProgress::new(cut))) {
        Err(StoreError::Stopped { .. }) => true,
        done => done.map(|_| false).unwrap(),
    }
}

#[test]
fn e9_an_archiving_that_is_cut_off_after_any_step_is_undone_or_finished() {
    for step in ArchiveStep::ALL {
        for (nth, reopened) in [(1, true), (2, true), (1, false)] {
            let directory = tempfile::tempdir().unwrap();
            let mut store = open(directory.path());
            write_much(&store);
            let before = check_consistent(&store);
            if !cut_off(&store, step, nth) {
                assert!(nth == 2, "{step:?} is done once at least");
                continue;
            }
            assert!(check_consistent(&store) == before, "{step:?}: readers notice nothing");
            if reopened {
                drop(store);
                let verified = verify_directory(directory.path()).unwrap();
                assert_eq!(verified.findings, [], "{step:?}: verified as it was left behind");
                store = open(directory.path());
            }
            assert!(check_consistent(&store) == before, "{step:?}: nothing lost, nothing doubled");
            let left = block_on(store.storage()).unwrap();
            let all = heads(&before);
            let archived = archive(&store, all.iter().map(|(name, head)| (name, *head)));
            assert!(check_consistent(&store) == before, "{step:?}: and it goes on");
            let storage = block_on(store.storage()).unwrap();
            assert!(storage.live_events < 40, "{step:?}: {storage}");
            assert_eq!(left.archived_events + archived.events, storage.archived_events);
            assert_eq!(segments(directory.path()).len() as u64, storage.segments, "{step:?}");
            let verified = block_on(store.verify()).unwrap();
            assert_eq!((verified.findings, verified.events), (Vec::new(), before.len() as u64));
            drop(store);
            assert!(check_consistent(&open(directory.path())) == before);
        }
    }
}

#[test]
fn e9_a_store_that_is_dropped_while_it_archives_ends_soon_and_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = Arc::new(open(directory.path()));
    write_much(&*store);
    let before = check_consistent(&*store);
    let (tell, told) = std::sync::mpsc::channel();
    let progress = ArchiveProgress::new(move |step| tell.send(step).unwrap_or_default());
    let all = heads(&before);
    let cuts = cuts(all.iter().map(|(name, head)| (name, *head)));
    let archiving = Arc::clone(&store);
    // The future is dropped at its first wait; the archiving goes on, until the store is dropped.
    let mut future = Box::pin(async move { archiving.archive(cuts, progress).await });
    let waker = std::task::Waker::noop();
    let _ = future.as_mut().poll(&mut std::task::Context::from_waker(waker));
    drop(future);
    assert_eq!(told.recv(), Ok(ArchiveStep::Collected));
    drop(store);
    assert!(told.iter().count() <= ArchiveStep::ALL.len(), "nobody archives any more");
    assert!(check_consistent(&open(directory.path())) == before);
}

#[test]
fn a_folder_that_cannot_be_written_fails_the_archiving_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    write_much(&store);
    let before = check_consistent(&store);
    fs::write(directory.path().join("archive"), "in the way").unwrap();
    let all = heads(&before);
    let everything = || cuts(all.iter().map(|(name, head)| (name, *head)));
    let failed = block_on(store.archive(everything(), ArchiveProgress::default()));
    assert!(matches!(failed, Err(StoreError::Io { .. })), "{failed:?}");
    append(&store, vec![any(&stream("on"), ["on"])]);
    fs::remove_file(directory.path().join("archive")).unwrap();
    let archived = block_on(store.archive(everything(), ArchiveProgress::default())).unwrap();
    assert!(archived.events >= before.len() as u64);
    drop(store);
    assert!(check_consistent(&open(directory.path())).starts_with(&before));
}

#[test]
fn e9_a_file_that_is_not_what_was_written_is_noticed_before_anything_is_removed() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    write_much(&store);
    let before = check_consistent(&store);
    let everything = || {
        let all = heads(&before);
        cuts(all.iter().map(|(name, head)| (name, *head)))
    };
    let folder = directory.path().to_path_buf();
    // A disk that keeps something else than it was given.
    let spoil = ArchiveProgress::new(move |step| {
        if step == ArchiveStep::Stored {
            let file = segments(&folder).remove(0);
            let mut bytes = fs::read(&file).unwrap();
            bytes[20] ^= 1;
            fs::write(&file, bytes).unwrap();
        }
    });
    let failed = block_on(store.archive(everything(), spoil));
    assert!(matches!(failed, Err(StoreError::Damaged { .. })), "{failed:?}");
    assert!(check_consistent(&store) == before);
    assert_eq!(block_on(store.storage()).unwrap().archived_events, 0);
    let archived = block_on(store.archive(everything(), ArchiveProgress::default())).unwrap();
    assert!(archived.events > 0, "the next one succeeds");
    drop(store);
    assert!(check_consistent(&open(directory.path())) == before);
}
