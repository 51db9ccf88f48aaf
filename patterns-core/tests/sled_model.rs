//! The embedded store answers as the store in memory does, whatever is asked of it, and across openings.

#![cfg(feature = "sled")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::{fmt::Debug, path::Path};

use patterns_core::{
    event::{EventData, EventName, RecordedEvent, StreamId, Timestamp},
    store::{
        Append, AppendError, Clock, Direction, EventStore, ExpectedVersion, MemoryStore, SledStore,
        conformance::block_on, sled::SledOptions,
    },
};
use proptest::{collection::vec, option, prelude::*};

const STREAMS: u8 = 4;

#[derive(Clone, Debug)]
enum Step {
    Append(Vec<Append>),
    Read { stream: u8, from: u64, limit: usize },
    List { prefix: Vec<u8>, after: Option<u8>, limit: usize },
    Archive(Vec<(u8, u64)>),
    Reopen,
}

fn stream(number: u8) -> StreamId {
    StreamId::new("model", &number)
}

fn any_step() -> impl Strategy<Value = Step> {
    let read = (0..=STREAMS, 0..60_u64, prop_oneof![0..9_usize, Just(usize::MAX)]);
    let whole = StreamId::prefix("model");
    let prefix = (0..=whole.len()).prop_map(move |length| whole[..length].to_vec());
    let list = (prefix, option::of(0..=STREAMS), 0..6_usize);
    prop_oneof![
        6 => vec(any_entry(), 0..5).prop_map(Step::Append),
        3 => read.prop_map(|(stream, from, limit)| Step::Read { stream, from, limit }),
        2 => list.prop_map(|(prefix, after, limit)| Step::List { prefix, after, limit }),
        // Without an archive nothing happens.
        2 => vec((0..=STREAMS, 0..40_u64), 0..5).prop_map(Step::Archive),
        1 => Just(Step::Reopen),
    ]
}

fn any_entry() -> impl Strategy<Value = Append> {
    let expected = prop_oneof![
        6 => Just(ExpectedVersion::Any),
        1 => (0..9_u64).prop_map(ExpectedVersion::Exact),
    ];
    (0..STREAMS, expected, vec(any_event(), 0..6)).prop_map(|(number, expected, events)| Append {
        stream: stream(number),
        expected,
        events,
    })
}

/// Names, versions, metadata and payloads of any length, some around the longest value of the tree.
fn any_event() -> impl Strategy<Value = EventData> {
    let length = prop_oneof![8 => 0..60_usize, 2 => 6_200..6_500_usize, 1 => 0..40_000_usize];
    (".{0,5}", any::<u16>(), vec(any::<u8>(), 0..4), length, any::<u8>()).prop_map(
        |(name, schema_version, metadata, length, byte)| EventData {
            name: EventName::from_utf8(name.into_bytes().into()).unwrap(),
            schema_version,
            payload: vec![byte; length].into(),
            metadata: metadata.into(),
        },
    )
}

fn open(directory: &Path) -> SledStore {
    SledOptions::default().clock(stopped_clock()).open(directory).unwrap()
}

fn stopped_clock() -> Clock {
    Clock::from_fn(|| Timestamp::from_micros(1))
}

/// What a store answers, in a form that can be compared.
fn answer(store: &dyn EventStore, step: &Step) -> String {
    match step {
        Step::Append(batch) => match block_on(store.append(batch.clone())) {
            Err(AppendError::Conflict(conflict)) => format!("{conflict}"),
            other => format!("{:?}", other.unwrap()),
        },
        Step::Read { stream: number, from, limit } => {
            let read =
                |direction| block_on(store.read_stream(&stream(*number), *from, direction, *limit));
            let log = block_on(store.read_log(*from, *limit)).unwrap();
            let [forward, backward] = [Direction::Forward, Direction::Backward].map(read);
            brief(&(forward.unwrap(), backward.unwrap(), log))
        }
        Step::List { prefix, after, limit } => {
            let after = after.map(stream);
            format!("{:?}", block_on(store.list_streams(prefix, after.as_ref(), *limit)).unwrap())
        }
        Step::Archive(_) | Step::Reopen => {
            // Wherever events are, the chains of their streams end alike.
            let ends = (0..STREAMS).map(|number| block_on(store.stream_hash(&stream(number))));
            format!("{:?}", ends.map(Result::unwrap).collect::<Vec<_>>())
        }
    }
}

/// Moves events; what the store answers must not change.
#[cfg(feature = "archive")]
fn archive(store: &SledStore, cuts: &[(u8, u64)]) {
    let cut = |(number, until): &(u8, u64)| patterns_core::store::ArchiveCut {
        stream: stream(*number),
        until: *until,
    };
    let cuts = cuts.iter().map(cut).collect();
    block_on(store.archive(cuts, patterns_core::store::ArchiveProgress::default())).unwrap();
}

#[cfg(not(feature = "archive"))]
const fn archive(_: &SledStore, _: &[(u8, u64)]) {}

/// Long enough to tell two answers apart, short enough to be printed when they differ.
fn brief(answer: &impl Debug) -> String {
    let whole = format!("{answer:?}");
    let crc = crc32fast::hash(whole.as_bytes());
    format!("{crc:x} {}", whole.chars().take(2_000).collect::<String>())
}

fn log(store: &dyn EventStore) -> Vec<RecordedEvent> {
    block_on(store.read_log(1, usize::MAX)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn both_stores_give_the_same_answers(steps in vec(any_step(), 1..40)) {
        let directory = tempfile::tempdir().unwrap();
        let memory = MemoryStore::with_clock(stopped_clock());
        let mut sled = open(directory.path());
        for step in &steps {
            if matches!(step, Step::Reopen) {
                drop(sled);
                sled = open(directory.path());
            }
            if let Step::Archive(cuts) = step {
                archive(&sled, cuts);
            }
            prop_assert_eq!(answer(&sled, step), answer(&memory, step));
        }
        drop(sled);
        prop_assert!(log(&open(directory.path())) == log(&memory), "everything, after opening");
    }
}
