//! Cached states of another database: forgotten as soon as it hears of it, and at the latest when their time to live has passed.

use std::{cell::Cell, sync::Arc, time::Duration};

use data_patterns::{
    cache::{Clock, ReadMode},
    entity::WriteError,
    personal::*,
    prelude::*,
    shard::{Node, ShardedStore},
    store::{EventStore, MemoryStore},
};

use super::types::{Cached, CustomerEvent, gone, known, unrecorded};

#[derive(Entity, Clone, Debug, Serialize, Deserialize)]
#[cached(ttl = 60)]
struct Friend {
    #[id]
    #[shard_key]
    id: u64,
    #[personal]
    name: Personal<String>,
}

#[derive(Aggregate, Clone)]
#[cached(ttl = 60)]
struct Member {
    #[id]
    #[shard_key]
    number: u64,
    #[personal]
    name: Personal<String>,
    visits: u64,
}

thread_local! {
    /// How many visits were folded by this test.
    static VISITS: Cell<u64> = const { Cell::new(0) };
}

#[events]
impl Member {
    fn renamed(&mut self, #[personal] name: Personal<String>) {
        self.name = name;
    }

    fn visited(&mut self) {
        VISITS.set(VISITS.get() + 1);
        self.visits += 1;
    }
}

/// Two databases over one store and one key store, as two processes have them, and the clock of the second.
async fn here_and_elsewhere() -> (Database, Database, Clock) {
    let nodes = (1..=2).map(|number| {
        (Node::new(format!("node-{number}")), Arc::new(MemoryStore::new()) as Arc<dyn EventStore>)
    });
    let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes.collect::<Vec<_>>());
    let (store, keys) = (store.await.unwrap(), Arc::new(MemoryKeys::new()));
    let database = || Database::sharded(store.clone()).with_keys(Arc::clone(&keys));
    let clock = Clock::manual();
    (database(), database().with_cache_clock(clock.clone()), clock)
}

#[pollster::test]
async fn a_cached_state_is_forgotten_elsewhere_when_its_time_to_live_has_passed() {
    let (here, elsewhere, clock) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(7);
    member.record(MemberEvent::renamed(known("Ann"))).await.unwrap();
    assert_eq!(member.load().await.unwrap().name, known("Ann"));
    assert!(here.aggregate::<Member>(7).forget().await.unwrap());
    assert_eq!(member.load().await.unwrap().name, known("Ann"), "nobody has told it");
    clock.advance(Duration::from_secs(61));
    let state = member.load().await.unwrap();
    assert_eq!((&state.name, state.version()), (&gone(), 1));
}

#[pollster::test]
async fn a_strong_read_elsewhere_sees_at_once_that_somebody_is_forgotten() {
    let (here, elsewhere, _) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(7);
    member.record(MemberEvent::renamed(known("Ann"))).await.unwrap();
    member.load().await.unwrap();
    here.aggregate::<Member>(7).forget().await.unwrap();
    assert_eq!(member.load_with(ReadMode::Strong).await.unwrap().name, gone());
    assert_eq!(member.load_with(ReadMode::Any).await.unwrap().name, gone(), "what it has left");
}

#[pollster::test]
async fn commands_elsewhere_do_not_keep_the_forgotten_in_the_cache() {
    let (here, elsewhere, clock) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(7);
    member.record(MemberEvent::renamed(known("Ann"))).await.unwrap();
    member.load().await.unwrap();
    here.aggregate::<Member>(7).forget().await.unwrap();
    for _ in 0..2 {
        clock.advance(Duration::from_secs(20));
        member.update(|_: &Member| MemberEvent::visited()).await.unwrap();
        clock.advance(Duration::from_secs(20));
        member.record(MemberEvent::visited()).await.unwrap();
    }
    assert_eq!(member.load().await.unwrap().name, gone());
}

#[pollster::test]
async fn no_command_elsewhere_is_refused_for_the_sake_of_the_forgotten() {
    let (here, elsewhere, _) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(7);
    member.record(MemberEvent::renamed(known("Ann"))).await.unwrap();
    member.load().await.unwrap();
    here.aggregate::<Member>(7).forget().await.unwrap();
    let visit = |member: &Member| match member.name.get() {
        Some(name) => Err(format!("{name} was here")),
        None => Ok(MemberEvent::visited()),
    };
    assert_eq!(member.update(visit).await.unwrap().version, 2);
}

#[pollster::test]
async fn a_cached_state_without_a_key_is_still_caught_up() {
    let (_, elsewhere, clock) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(7);
    member.record([MemberEvent::visited(), MemberEvent::visited()]).await.unwrap();
    member.load().await.unwrap();
    let folded = VISITS.get();
    clock.advance(Duration::from_secs(61));
    assert_eq!(member.load().await.unwrap().visits, 2);
    assert_eq!(VISITS.get(), folded, "nothing was folded again");
}

#[pollster::test]
async fn a_cached_state_whose_keys_are_there_is_still_caught_up() {
    let (_, elsewhere, clock) = here_and_elsewhere().await;
    let member = elsewhere.aggregate::<Member>(8);
    let events = [MemberEvent::renamed(known("Bea")), MemberEvent::visited()];
    member.record(events).await.unwrap();
    member.load().await.unwrap();
    let folded = VISITS.get();
    clock.advance(Duration::from_secs(61));
    assert_eq!(member.load().await.unwrap().name, known("Bea"));
    assert_eq!(VISITS.get(), folded, "nothing was folded again");
}

#[pollster::test]
async fn a_cached_record_is_forgotten_elsewhere_when_its_time_to_live_has_passed() {
    let (here, elsewhere, clock) = here_and_elsewhere().await;
    let friends = elsewhere.entities::<Friend>();
    friends.put(Friend { id: 1, name: known("Ann") }).await.unwrap();
    assert_eq!(friends.get(1_u64).await.unwrap().unwrap().name, known("Ann"));
    here.entities::<Friend>().forget(1_u64).await.unwrap();
    clock.advance(Duration::from_secs(61));
    assert_eq!(friends.get(1_u64).await.unwrap().unwrap().name, gone());
}

#[pollster::test]
async fn who_is_refused_for_being_forgotten_is_dropped_from_the_cache() {
    let (here, elsewhere, _) = here_and_elsewhere().await;
    let ann = elsewhere.aggregate::<Cached>(7);
    ann.record(CustomerEvent::renamed(known("Ann"))).await.unwrap();
    ann.load().await.unwrap();
    here.aggregate::<Cached>(7).forget().await.unwrap();
    let refused = unrecorded(ann.record(CustomerEvent::renamed(known("Anna"))).await);
    assert!(matches!(refused, PersonalError::Forgotten { .. }), "{refused}");
    assert_eq!(ann.load_with(ReadMode::Any).await.unwrap().name, gone());

    let friends = elsewhere.entities::<Friend>();
    friends.put(Friend { id: 1, name: known("Bea") }).await.unwrap();
    friends.get(1_u64).await.unwrap();
    here.entities::<Friend>().forget(1_u64).await.unwrap();
    let refused = friends.put(Friend { id: 1, name: known("Bea") }).await;
    assert!(matches!(refused, Err(WriteError::Encode { .. })), "{refused:?}");
    assert_eq!(friends.get(1_u64).await.unwrap().unwrap().name, gone());
}

#[pollster::test]
async fn who_is_refused_again_does_not_clear_the_cache_again() {
    let (_, elsewhere, _) = here_and_elsewhere().await;
    let (ann, bea) = (elsewhere.aggregate::<Cached>(7), elsewhere.aggregate::<Cached>(8));
    ann.forget().await.unwrap();
    let refused = async || ann.record(CustomerEvent::renamed(known("Ann"))).await.unwrap_err();
    refused().await;
    bea.record(CustomerEvent::renamed(known("Bea"))).await.unwrap();
    bea.load().await.unwrap();
    let entries = || elsewhere.cache_statistics::<Cached>().unwrap().entries;
    let before = entries();
    refused().await;
    assert_eq!((before, entries()), (1, 1));
}
