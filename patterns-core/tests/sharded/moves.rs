//! Moves of slots while they are written and read.

use patterns_core::{
    shard::{LogCursor, NodeId, ShardedStore},
    store::{Direction, EventStore, conformance::block_on},
};

use crate::cluster::{account, cluster, deposit};

async fn versions(store: &ShardedStore, number: u64) -> Vec<u64> {
    let page = store.read_stream(&account(number), 1, Direction::Forward, 100).await.unwrap();
    page.events.iter().map(|event| event.version).collect()
}

#[test]
fn a_slot_moves_with_everything_in_it() {
    block_on(async {
        let store = cluster(2).await;
        for version in 0..10 {
            for number in 0..50 {
                store.append(vec![deposit(&account(number), version, number)]).await.unwrap();
            }
        }
        let before = store.read_stream(&account(7), 1, Direction::Forward, 100).await.unwrap();
        let slot = store.slot_of(&account(7)).await.unwrap().unwrap();
        let owner = store.map().slot(slot).unwrap().owner.clone();
        let other = NodeId::from(if owner.as_str() == "node-1" { "node-2" } else { "node-1" });
        let report = store.move_slot(slot, &other).await.unwrap();
        assert!(report.moved);
        assert_eq!(store.map().slot(slot).unwrap().owner, other);
        let times = |page: &patterns_core::store::StreamPage| {
            page.events
                .iter()
                .map(|e| (e.version, e.recorded_at, e.data.clone()))
                .collect::<Vec<_>>()
        };
        let after = store.read_stream(&account(7), 1, Direction::Forward, 100).await.unwrap();
        assert_eq!(times(&before), times(&after));
        store.append(vec![deposit(&account(7), 10, 1)]).await.unwrap();
        assert_eq!(versions(&store, 7).await, (1..=11).collect::<Vec<_>>());
        let back = store.move_slot(slot, &owner).await.unwrap();
        assert!(back.moved);
        assert_eq!(versions(&store, 7).await, (1..=11).collect::<Vec<_>>());
        let page = store.read_logs(&LogCursor::default(), 10_000).await.unwrap();
        assert_eq!(page.events.len(), 501);
        let listed = store.list_streams(b"", None, 1000).await.unwrap();
        assert_eq!(listed.len(), 50);
    });
}
