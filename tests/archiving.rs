//! Old events leave the live database as a policy says, and nobody who reads notices.

#![cfg(feature = "archive")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use data_patterns::{
    prelude::*,
    repository::ArchivePolicy,
    store::{ArchiveProgress, ArchiveStep, Clock, StoreError, sled::SledOptions},
};
use pollster::test as block_on;

#[derive(Aggregate, Clone, Debug, PartialEq)]
struct Account {
    #[id]
    number: u64,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

#[commands]
impl Account {
    fn deposit(&self, amount: i64) -> AccountEvent {
        AccountEvent::deposited(amount)
    }
}

#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 10))]
struct Saved {
    #[id]
    number: u64,
    balance: i64,
}

#[events]
impl Saved {
    fn saved(&mut self, amount: i64) {
        self.balance += amount;
    }
}

#[commands]
impl Saved {
    fn save(&self, amount: i64) -> SavedEvent {
        SavedEvent::saved(amount)
    }
}

/// A clock that stands until it is set.
#[derive(Clone, Default)]
struct Time(Arc<AtomicU64>);

impl Time {
    fn set(&self, seconds: u64) {
        self.0.store(seconds * 1_000_000, Ordering::Release);
    }

    fn clock(&self) -> Clock {
        let now = Arc::clone(&self.0);
        Clock::from_fn(move || Timestamp::from_micros(now.load(Ordering::Acquire)))
    }
}

fn open(directory: &Path, time: &Time) -> Database {
    let store = SledOptions::default().clock(time.clock()).open(directory).unwrap();
    Database::new(store).with_snapshot_clock(time.clock())
}

/// Account `n` gets a deposit at every tenth second, `10 * n` of them.
async fn deposits(db: &Database, time: &Time) {
    for round in 0..50 {
        time.set(10 * round);
        for number in (1..=5).filter(|number| round < 10 * number) {
            db.aggregate::<Account>(number).deposit(number as i64).await.unwrap();
        }
    }
    // The newest commit stays live.
    db.aggregate::<Account>(99_u64).deposit(1).await.unwrap();
}

#[block_on]
async fn e9_the_last_events_of_every_stream_stay_and_everything_is_read_as_before() {
    let (directory, time) = (tempfile::tempdir().unwrap(), Time::default());
    let db = open(directory.path(), &time);
    deposits(&db, &time).await;
    let run = db.archive::<Account>(ArchivePolicy::new().keep_last(15)).await.unwrap();
    assert_eq!((run.streams, run.due), (6, 4));
    assert_eq!(run.archived.events, 5 + 15 + 25 + 35);
    let again = db.archive::<Account>(ArchivePolicy::new().keep_last(15)).await.unwrap();
    assert_eq!((again.due, again.archived.events), (0, 0), "what is archived is not due again");
    check(&db).await;
    drop(db);
    let db = open(directory.path(), &time);
    check(&db).await;
    let account = db.aggregate::<Account>(5_u64);
    account.deposit(50).await.unwrap();
    assert_eq!(account.revert_to(10).await.unwrap().balance, 50, "to a state of archived events");
    assert_eq!(account.undo().await.unwrap().balance, 300);
}

/// Of 50 deposits of 5 each, 35 are archived.
async fn check(db: &Database) {
    let account = db.aggregate::<Account>(5_u64);
    assert_eq!(account.load().await.unwrap().balance, 250);
    assert_eq!(account.at(20).await.unwrap().unwrap().balance, 100, "before the boundary");
    assert_eq!(account.as_of(Timestamp::from_micros(95_000_000)).await.unwrap().balance, 50);
    assert_eq!(account.history().all().await.unwrap().len(), 50);
    assert!(db.verify().await.unwrap().is_intact());
    let storage = db.storage().await.unwrap();
    assert_eq!((storage.live_events, storage.archived_events), (71, 80), "{storage}");
}

#[block_on]
async fn e9_what_was_recorded_long_ago_leaves() {
    let (directory, time) = (tempfile::tempdir().unwrap(), Time::default());
    let db = open(directory.path(), &time);
    deposits(&db, &time).await;
    time.set(500);
    let older = |seconds| ArchivePolicy::new().older_than(Duration::from_secs(seconds));
    let events = async |policy| db.archive::<Account>(policy).await.unwrap().archived.events;
    assert_eq!(events(older(1_000)).await, 0);
    // Recorded at 0, 10, .. 190: twenty deposits of each account that has as many.
    assert_eq!(events(older(301)).await, 10 + 4 * 20);
    assert_eq!(events(older(301)).await, 0);
    assert_eq!(events(older(201).keep_last(25)).await, 5, "both conditions must allow it");
    assert_eq!(events(older(0)).await, 150 - 90 - 5, "the newest commit stays");
}

#[block_on]
async fn e9_closed_streams_leave_whole() {
    let (directory, time) = (tempfile::tempdir().unwrap(), Time::default());
    let db = open(directory.path(), &time);
    deposits(&db, &time).await;
    let closed = db.aggregate::<Account>(2_u64);
    closed.close_stream().await.unwrap();
    db.aggregate::<Account>(99_u64).deposit(1).await.unwrap();
    time.set(1_000);
    let young = ArchivePolicy::new().closed().older_than(Duration::from_secs(5_000));
    assert_eq!(db.archive::<Account>(young).await.unwrap().archived.events, 0);
    // Recorded before 400 and due, but for the twenty of the stream that was closed at 490.
    let younger = ArchivePolicy::new().closed().older_than(Duration::from_secs(600));
    let left = db.archive::<Account>(younger).await.unwrap().archived.events;
    assert_eq!(left, 10 + 30 + 40 + 40, "a closed stream is whole, or it has left");
    let run = db.archive::<Account>(ArchivePolicy::new().closed()).await.unwrap();
    assert_eq!((run.due, run.archived.events), (1, 21), "with the event that closes it");
    assert_eq!(closed.load().await.unwrap().balance, 40);
    assert!(closed.deposit(1).await.is_err(), "it is closed still");
    assert!(closed.verify().await.unwrap().is_intact());
    assert!(closed.history().table().await.unwrap().contains("patterns.closed"));
}

#[block_on]
async fn e9_nothing_leaves_that_the_newest_snapshot_does_not_cover() {
    let (directory, time) = (tempfile::tempdir().unwrap(), Time::default());
    let db = open(directory.path(), &time);
    let everything = || ArchivePolicy::new().keep_last(0);
    let account = db.aggregate::<Saved>(1_u64);
    for _ in 0..9 {
        account.save(1).await.unwrap();
    }
    db.snapshots_settled().await;
    assert_eq!(db.archive::<Saved>(everything()).await.unwrap().due, 0, "there is no snapshot");
    for _ in 0..6 {
        account.save(1).await.unwrap();
    }
    db.snapshots_settled().await;
    let run = db.archive::<Saved>(everything()).await.unwrap();
    assert_eq!(run.archived.events, 10, "{run}");
    drop((account, db));
    let db = open(directory.path(), &time);
    let account = db.aggregate::<Saved>(1_u64);
    assert_eq!(account.load().await.unwrap().balance, 15);
    assert_eq!(db.statistics().snapshots_used, 1, "from the snapshot");
    account.close_stream().await.unwrap();
    db.aggregate::<Account>(99_u64).deposit(1).await.unwrap();
    let run = db.archive::<Saved>(everything().closed()).await.unwrap();
    assert_eq!(run.archived.events, 6, "a closed stream needs no snapshot");
    assert_eq!(account.load().await.unwrap().balance, 15);
}

#[block_on]
async fn steps_are_told_and_a_report_is_printed() {
    let (directory, time) = (tempfile::tempdir().unwrap(), Time::default());
    let db = open(directory.path(), &time);
    deposits(&db, &time).await;
    let (tell, told) = std::sync::mpsc::channel();
    let progress = ArchiveProgress::new(move |step| tell.send(step).unwrap());
    let policy = ArchivePolicy::new().keep_last(0);
    let run = db.archive_telling::<Account>(policy, progress).await.unwrap();
    assert_eq!(told.iter().collect::<Vec<_>>(), ArchiveStep::ALL);
    let text = run.to_string();
    assert!(text.starts_with("150 events of 6 of 6 streams: "), "{text}");
    let text = db.storage().await.unwrap().to_string();
    assert!(text.contains("archived           150 events"), "{text}");
}

#[block_on]
async fn a_store_without_an_archive_refuses() {
    let db = data_patterns::in_memory();
    db.aggregate::<Account>(1_u64).deposit(1).await.unwrap();
    let refused = db.archive::<Account>(ArchivePolicy::new().keep_last(0)).await;
    assert!(matches!(refused, Err(StoreError::Unsupported { .. })));
    assert_eq!(db.storage().await.unwrap().live_events, 1);
}
