//! What is read, how old it may be, and what it costs.

use std::{sync::atomic::Ordering::SeqCst, time::Duration};

use data_patterns::{
    cache::{Freshness, ReadMode, StaleReason},
    prelude::*,
};

use super::store::{Account, MINUTE, Plain, Shared};

#[pollster::test]
async fn a_hit_does_not_touch_the_store() {
    let store = Shared::default();
    let (db, clock) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    assert_eq!(account.load().await.unwrap().freshness(), Freshness::Fresh);
    clock.advance(MINUTE / 2);
    let (state, reads) = store.reads(account.load()).await;
    assert_eq!(state.unwrap().freshness(), Freshness::Cached { age: MINUTE / 2 });
    assert_eq!(reads, 0);
    let statistics = db.cache_statistics::<Account>().unwrap();
    assert_eq!((statistics.hits, statistics.misses, statistics.entries), (1, 1, 1));
    assert!(db.cache_statistics::<Plain>().is_none());
}

#[pollster::test]
async fn past_the_time_to_live_only_newer_events_are_read() {
    let store = Shared::default();
    let ((here, clock), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    for _ in 0..10 {
        mine.deposit(1).await.unwrap();
    }
    let before = mine.load().await.unwrap();
    theirs.deposit(5).await.unwrap();
    assert_eq!(mine.load().await.unwrap(), before, "within the time to live");
    clock.advance(MINUTE);
    store.faults.read_from.lock().unwrap().clear();
    let after = mine.load().await.unwrap();
    assert_eq!((after.balance, after.version(), after.freshness()), (15, 11, Freshness::Fresh));
    assert_eq!(*store.faults.read_from.lock().unwrap(), [11]);
    assert_eq!(before.balance, 10, "what was served does not change");
}

#[pollster::test]
async fn modes_say_how_fresh_an_answer_is() {
    let store = Shared::default();
    let ((here, clock), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    mine.deposit(1).await.unwrap();
    theirs.deposit(1).await.unwrap();
    let second = Duration::from_secs(1);
    clock.advance(120 * second);
    let load = |mode| {
        let mine = here.aggregate::<Account>(1_u32);
        async move { mine.load_with(mode).await.unwrap() }
    };
    let any = load(ReadMode::Any).await;
    let stale = Freshness::Stale { age: 120 * second, reason: StaleReason::Asked };
    assert_eq!((any.version(), any.freshness()), (1, stale));
    assert_eq!(load(ReadMode::MaxStale(121 * second)).await.version(), 1);
    assert_eq!(load(ReadMode::MaxStale(119 * second)).await.version(), 2);
    theirs.deposit(1).await.unwrap();
    assert_eq!(load(ReadMode::Session).await.version(), 2);
    assert_eq!(load(ReadMode::Strong).await.version(), 3);
}

#[pollster::test]
async fn c3_while_the_store_is_down_a_stale_state_is_served_and_says_so() {
    let store = Shared::default();
    let (db, clock) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(7).await.unwrap();
    store.faults.down.store(true, SeqCst);
    clock.advance(2 * MINUTE);
    let stale = account.load().await.unwrap();
    let reason = StaleReason::LoadFailed;
    assert_eq!(stale.freshness(), Freshness::Stale { age: 2 * MINUTE, reason });
    assert!(matches!(account.load_with(ReadMode::Strong).await, Err(LoadError::Store(_))));
    clock.advance(5 * MINUTE);
    assert!(account.load().await.is_err(), "beyond the grace");
    store.faults.down.store(false, SeqCst);
    assert_eq!(account.load().await.unwrap().balance, 7);
}

/// A state so large that copying it would show, with snapshots beside the cache.
#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[aggregate(snapshot(every = 10))]
#[cached(ttl = "1h", capacity = "1MB", jitter = 10, idle = "10m", refresh_ahead)]
struct Journal {
    #[id]
    number: u32,
    lines: Vec<String>,
}

#[events]
impl Journal {
    fn written(&mut self, line: String) {
        self.lines.push(line);
    }
}

#[commands]
impl Journal {
    pub(crate) fn write(&self, line: String) -> JournalEvent {
        JournalEvent::written(line)
    }
}

#[pollster::test]
async fn e2_snapshots_are_taken_of_cached_states_and_equal_the_replay() {
    let store = Shared::default();
    let (db, _) = store.node();
    let journal = db.aggregate::<Journal>(1_u32);
    for line in 0..35 {
        journal.write(format!("line {line}")).await.unwrap();
    }
    db.snapshots_settled().await;
    assert_eq!(db.statistics().snapshots_taken, 3);
    let (other, _) = store.node();
    let loaded = other.aggregate::<Journal>(1_u32).load().await.unwrap();
    assert_eq!(other.statistics().snapshots_used, 1);
    assert_eq!(loaded.lines, journal.load().await.unwrap().lines);
}

#[pollster::test]
async fn e2_snapshots_are_taken_of_facts_that_are_recorded() {
    let store = Shared::default();
    let (db, _) = store.node();
    let journal = db.aggregate::<Journal>(1_u32);
    journal.load().await.unwrap();
    for line in 0..35 {
        journal.record(JournalEvent::written(format!("line {line}"))).await.unwrap();
    }
    db.snapshots_settled().await;
    assert_eq!(db.statistics().snapshots_taken, 3);
}

#[pollster::test]
async fn a_bound_in_bytes_holds_for_states_that_grow() {
    let (db, _) = Shared::default().node();
    for number in 0..200_u32 {
        let journal = db.aggregate::<Journal>(number);
        journal.write("x".repeat(10_000)).await.unwrap();
        journal.write("y".repeat(10_000)).await.unwrap();
        assert!(db.cache_statistics::<Journal>().unwrap().weight <= 1_000_000);
    }
    let statistics = db.cache_statistics::<Journal>().unwrap();
    assert!(statistics.entries > 30 && statistics.evictions > 100, "{statistics:?}");
}
