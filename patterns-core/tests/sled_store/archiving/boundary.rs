//! What is archived is read as what is live.

use patterns_core::{
    event::{StreamHash, StreamId},
    store::{
        ArchiveProgress, Direction, EventStore, ExpectedVersion, MemoryStore, SledStore,
        conformance::block_on, sled::verify_directory,
    },
};

use super::{
    super::samples::{
        any, append, archive, check_consistent, log, noise, open, open_as_sled, page, stream,
    },
    heads, random_cuts, segments, write,
};

#[test]
fn e9_everything_is_read_as_before_after_archiving_and_opening() {
    let directory = tempfile::tempdir().unwrap();
    let mut random = fastrand::Rng::with_seed(1);
    let mut store = open(directory.path());
    let (mut before, mut hashes) = (Vec::new(), Vec::new());
    for round in 0..12 {
        write(&store, 30);
        let now = check_consistent(&store);
        assert!(now.starts_with(&before), "nothing has changed");
        let heads = heads(&now);
        let hash = |name| block_on(store.stream_hash(name)).unwrap();
        hashes = heads.keys().map(hash).collect::<Vec<_>>();
        let cuts = random_cuts(&heads, &mut random);
        archive(&store, cuts.iter().map(|(name, until)| (name, *until)));
        assert!(check_consistent(&store) == now, "round {round}: as it was before");
        if round % 3 == 0 {
            drop(store);
            store = open(directory.path());
            assert!(check_consistent(&store) == now, "round {round}: as it was, opened again");
        }
        assert!(heads.keys().map(hash_in(&store)).eq(hashes.iter().copied()), "the chains too");
        before = now;
    }
    let storage = block_on(store.storage()).unwrap();
    assert_eq!(storage.live_events + storage.archived_events, before.len() as u64);
    assert!(storage.archived_events > before.len() as u64 / 3, "{storage}");
    assert_eq!(storage.segments as usize, segments(directory.path()).len());
    for (name, hash) in heads(&before).keys().zip(&hashes) {
        let verified = block_on(store.verify_stream(name, &[*hash])).unwrap();
        assert_eq!(verified.findings, [], "{name}");
    }
    assert_eq!(block_on(store.verify()).unwrap().findings, []);
    drop(store);
    let verified = verify_directory(directory.path()).unwrap();
    assert_eq!((verified.findings, verified.events), (Vec::new(), before.len() as u64));
}

fn hash_in(store: &SledStore) -> impl Fn(&StreamId) -> StreamHash + '_ {
    |name| block_on(store.stream_hash(name)).unwrap()
}

#[test]
fn e9_archived_events_are_no_longer_in_the_live_log() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    write(&store, 200);
    let before = log(&store);
    let live = block_on(store.storage()).unwrap();
    assert_eq!((live.live_events, live.archived_events), (before.len() as u64, 0));
    let archived = archive(&store, heads(&before).iter().map(|(name, head)| (name, *head)));
    let after = block_on(store.storage()).unwrap();
    // The newest frame stays, with at most as many bytes as a value of the tree has.
    assert!(after.live_events < 100 && after.live_bytes < 10_000, "{after}");
    assert_eq!(after.live_events + after.archived_events, before.len() as u64);
    assert_eq!((archived.events, archived.segments), (after.archived_events, after.segments));
    assert_eq!(archived.archived_bytes, after.archived_bytes);
    assert!(after.archived_raw_bytes > live.live_bytes * 9 / 10, "{after}");
    assert!(log(&store) == before);
    drop(store);
    let db = open_as_sled(directory.path());
    assert!(db.open_tree("log").unwrap().len() < 3, "frames are gone from the tree");
    drop(db);
    let store = open(directory.path());
    assert_eq!(block_on(store.storage()).unwrap().live_bytes, after.live_bytes, "measured alike");
}

#[test]
fn e9_a_stream_that_was_archived_whole_goes_on_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = open(directory.path());
    let (closed, other) = (stream("closed"), stream("other"));
    for number in 0..50 {
        append(&store, vec![any(&closed, [noise(number, 50)])]);
    }
    append(&store, vec![any(&other, ["the newest stays live"])]);
    assert_eq!(archive(&store, [(&closed, 50)]).events, 50);
    for reopened in [false, true] {
        if reopened {
            drop(store);
            store = open(directory.path());
        }
        let head = page(&store, &closed, 1, 0).head;
        let mut wrong = any(&closed, ["late"]);
        wrong.expected = ExpectedVersion::Exact(head - 1);
        assert!(block_on(store.append(vec![wrong])).is_err(), "its version is known");
        let mut next = any(&closed, ["on"]);
        next.expected = ExpectedVersion::Exact(head);
        let hash = block_on(store.stream_hash(&closed)).unwrap();
        assert_eq!(append(&store, vec![next]).versions, [head + 1]);
        let event = page(&store, &closed, head + 1, 1).events.remove(0);
        let expected = hash.hash.after(&event);
        assert_eq!(block_on(store.stream_hash(&closed)).unwrap().hash, expected, "and its chain");
    }
    let back = block_on(store.read_stream(&closed, u64::MAX, Direction::Backward, 5)).unwrap();
    let versions: Vec<_> = back.events.iter().map(|event| event.version).collect();
    assert_eq!(versions, [52, 51, 50, 49, 48], "backward across the boundary");
    check_consistent(&store);
}

#[test]
fn only_whole_appends_leave_and_only_from_the_beginning() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let name = stream("name");
    for _ in 0..4 {
        append(&store, vec![any(&name, ["1", "2", "3"])]);
    }
    append(&store, vec![any(&stream("other"), ["newest"])]);
    for (until, moved) in [(0, 0), (2, 0), (3, 3), (3, 0), (2, 0), (8, 3), (u64::MAX, 6)] {
        assert_eq!(archive(&store, [(&name, until)]).events, moved, "until {until}");
        check_consistent(&store);
    }
    assert_eq!(archive(&store, [(&stream("nobody"), 9)]).events, 0);
    assert_eq!(archive(&store, [(&name, 6), (&name, 12)]).events, 0, "nothing is left");
}

/// Segments are bounded; a stream whose events are in several is read across them.
#[test]
fn e9_large_archivings_make_several_segments() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let [thin, thick] = [stream("thin"), stream("thick")];
    for number in 0..20 {
        append(&store, vec![any(&thin, ["thin"]), any(&thick, [noise(number, 1 << 20)])]);
    }
    append(&store, vec![any(&thin, ["newest"])]);
    let before = check_consistent(&store);
    let archived = archive(&store, [(&thin, 20), (&thick, 20)]);
    assert_eq!((archived.events, archived.segments), (40, 2));
    assert!(check_consistent(&store) == before);
    drop(store);
    assert!(check_consistent(&open(directory.path())) == before);
}

#[test]
fn a_store_without_an_archive_says_so() {
    let store = MemoryStore::new();
    let error = block_on(store.archive(Vec::new(), ArchiveProgress::default())).unwrap_err();
    assert_eq!(error.to_string(), "this store has no archive");
}
