//! C2 and C4: what a write leaves in the cache, whatever becomes of it and of who wrote.

use std::{
    pin::pin,
    sync::atomic::Ordering::SeqCst,
    task::{Context, Waker},
    time::{Duration, Instant},
};

use data_patterns::{cache::ReadMode, entity::WriteError};

use super::profile::{Plain, Profile, first, profile};
use crate::store::{MINUTE, Shared};

/// Begins something, and gives up.
fn give_up(action: impl Future) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(pin!(action).as_mut().poll(&mut context).is_pending());
}

#[pollster::test]
async fn c2_a_write_that_nobody_waits_for_leaves_no_older_record() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 1)).await.unwrap();
    store.faults.silent.store(true, SeqCst);
    give_up(profiles.put(profile(1, 2)));
    assert_eq!(first(&profiles).await, Some((2, 2)));
}

/// The write is carried out only after its caller has given up and somebody has read the record as it was.
#[pollster::test]
async fn c2_a_write_that_takes_effect_later_is_seen_then() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 1)).await.unwrap();
    store.faults.appends_held.store(true, SeqCst);
    give_up(profiles.put(profile(1, 2)));
    assert_eq!(first(&profiles).await, Some((1, 1)), "it has not taken effect");
    store.faults.appends_held.store(false, SeqCst);
    let began = Instant::now();
    while first(&profiles).await != Some((2, 2)) {
        assert!(began.elapsed() < Duration::from_secs(60), "a stale record is served");
        std::thread::yield_now();
    }
}

#[test]
fn c2_a_read_that_is_overtaken_by_a_write_leaves_nothing() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    pollster::block_on(db.entities::<Plain>().put(Plain { id: 1, visits: 1 })).unwrap();
    store.faults.reads_held.store(true, SeqCst);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| pollster::block_on(first(&profiles)));
        while store.faults.reads.load(SeqCst) == 0 {
            std::thread::yield_now();
        }
        pollster::block_on(profiles.put(profile(1, 2))).unwrap();
        store.faults.reads_held.store(false, SeqCst);
        let seen = reader.join().unwrap();
        assert!(seen == Some((1, 1)) || seen == Some((2, 2)), "{seen:?}");
    });
    assert_eq!(pollster::block_on(first(&profiles)), Some((2, 2)));
}

#[pollster::test]
async fn c2_a_write_of_unknown_outcome_leaves_nothing() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 1)).await.unwrap();
    store.faults.lying.store(true, SeqCst);
    let unknown = profiles.put(profile(1, 2)).await.unwrap_err();
    assert!(matches!(unknown, WriteError::Append { .. }), "{unknown:?}");
    assert_eq!(first(&profiles).await, Some((2, 2)));
}

#[pollster::test]
async fn c2_a_conflict_drops_the_record_that_is_outdated() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.entities::<Profile>(), there.entities::<Profile>());
    mine.put(profile(1, 1)).await.unwrap();
    theirs.put(profile(1, 2)).await.unwrap();
    assert_eq!(first(&mine).await, Some((1, 1)), "within the time to live");
    assert!(matches!(mine.update(profile(1, 3), 1).await, Err(WriteError::Conflict(_))));
    assert_eq!(first(&mine).await, Some((2, 2)));
    assert_eq!(mine.update(profile(1, 3), 2).await.unwrap(), 3);
}

#[pollster::test]
async fn c2_a_write_that_was_refused_keeps_what_is_cached() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 1)).await.unwrap();
    assert!(profiles.update(profile(1, 2), 7).await.is_err());
    assert_eq!(store.reads(first(&profiles)).await, (Some((1, 1)), 0));
}

#[pollster::test]
async fn c4_edits_and_insertions_rest_on_what_is_recorded() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.entities::<Profile>(), there.entities::<Profile>());
    assert_eq!(first(&mine).await, None);
    theirs.put(profile(1, 10)).await.unwrap();
    assert!(matches!(mine.insert(profile(1, 1)).await, Err(WriteError::Exists { .. })));
    theirs.put(profile(1, 20)).await.unwrap();
    assert_eq!(mine.edit(1_u32, |profile| profile.visits += 1).await.unwrap().visits, 21);
    theirs.delete(1_u32).await.unwrap();
    assert_eq!(first(&mine).await, Some((21, 3)), "within the time to live");
    assert_eq!(mine.delete(1_u32).await.unwrap(), None, "somebody else has deleted it");
    assert_eq!(first(&mine).await, None);
}

#[test]
fn c4_editors_on_several_nodes_lose_nothing() {
    let store = Shared::default();
    let nodes = [store.node().0, store.node().0];
    pollster::block_on(nodes[0].entities::<Profile>().put(profile(1, 0))).unwrap();
    std::thread::scope(|scope| {
        for db in nodes.iter().cycle().take(4) {
            scope.spawn(|| {
                let profiles = db.entities::<Profile>();
                pollster::block_on(async {
                    for _ in 0..50 {
                        profiles.edit(1_u32, |profile| profile.visits += 1).await.unwrap();
                        assert!(first(&profiles).await.is_some_and(|(visits, _)| visits <= 200));
                    }
                });
            });
        }
    });
    for db in &nodes {
        let strong = db.entities::<Profile>().with_mode(ReadMode::Strong);
        assert_eq!(pollster::block_on(first(&strong)), Some((200, 201)));
    }
}

/// Random writes on two nodes and clocks that move: one always reads one's own write, and after the time to live everybody's.
#[test]
fn c3_answers_are_those_of_the_uncached_records_but_for_the_time_to_live() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let store = Shared::default();
        let nodes = [store.node(), store.node()];
        for step in 0..60 {
            let (db, clock) = &nodes[random.usize(..2)];
            let (profiles, visits) = (db.entities::<Profile>(), random.u64(..9));
            pollster::block_on(async {
                match random.u8(..5) {
                    0 => drop(profiles.put(profile(1, visits)).await.unwrap()),
                    1 => drop(profiles.insert(profile(1, visits)).await),
                    2 => drop(profiles.edit(1_u32, |profile| profile.visits += visits).await),
                    3 => drop(profiles.delete(1_u32).await.unwrap()),
                    _ => clock.advance(MINUTE),
                }
                let plain = db.entities::<Plain>().get(1_u32).await.unwrap();
                let plain = plain.map(|plain| (plain.visits, plain.version()));
                assert_eq!(first(&profiles).await, plain, "seed {seed}, step {step}");
            });
        }
    }
}
