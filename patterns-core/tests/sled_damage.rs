//! Entries of the database that are changed behind the store's back: opening says so, and up to where the log is whole.

#![cfg(feature = "sled")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::Path;

use patterns_core::{
    event::{EventData, EventName, StreamId},
    store::{Append, EventStore, ExpectedVersion, SledStore, StoreError, conformance::block_on},
};
use tempfile::TempDir;

fn entry(stream: &str, count: usize, length: usize) -> Append {
    let event = |n: usize| EventData {
        name: EventName::from_static("happened"),
        schema_version: 1,
        payload: vec![n as u8; length].into(),
        metadata: vec![1].into(),
    };
    Append {
        stream: StreamId::new("test", &stream.to_string()),
        expected: ExpectedVersion::Any,
        events: (0..count).map(event).collect(),
    }
}

fn database(batches: Vec<Vec<Append>>) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let store = SledStore::open(directory.path()).unwrap();
    batches.into_iter().for_each(|batch| drop(block_on(store.append(batch)).unwrap()));
    directory
}

/// Single events, batches, several streams, and a frame of several parts.
fn of_every_kind() -> TempDir {
    database(vec![
        vec![entry("a", 1, 10)],
        vec![entry("a", 3, 5), entry("b", 2, 5)],
        vec![entry("c", 2, 9_000)],
        vec![entry("b", 1, 0)],
        vec![entry("a", 40, 700), entry("c", 1, 1)],
    ])
}

type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn entries(directory: &Path, tree: &str) -> Entries {
    let db = open_sled(directory);
    let tree = db.open_tree(tree).unwrap();
    tree.iter().map(Result::unwrap).map(|(key, value)| (key.to_vec(), value.to_vec())).collect()
}

fn set(directory: &Path, tree: &str, key: &[u8], value: Option<&[u8]>) {
    let db = open_sled(directory);
    let tree = db.open_tree(tree).unwrap();
    match value {
        Some(value) => tree.insert(key, value).unwrap(),
        None => tree.remove(key).unwrap(),
    };
    db.flush().unwrap();
}

/// The threads of a store that was just dropped may hold the lock for a moment.
fn open_sled(directory: &Path) -> sled::Db {
    loop {
        match sled::open(directory) {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => {
                std::thread::yield_now();
            }
            opened => return opened.unwrap(),
        }
    }
}

/// Opening must fail; answers the position up to which the log is said to be whole.
#[track_caller]
fn damaged(directory: &Path, what: &str) -> u64 {
    match SledStore::open(directory) {
        Err(StoreError::Damaged { consistent_until, .. }) => consistent_until,
        other => panic!("{what}: {other:?}"),
    }
}

fn is_whole(directory: &Path) -> bool {
    SledStore::open(directory).is_ok()
}

/// The position under which a value of the log is stored.
fn position(key: &[u8]) -> u64 {
    u64::from_be_bytes(key[..8].try_into().unwrap())
}

#[test]
fn every_changed_bit_of_the_log_is_noticed() {
    let directory = of_every_kind();
    let mut random = fastrand::Rng::with_seed(1);
    for (key, value) in entries(directory.path(), "log") {
        let anywhere = random.usize(..value.len() * 8);
        let header = (0..67.min(value.len())).step_by(3).map(|byte| 8 * byte + random.usize(..8));
        for bit in header.chain([anywhere]) {
            let mut changed = value.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            set(directory.path(), "log", &key, Some(&changed));
            let until = damaged(directory.path(), &format!("bit {bit} of {key:?}"));
            assert_eq!(until, position(&key) - 1, "everything before it is whole");
        }
        set(directory.path(), "log", &key, Some(&value));
    }
    assert!(is_whole(directory.path()));
}

#[test]
fn every_missing_entry_of_the_log_is_noticed() {
    let directory = of_every_kind();
    for (key, value) in entries(directory.path(), "log") {
        set(directory.path(), "log", &key, None);
        let until = damaged(directory.path(), &format!("{key:?} is missing"));
        assert_eq!(until, position(&key) - 1, "everything before it is whole");
        set(directory.path(), "log", &key, Some(&value));
    }
    assert!(is_whole(directory.path()));
}

#[test]
fn every_value_that_was_cut_or_extended_is_noticed() {
    let directory = of_every_kind();
    for (key, value) in entries(directory.path(), "log") {
        let longer = [value.as_slice(), &[0]].concat();
        for wrong in [&value[..value.len() - 1], &value[..3], &[], &longer] {
            set(directory.path(), "log", &key, Some(wrong));
            damaged(directory.path(), &format!("{} bytes at {key:?}", wrong.len()));
        }
        set(directory.path(), "log", &key, Some(&value));
    }
    assert!(is_whole(directory.path()));
}

#[test]
fn values_under_the_key_of_others_are_noticed() {
    let directory = of_every_kind();
    let all = entries(directory.path(), "log");
    for (key, value) in &all {
        for (_, foreign) in all.iter().filter(|(other, _)| other != key) {
            set(directory.path(), "log", key, Some(foreign));
            damaged(directory.path(), &format!("another value at {key:?}"));
        }
        set(directory.path(), "log", key, Some(value));
    }
    assert!(is_whole(directory.path()));
}

#[test]
fn entries_of_the_log_that_nobody_wrote_are_noticed() {
    let directory = of_every_kind();
    let all = entries(directory.path(), "log");
    let next = [0, 0, 0, 0, 0, 0, 0, 200, 0, 0];
    let between = [0, 0, 0, 0, 0, 0, 0, 3, 0, 0];
    let part = [0, 0, 0, 0, 0, 0, 0, 1, 0, 1];
    for foreign in [&next[..], &between, &part, &[0; 40]] {
        set(directory.path(), "log", foreign, Some(&all[0].1));
        damaged(directory.path(), &format!("an entry at {foreign:?}"));
        set(directory.path(), "log", foreign, None);
    }
    assert!(is_whole(directory.path()));
}

/// After a power cut `acknowledged` may say less than was acknowledged; the frames of a commit know how far it went all the same.
#[test]
fn a_commit_without_its_last_frame_is_noticed() {
    let directory = of_every_kind();
    set_acknowledged(directory.path(), 1);
    assert!(is_whole(directory.path()), "a commit may be newer than the note");
    let (last, _) = entries(directory.path(), "log").pop().unwrap();
    set(directory.path(), "log", &last, None);
    set_acknowledged(directory.path(), 1);
    damaged(directory.path(), "the last frame is missing");
}

fn set_acknowledged(directory: &Path, position: u64) {
    let position = position.to_le_bytes();
    let record = [position.as_slice(), &crc32fast::hash(&position).to_le_bytes()].concat();
    std::fs::write(directory.join("acknowledged"), record).unwrap();
}

/// The index can be made again, but a wrong one would show the events of others, or none.
#[test]
fn damage_to_the_folded_index_is_noticed() {
    const GENERATION: usize = 32 * 1024;
    let one = |n: usize| entry(&(n % 500).to_string(), 1, 1);
    let directory = database(vec![(0..GENERATION).map(one).collect(), vec![entry("a", 1, 1)]]);
    let all = entries(directory.path(), "streams");
    assert!(all.len() >= 500, "the index was folded");
    for (key, value) in [&all[0], &all[250], &all[all.len() - 1]] {
        let mut changed = value.clone();
        changed[0] ^= 1;
        let shorter = &value[..value.len() - 3];
        for wrong in [Some(changed.as_slice()), Some(shorter), Some(&[]), None] {
            set(directory.path(), "streams", key, wrong);
            let until = damaged(directory.path(), &format!("{wrong:?} at {key:?}"));
            assert_eq!(until, GENERATION as u64 + 1, "the log itself is whole");
        }
        set(directory.path(), "streams", key, Some(value));
    }
    set(directory.path(), "streams", b"nobody", Some(b"wrote this"));
    damaged(directory.path(), "an entry of the index that nobody wrote");
    set(directory.path(), "streams", b"nobody", None);
    for wrong in [&0_u64.to_le_bytes()[..], &u64::MAX.to_le_bytes(), b"short"] {
        set(directory.path(), "settings", b"folded until", Some(wrong));
        let opened = SledStore::open(directory.path());
        let harmless = opened.as_ref().is_ok_and(|store| head(store, "7") == 66);
        assert!(harmless || matches!(opened, Err(StoreError::Damaged { .. })), "{wrong:?}");
    }
}

fn head(store: &dyn EventStore, stream: &str) -> u64 {
    let stream = StreamId::new("test", &stream.to_string());
    let direction = patterns_core::store::Direction::Backward;
    let page = block_on(store.read_stream(&stream, u64::MAX, direction, usize::MAX)).unwrap();
    assert_eq!(page.events.len() as u64, page.head);
    page.head
}
