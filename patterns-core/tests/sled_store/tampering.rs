//! Databases that somebody has changed through the raw trees, and made the checksums right again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use patterns_core::{
    event::StreamId,
    store::{
        EventStore, Finding, FindingKind, SignOff, SledStore, StoreError, Verification,
        conformance::block_on,
        sled::{verify_directory, verify_directory_against},
    },
};
use tempfile::TempDir;

use super::samples::{any, append, noise, open, open_as_sled, page, stream};

/// Three streams: one event alone, some together, several streams in one commit.
fn database() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    append(&store, vec![any(&stream("a"), ["first of a"])]);
    append(&store, vec![any(&stream("b"), ["one of b", "two of b", "three of b"])]);
    append(&store, vec![any(&stream("a"), ["second of a"]), any(&stream("c"), ["first of c"])]);
    append(&store, vec![any(&stream("b"), ["four of b"])]);
    directory
}

/// Replaces bytes of the log, and makes the checksum right.
fn replace(directory: &Path, what: &str, with: &str) {
    assert_eq!(what.len(), with.len());
    let db = open_as_sled(directory);
    let tree = db.open_tree("log").unwrap();
    for entry in tree.iter() {
        let (key, mut value) = entry.map(|(key, value)| (key, value.to_vec())).unwrap();
        let found = value.windows(what.len()).position(|bytes| bytes == what.as_bytes());
        if let Some(at) = found {
            value[at..at + with.len()].copy_from_slice(with.as_bytes());
            let crc = crc32fast::hash(&value[4..]);
            value[..4].copy_from_slice(&crc.to_le_bytes());
            tree.insert(key, value).unwrap();
        }
    }
    db.flush().unwrap();
}

fn only(verified: Verification) -> Finding {
    assert_eq!(verified.findings.len(), 1, "{verified}");
    verified.findings.into_iter().next().unwrap()
}

fn files(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn e10_an_untouched_database_has_no_findings_open_or_closed() {
    let directory = database();
    let verified = verify_directory(directory.path()).unwrap();
    assert!(verified.is_intact(), "{verified}");
    assert_eq!((verified.events, verified.streams), (7, 3));
    assert_eq!(block_on(open(directory.path()).verify()).unwrap(), verified);
}

/// The store opens, because every checksum is right.
#[test]
fn e10_a_changed_event_is_named_among_those_appended_with_it() {
    let directory = database();
    replace(directory.path(), "two of b", "2wo of b");
    let store = open(directory.path());
    for verified in [block_on(store.verify()), block_on(store.verify_stream(&stream("b"), &[]))] {
        let found = only(verified.unwrap());
        assert_eq!(found.kind, FindingKind::Changed);
        assert_eq!(found.stream, Some(stream("b")));
        assert_eq!((found.versions, found.positions), (Some(2..=2), Some(3..=3)));
    }
    let other = block_on(store.verify_stream(&stream("a"), &[])).unwrap();
    assert!(other.is_intact(), "{other}");
    assert_eq!(page(&store, &stream("b"), 1, 9).events.len(), 4, "reads go on");
}

#[test]
fn e10_swapped_events_are_said_to_be_swapped() {
    let directory = database();
    replace(directory.path(), "one of b", "# of b #");
    replace(directory.path(), "two of b", "one of b");
    replace(directory.path(), "# of b #", "two of b");
    let found = only(verify_directory(directory.path()).unwrap());
    assert_eq!(found.kind, FindingKind::OutOfOrder);
    assert_eq!((found.stream, found.versions), (Some(stream("b")), Some(1..=2)));
}

#[test]
fn e10_events_swapped_between_streams_are_found_at_both_places() {
    let directory = database();
    replace(directory.path(), "first of a", "##########");
    replace(directory.path(), "first of c", "first of a");
    replace(directory.path(), "##########", "first of c");
    let findings = verify_directory(directory.path()).unwrap().findings;
    let places: Vec<_> = findings.iter().map(|found| (found.kind, found.stream.clone())).collect();
    let swapped = FindingKind::OutOfOrder;
    assert_eq!(places, [(swapped, Some(stream("a"))), (swapped, Some(stream("c")))]);
}

#[test]
fn e10_a_closed_database_is_verified_without_a_trace() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("db");
    fs::rename(database().keep(), &directory).unwrap();
    replace(&directory, "four of b", "5our of b");
    let before = files(&directory);
    assert_eq!(only(verify_directory(&directory).unwrap()).versions, Some(4..=4));
    assert!(files(&directory) == before, "every byte is as it was");
    assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1, "no copy stays");
}

#[test]
fn an_open_database_is_not_verified_as_a_closed_one() {
    let directory = database();
    let store = open(directory.path());
    let refused = verify_directory(directory.path()).unwrap_err();
    assert!(matches!(refused, StoreError::Locked { .. }), "{refused}");
    drop(store);
    assert!(verify_directory(directory.path()).unwrap().is_intact());
    let nothing = verify_directory(directory.path().join("nothing")).unwrap_err();
    assert!(matches!(nothing, StoreError::Io { .. }), "{nothing}");
}

fn set_acknowledged(directory: &Path, position: u64) {
    let position = position.to_le_bytes();
    let record = [position.as_slice(), &crc32fast::hash(&position).to_le_bytes()].concat();
    fs::write(directory.join("acknowledged"), record).unwrap();
}

#[test]
fn e10_a_tail_that_is_gone_without_a_trace_is_found_by_what_was_signed_off() {
    let directory = database();
    let signed: SignOff = {
        let store = open(directory.path());
        let text = block_on(store.sign_off()).unwrap().to_string();
        text.parse().unwrap()
    };
    let db = open_as_sled(directory.path());
    let tree = db.open_tree("log").unwrap();
    let (last, _) = tree.last().unwrap().unwrap();
    tree.remove(last).unwrap();
    drop((tree, db));
    set_acknowledged(directory.path(), 6);
    assert!(verify_directory(directory.path()).unwrap().is_intact(), "there is no trace");
    let found = only(verify_directory_against(directory.path(), &signed).unwrap());
    assert_eq!((found.kind, found.positions.clone()), (FindingKind::Missing, Some(7..=7)));
    let store = open(directory.path());
    assert_eq!(only(block_on(store.verify_against(&signed)).unwrap()), found);
    append(&store, vec![any(&stream("b"), ["another four"])]);
    let found = only(block_on(store.verify_against(&signed)).unwrap());
    assert_eq!((found.kind, found.positions), (FindingKind::Rewritten, Some(1..=7)));
}

#[test]
fn e10_what_was_signed_off_of_a_stream_holds_in_the_midst_of_appends() {
    let directory = database();
    let store = open(directory.path());
    let whole = block_on(store.stream_hash(&stream("b"))).unwrap();
    let page = page(&store, &stream("b"), 1, 2);
    let genesis = patterns_core::event::ChainHash::genesis(&stream("b"));
    let hash = page.events.iter().fold(genesis, |hash, event| hash.after(event));
    let midst = patterns_core::event::StreamHash { version: 2, hash };
    let verify = |signed: &[_]| block_on(store.verify_stream(&stream("b"), signed)).unwrap();
    assert!(verify(&[midst, whole]).is_intact());
    let other = patterns_core::event::StreamHash { version: 2, ..whole };
    assert_eq!(only(verify(&[other])).kind, FindingKind::Rewritten);
    let further = patterns_core::event::StreamHash { version: 9, ..whole };
    let found = only(verify(&[further]));
    assert_eq!((found.kind, found.versions), (FindingKind::Missing, Some(5..=9)));
}

#[test]
fn e10_verification_goes_on_while_others_append() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let write = |writer: u64| {
            for round in 0..300 {
                let name = stream(&format!("{}", (writer + round) % 20));
                let some = (0..=round % 3).map(|n| noise(n, 50));
                append(&store, vec![any(&name, some)]);
            }
        };
        let writers = [0, 7, 13].map(|writer| scope.spawn(move || write(writer)));
        scope.spawn(|| {
            let mut events = 0;
            while !done.load(Ordering::Acquire) {
                let verified = block_on(store.verify()).unwrap();
                assert!(verified.is_intact(), "{verified}");
                assert!(verified.events >= events, "the log only grows");
                events = verified.events;
            }
        });
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        done.store(true, Ordering::Release);
    });
}

/// Bytes that nobody wrote as a frame, in the place of one and beside them.
#[test]
fn e10_anything_at_all_in_the_log_is_reported() {
    let mut random = fastrand::Rng::with_seed(10);
    let base = database();
    for _ in 0..60 {
        let directory = tempfile::tempdir().unwrap();
        for (path, bytes) in files(base.path()) {
            fs::write(directory.path().join(path.file_name().unwrap()), bytes).unwrap();
        }
        spoil(directory.path(), &mut random);
        let verified = verify_directory(directory.path()).unwrap();
        assert!(!verified.is_intact());
    }
}

fn spoil(directory: &Path, random: &mut fastrand::Rng) {
    let db = open_as_sled(directory);
    let tree = db.open_tree("log").unwrap();
    let keys: Vec<_> = tree.iter().keys().map(Result::unwrap).collect();
    let old = tree.get(&keys[0]).unwrap().unwrap().to_vec();
    for _ in 0..random.usize(1..4) {
        let key = match random.u8(..4) {
            0 => noise(random.u64(..), random.usize(1..20)),
            1 => [u64::MAX.to_be_bytes().as_slice(), &[0, 0]].concat(),
            _ => keys[random.usize(..keys.len())].to_vec(),
        };
        let mut value = match random.u8(..4) {
            0 => Vec::new(),
            1 => vec![random.u8(..); random.usize(..400)],
            2 => noise(random.u64(..), random.usize(..400)),
            _ => [&old[..67], &noise(random.u64(..), random.usize(..400))].concat(),
        };
        value.truncate(5_000);
        tree.insert(key, value).unwrap();
    }
    db.flush().unwrap();
}

#[test]
fn e10_a_database_that_does_not_open_is_verified_all_the_same() {
    let directory = database();
    let db = open_as_sled(directory.path());
    let tree = db.open_tree("log").unwrap();
    let (key, mut value) = tree.first().unwrap().map(|(key, value)| (key, value.to_vec())).unwrap();
    let last = value.len() - 1;
    value[last] ^= 1;
    tree.insert(key, value).unwrap();
    drop((tree, db));
    assert!(SledStore::open(directory.path()).is_err(), "a checksum is wrong");
    let found = only(verify_directory(directory.path()).unwrap());
    let place: (Option<StreamId>, _) = (found.stream, found.versions);
    assert_eq!(place, (Some(stream("a")), Some(1..=1)));
}
