//! Cached states: forgotten with the key, whatever is on its way.

use std::sync::Arc;

use data_patterns::{
    cache::{CachePolicy, ReadMode},
    personal::*,
    prelude::*,
    store::MemoryStore,
};

use super::types::{Cached, CustomerEvent, Hooked, database, gone, known};

fn renamed(name: &str) -> CustomerEvent {
    CustomerEvent::renamed(known(name))
}

#[pollster::test]
async fn a_cached_state_is_forgotten_at_once() {
    let (db, _) = database();
    let (ann, bea) = (db.aggregate::<Cached>(7), db.aggregate::<Cached>(8));
    for (customer, name) in [(&ann, "Ann"), (&bea, "Bea")] {
        customer.record(renamed(name)).await.unwrap();
        assert_eq!(customer.load().await.unwrap().name, known(name));
    }
    let hits = || db.cache_statistics::<Cached>().unwrap().hits;
    let before = hits();
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, known("Ann"));
    assert_eq!(hits(), before + 1, "it was cached");
    ann.forget().await.unwrap();
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, gone());
    assert_eq!(bea.load_with(ReadMode::Any).await.unwrap().name, known("Bea"));
}

/// A cached database whose keys do something between finding a key and answering it.
fn hooked() -> (Database, Arc<Hooked>) {
    let keys = Arc::new(Hooked::default());
    (Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys)), keys)
}

fn forgetting(db: &Database) -> Box<dyn FnOnce() + Send> {
    let db = db.clone();
    Box::new(move || {
        pollster::block_on(db.aggregate::<Cached>(7).forget()).unwrap();
    })
}

#[pollster::test]
async fn a_load_that_had_the_key_leaves_nothing_in_the_cache() {
    let (db, keys) = hooked();
    let ann = db.aggregate::<Cached>(7);
    ann.record(renamed("Ann")).await.unwrap();
    let other = db.clone().with_cache_clock(data_patterns::cache::Clock::manual());
    let ann = other.aggregate::<Cached>(7);
    *keys.after_find.lock().unwrap() = Some(forgetting(&other));
    assert_eq!(ann.load().await.unwrap().name, known("Ann"), "it was read before");
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, gone());
}

#[pollster::test]
async fn a_correction_that_had_the_key_leaves_nothing_in_the_cache() {
    let (db, keys) = hooked();
    let ann = db.aggregate::<Cached>(7);
    ann.record(renamed("Ann")).await.unwrap();
    ann.record(renamed("Anna")).await.unwrap();
    *keys.after_find.lock().unwrap() = Some(forgetting(&db));
    ann.undo().await.unwrap();
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, gone());
}

#[pollster::test]
async fn what_is_recorded_at_the_same_time_is_told_to_be_lost_and_not_cached() {
    let (db, keys) = hooked();
    let ann = db.aggregate::<Cached>(7);
    ann.record(renamed("Ann")).await.unwrap();
    *keys.after_create.lock().unwrap() = Some(forgetting(&db));
    let recorded = ann.update(|_: &Cached| renamed("Anna")).await;
    let Err(CommandError::Unconfirmed { cause, .. }) = recorded else { panic!("{recorded:?}") };
    assert!(matches!(*cause, PersonalError::Forgotten { .. }), "{cause}");
    let state = ann.load_with(ReadMode::Any).await.unwrap();
    assert_eq!((&state.name, state.version()), (&gone(), 2), "it was recorded");
}

#[pollster::test]
async fn a_process_that_hears_of_a_forgotten_subject_drops_what_it_has_cached() {
    let (here, keys) = hooked();
    let ann = here.aggregate::<Cached>(7);
    ann.record(renamed("Ann")).await.unwrap();
    ann.load().await.unwrap();
    // Another process, with the same keys and a cache of its own.
    let elsewhere = Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys));
    *keys.after_create.lock().unwrap() = Some(forgetting(&elsewhere));
    let recorded = ann.record(renamed("Anna")).await;
    assert!(matches!(recorded, Err(CommandError::Unconfirmed { .. })), "{recorded:?}");
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, gone());
}

#[pollster::test]
async fn cached_keys_are_dropped_when_they_are_destroyed() {
    let keys = Arc::new(Hooked::default());
    let policy = CachePolicy::new(std::time::Duration::from_secs(3600));
    let cached = Arc::new(CachedKeys::new(Arc::clone(&keys), policy));
    let db = Database::new(MemoryStore::new()).with_keys(Arc::clone(&cached));
    let ann = db.aggregate::<super::types::Customer>(7);
    // Asked for before there is a key: that there is none is not remembered.
    assert!(matches!(cached.find(&subject_of::<Cached>(&7)).await, Ok(KeyState::Unknown)));
    ann.record(renamed("Ann")).await.unwrap();
    assert_eq!(ann.load().await.unwrap().name, known("Ann"));
    keys.failing.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(ann.load().await.unwrap().name, known("Ann"), "without asking");
    keys.failing.store(false, std::sync::atomic::Ordering::SeqCst);
    ann.forget().await.unwrap();
    assert_eq!(ann.load().await.unwrap().name, gone());
}

#[test]
fn cached_keys_are_a_key_store() {
    let policy = CachePolicy::new(std::time::Duration::from_secs(3600));
    let fresh = async || CachedKeys::new(MemoryKeys::new(), policy);
    pollster::block_on(conformance::check_all(fresh));
}

/// Weighed by what serde writes, which for personal values is what is in memory.
#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[cached(ttl = 60, capacity = "64KB")]
struct Heavy {
    #[id]
    number: u64,
    portrait: Personal<Vec<u8>>,
    notes: String,
}

#[events]
impl Heavy {
    fn drawn(&mut self, portrait: Personal<Vec<u8>>) {
        self.portrait = portrait;
        self.notes = "x".repeat(1000);
    }
}

#[pollster::test]
async fn personal_values_weigh_what_they_hold() {
    let (db, _) = database();
    let heavy = db.aggregate::<Heavy>(1);
    heavy.record(HeavyEvent::drawn(Personal::new(vec![1; 20_000]))).await.unwrap();
    heavy.load().await.unwrap();
    let weight = db.cache_statistics::<Heavy>().unwrap().weight;
    assert!((21_000..24_000).contains(&weight), "{weight}");
}

#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[cached(ttl = 60, capacity = "1MB")]
struct Board {
    #[id]
    number: u64,
    notes: u64,
}

#[events]
impl Board {
    fn pinned(&mut self, _note: Personal<String>) {
        self.notes += 1;
    }
}

#[pollster::test]
async fn whose_keys_a_state_took_weighs_as_well() {
    let (db, _) = database();
    let board = db.aggregate::<Board>(1);
    let note = |number: u64| BoardEvent::pinned(Personal::about(Subject::of(&number), "x".into()));
    board.record((0..100).map(note).collect::<Vec<_>>()).await.unwrap();
    board.load().await.unwrap();
    let weight = db.cache_statistics::<Board>().unwrap().weight;
    assert!(weight > 100 * 64, "{weight}");
}
