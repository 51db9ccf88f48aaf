//! What is read, how old it may be, and what it costs.

use std::sync::atomic::Ordering::SeqCst;

use data_patterns::{
    cache::{Freshness, ReadMode, StaleReason},
    entity::ReadError,
    prelude::*,
};

use super::profile::{Plain, Profile, first, profile};
use crate::store::{MINUTE, Shared};

#[pollster::test]
async fn a_hit_does_not_touch_the_store() {
    let store = Shared::default();
    let (db, clock) = store.node();
    let profiles = db.entities::<Profile>();
    db.entities::<Plain>().put(Plain { id: 1, visits: 7 }).await.unwrap();
    let fresh = profiles.get(1_u32).await.unwrap().unwrap();
    assert_eq!((fresh.visits, fresh.freshness()), (7, Freshness::Fresh));
    clock.advance(MINUTE / 2);
    let (cached, reads) = store.reads(db.entities::<Profile>().get(1_u32)).await;
    assert_eq!(cached.unwrap().unwrap().freshness(), Freshness::Cached { age: MINUTE / 2 });
    assert_eq!(reads, 0);
    let statistics = profiles.cache_statistics().unwrap();
    assert_eq!((statistics.hits, statistics.misses, statistics.entries), (1, 1, 1));
    assert!(db.entities::<Plain>().cache_statistics().is_none());
}

#[pollster::test]
async fn that_there_is_no_record_is_cached_too() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    assert_eq!(first(&profiles).await, None);
    assert_eq!(store.reads(first(&profiles)).await, (None, 0));
    profiles.insert(profile(1, 7)).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (Some((7, 1)), 0));
    profiles.delete(1_u32).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (None, 0));
    profiles.put(profile(1, 8)).await.unwrap();
    assert_eq!(store.reads(first(&profiles)).await, (Some((8, 3)), 0));
}

#[pollster::test]
async fn of_many_only_those_are_read_that_are_not_cached() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    for id in 0..10_u32 {
        there.entities::<Profile>().put(profile(id, id.into())).await.unwrap();
    }
    let profiles = here.entities::<Profile>();
    profiles.get_many(0..4_u32).await.unwrap();
    let (read, reads) = store.reads(profiles.get_many([9_u32, 2, 77, 9, 3])).await;
    let visits: Vec<_> =
        read.unwrap().iter().map(|read| read.as_ref().map(|read| read.visits)).collect();
    assert_eq!(visits, [Some(9), Some(2), None, Some(9), Some(3)]);
    assert_eq!(reads, 2, "the first 9, and 77");
}

#[pollster::test]
async fn c3_what_others_write_is_seen_within_the_time_to_live() {
    let store = Shared::default();
    let ((here, clock), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.entities::<Profile>(), there.entities::<Profile>());
    mine.put(profile(1, 1)).await.unwrap();
    theirs.put(profile(1, 2)).await.unwrap();
    assert_eq!(first(&mine).await, Some((1, 1)));
    let strong = mine.clone().with_mode(ReadMode::Strong);
    clock.advance(MINUTE);
    assert_eq!(first(&mine).await, Some((2, 2)));
    theirs.delete(1_u32).await.unwrap();
    assert_eq!(first(&mine).await, Some((2, 2)));
    assert_eq!(first(&strong).await, None);
    assert_eq!(first(&mine).await, None, "learnt from the strong read");
}

#[pollster::test]
async fn c3_while_the_store_is_down_a_stale_record_is_served_and_says_so() {
    let store = Shared::default();
    let (db, clock) = store.node();
    let profiles = db.entities::<Profile>();
    profiles.put(profile(1, 7)).await.unwrap();
    store.faults.down.store(true, SeqCst);
    clock.advance(2 * MINUTE);
    let stale = profiles.get(1_u32).await.unwrap().unwrap();
    let reason = StaleReason::LoadFailed;
    assert_eq!(stale.freshness(), Freshness::Stale { age: 2 * MINUTE, reason });
    let unknown = profiles.get(2_u32).await.unwrap_err();
    assert!(matches!(unknown, ReadError::Store { .. }), "{unknown:?}");
    assert!(unknown.to_string().starts_with("cannot read record profile/2: "), "{unknown}");
}

#[pollster::test]
async fn c2_a_scan_tells_the_cache_what_it_has_seen() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.entities::<Profile>(), there.entities::<Profile>());
    mine.put(profile(1, 1)).await.unwrap();
    mine.put(profile(2, 1)).await.unwrap();
    theirs.put(profile(1, 2)).await.unwrap();
    theirs.delete(2_u32).await.unwrap();
    let scanned = mine.scan(None, 9).await.unwrap();
    assert_eq!((scanned.len(), scanned[0].visits), (1, 2));
    assert_eq!(first(&mine).await, Some((2, 2)));
    assert_eq!(mine.get(2_u32).await.unwrap(), None);
}

/// Of all who miss a record at the same time one reads it.
#[test]
fn c5_one_read_answers_all_who_wait() {
    let store = Shared::default();
    let (db, _) = store.node();
    let profiles = db.entities::<Profile>();
    store.faults.reads_held.store(true, SeqCst);
    std::thread::scope(|scope| {
        let readers = [(); 6].map(|()| scope.spawn(|| pollster::block_on(first(&profiles))));
        while profiles.cache_statistics().unwrap().misses < 6 {
            std::thread::yield_now();
        }
        store.faults.reads_held.store(false, SeqCst);
        for reader in readers {
            assert_eq!(reader.join().unwrap(), None);
        }
    });
    assert_eq!(store.faults.reads.load(SeqCst), 1);
}

/// A record that is heavy enough to be weighed.
#[derive(Entity, Clone, Serialize, Deserialize)]
#[cached(ttl = "1h", capacity = "100KB")]
struct Document {
    #[id]
    id: u32,
    text: String,
}

#[pollster::test]
async fn a_bound_in_bytes_holds_for_records_and_for_their_absence() {
    let (db, _) = Shared::default().node();
    let documents = db.entities::<Document>();
    for id in 0..100_u32 {
        documents.put(Document { id, text: "x".repeat(10_000) }).await.unwrap();
        assert!(documents.cache_statistics().unwrap().weight <= 100_000);
    }
    for id in 1_000..5_000_u32 {
        assert!(documents.get(id).await.unwrap().is_none());
    }
    let statistics = documents.cache_statistics().unwrap();
    assert!(statistics.weight <= 100_000 && statistics.evictions > 1_000, "{statistics:?}");
}
