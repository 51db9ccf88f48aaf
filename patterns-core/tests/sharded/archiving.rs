//! Archived events of a slot that moves, on nodes that are databases on the disk.

use std::sync::Arc;

use patterns_core::{
    event::StreamId,
    shard::{Node, NodeId, ShardedStore},
    store::{
        ArchiveCut, ArchiveProgress, Direction, EventStore, MemoryStore, SledStore, StreamPage,
        conformance::block_on,
    },
};
use tempfile::TempDir;

use crate::cluster::{account, deposit};

const ACCOUNTS: u64 = 30;
const EVENTS: u64 = 8;

async fn cluster(directory: &TempDir) -> ShardedStore {
    let node = |name: &str| {
        let store = SledStore::open(directory.path().join(name)).unwrap();
        (Node::new(name), Arc::new(store) as Arc<dyn EventStore>)
    };
    let nodes = ["north", "south"].map(node);
    let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes).await.unwrap();
    for version in 0..EVENTS {
        for number in 0..ACCOUNTS {
            store.append(vec![deposit(&account(number), version, number)]).await.unwrap();
        }
    }
    store
}

async fn archive(store: &ShardedStore, until: u64) -> u64 {
    let cuts = (0..ACCOUNTS).map(|number| ArchiveCut { stream: account(number), until });
    store.archive(cuts.collect(), ArchiveProgress::default()).await.unwrap().events
}

async fn whole(store: &ShardedStore, stream: &StreamId) -> StreamPage {
    store.read_stream(stream, 1, Direction::Forward, 100).await.unwrap()
}

/// Everything but positions, which are those of a node.
fn contents(page: &StreamPage) -> Vec<impl PartialEq + std::fmt::Debug> {
    page.events.iter().map(|e| (e.version, e.recorded_at, e.data.clone())).collect()
}

#[test]
fn e9_archived_events_are_there_after_a_move() {
    block_on(async {
        let directory = tempfile::tempdir().unwrap();
        let store = cluster(&directory).await;
        let before = whole(&store, &account(7)).await;
        let hash = store.stream_hash(&account(7)).await.unwrap();
        assert_eq!(store.archived_until(&account(7)).await.unwrap(), 0);
        assert_eq!(archive(&store, 5).await, 5 * ACCOUNTS);
        assert_eq!(store.archived_until(&account(7)).await.unwrap(), 5);
        let storage = store.storage().await.unwrap();
        assert_eq!(storage.archived_events, 5 * ACCOUNTS, "of both nodes together");
        assert_eq!(storage.segments, 2);

        let slot = store.slot_of(&account(7)).await.unwrap().unwrap();
        let owner = store.map().slot(slot).unwrap().owner.clone();
        let other = NodeId::from(if owner.as_str() == "north" { "south" } else { "north" });
        for (to, until) in [(&other, 0), (&owner, 5), (&other, 8)] {
            assert!(store.move_slot(slot, to).await.unwrap().moved);
            let after = whole(&store, &account(7)).await;
            assert_eq!(contents(&after), contents(&before), "moved to {to}");
            assert_eq!(store.stream_hash(&account(7)).await.unwrap(), hash);
            let archived = store.archived_until(&account(7)).await.unwrap();
            assert_eq!(
                archived, until,
                "what a node has by copy is live, what it had archived still is"
            );
            if *to == other {
                archive(&store, 8).await;
            }
        }
        store.append(vec![deposit(&account(7), EVENTS, 1)]).await.unwrap();
        assert_eq!(whole(&store, &account(7)).await.head, EVENTS + 1);
        assert_eq!(store.verify().await.unwrap().findings, []);
    });
}
