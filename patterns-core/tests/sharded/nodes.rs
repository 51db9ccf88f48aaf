//! Nodes that come, go, and are not there.

use std::sync::Arc;

use patterns_core::{
    event::StreamId,
    shard::{LogCursor, Node, NodeId, RebalanceOptions, ShardError, ShardedStore},
    store::{Direction, EventStore, MemoryStore, conformance::block_on},
};

use crate::cluster::{account, cluster, deposit, node};

const AT_ONCE: RebalanceOptions = RebalanceOptions { most_moves: 10_000, rest: 0.0 };

async fn fill(store: &ShardedStore, accounts: u64) {
    for number in 0..accounts {
        store.append(vec![deposit(&account(number), 0, number)]).await.unwrap();
    }
}

async fn check(store: &ShardedStore, accounts: u64) {
    for number in 0..accounts {
        let page = store.read_stream(&account(number), 1, Direction::Forward, 100).await.unwrap();
        assert!(
            !page.events.is_empty() && page.events.len() as u64 == page.head,
            "account {number}"
        );
    }
    let listed = store.list_streams(b"", None, 10_000).await.unwrap();
    assert_eq!(listed.len() as u64, accounts);
}

fn share(store: &ShardedStore, name: &str) -> usize {
    let owner = NodeId::from(name);
    store.map().slots().filter(|(_, entry)| entry.owner == owner).count()
}

#[test]
fn a_node_that_is_added_gets_its_share_by_moves() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 300).await;
        let (added, events) = node("node-3");
        store.add_node(added, events).await.unwrap();
        assert_eq!(share(&store, "node-3"), 0);
        let mut last = 0;
        let done = store.rebalance(AT_ONCE, |progress| {
            assert_eq!(progress.moves, last + 1);
            last = progress.moves;
        });
        let done = done.await.unwrap();
        assert_eq!(done.moves, last);
        check(&store, 300).await;
        let report = store.report("default", 8).unwrap();
        assert!(report.imbalance < 1.1, "{report}");
        assert!(store.plan(10).is_empty(), "{:?}", store.plan(10));
    });
}

#[test]
fn a_node_that_is_drained_ends_empty_and_gone() {
    block_on(async {
        let store = cluster(3).await;
        fill(&store, 200).await;
        store.drain_node(&"node-2".into(), AT_ONCE, |_| {}).await.unwrap();
        assert!(store.map().node(&"node-2".into()).is_none());
        assert_eq!(share(&store, "node-2"), 0);
        check(&store, 200).await;
    });
}

#[test]
fn a_node_with_slots_is_not_removed() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 1).await;
        store.remove_node(&"node-1".into()).await.unwrap_err();
        check(&store, 1).await;
    });
}

#[test]
fn s8_a_list_without_a_node_is_an_error_unless_asked_for_what_is_reachable() {
    block_on(async {
        let (map, first, second) = (Arc::new(MemoryStore::new()), node("node-1"), node("node-2"));
        let nodes = [first.clone(), second];
        let store =
            ShardedStore::open(Arc::clone(&map) as Arc<dyn EventStore>, nodes).await.unwrap();
        fill(&store, 100).await;
        let half = ShardedStore::open(map, [first]).await.unwrap();
        let error = half.list_streams(b"", None, 1_000).await.unwrap_err();
        assert!(error.to_string().contains("node-2"), "{error}");
        let (reached, missing) = half.list_reachable(b"", None, 1_000).await.unwrap();
        let missing: Vec<_> = missing.iter().map(|(node, _)| node.as_str()).collect();
        assert_eq!(missing, ["node-2"]);
        assert!(!reached.is_empty() && reached.len() < 100, "{}", reached.len());
        for head in reached {
            let page = half.read_stream(&head.stream, 1, Direction::Forward, 10).await.unwrap();
            assert_eq!(page.head, head.version);
        }
    });
}

#[test]
fn doubling_and_cutting_move_nothing_and_hide_nothing() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 200).await;
        let owner = |stream: StreamId| {
            let store = store.clone();
            async move {
                let slot = store.slot_of(&stream).await.unwrap().unwrap();
                store.map().slot(slot).unwrap().owner.clone()
            }
        };
        let keyspace = store.slot_of(&account(7)).await.unwrap().unwrap().keyspace;
        let before = owner(account(7)).await;
        store.double_slots(keyspace).await.unwrap();
        let slot = store.isolate(&account(7)).await.unwrap();
        assert_eq!(slot.range.first(), slot.range.last());
        assert_eq!(owner(account(7)).await, before);
        assert_eq!(store.map().keyspace(keyspace).unwrap().entries().len(), 8194);
        check(&store, 200).await;
        let other = if before.as_str() == "node-1" { "node-2" } else { "node-1" };
        store.move_slot(slot, &other.into()).await.unwrap();
        assert_eq!(owner(account(7)).await.as_str(), other);
        check(&store, 200).await;
        store.append(vec![deposit(&account(7), 1, 1)]).await.unwrap();
    });
}

#[test]
fn moves_that_a_dead_mover_left_are_settled() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 100).await;
        for steps in 0..12 {
            let slot = store.slot_of(&account(3)).await.unwrap().unwrap();
            let owner = store.map().slot(slot).unwrap().owner.clone();
            let other = if owner.as_str() == "node-1" { "node-2" } else { "node-1" };
            let mut mover = store.begin_move(slot, &other.into()).await.unwrap();
            for _ in 0..steps {
                mover.advance().await.unwrap();
            }
            let decided = mover.report().steps.contains(&patterns_core::shard::Step::Commit);
            drop(mover);
            store.settle_moves().await.unwrap();
            let now = store.map().slot(slot).unwrap().owner.to_string();
            assert_eq!(now == other, decided, "after {steps} steps");
            assert_eq!(store.map().moves().count(), 0);
            check(&store, 100).await;
            let written = store.append(vec![deposit(&account(3), 1 + steps, 1)]).await.unwrap();
            assert_eq!(written.versions, [2 + steps]);
        }
    });
}

#[test]
fn s4_a_store_that_was_lost_and_made_anew_is_not_taken_for_the_node() {
    block_on(async {
        let (map, first) = (Arc::new(MemoryStore::new()), node("node-1"));
        let open =
            |nodes: Vec<_>| ShardedStore::open(Arc::clone(&map) as Arc<dyn EventStore>, nodes);
        let store = open(vec![first.clone()]).await.unwrap();
        fill(&store, 10).await;
        let lost = open(vec![node("node-1")]).await.map(drop).unwrap_err();
        assert!(matches!(lost, ShardError::ForeignStore { found: None, .. }), "{lost}");
        let (_, events) = first;
        let mixed_up = open(vec![(Node::new("node-2"), events)]).await.map(drop).unwrap_err();
        assert!(matches!(mixed_up, ShardError::ForeignStore { found: Some(_), .. }), "{mixed_up}");
    });
}

#[test]
fn the_name_of_a_node_is_used_once() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 10).await;
        let again = |name| {
            let (node, events) = node(name);
            store.add_node(node, events)
        };
        assert!(matches!(again("node-1").await, Err(ShardError::NodeExists { .. })));
        store.drain_node(&"node-2".into(), AT_ONCE, |_| {}).await.unwrap();
        assert!(matches!(again("node-2").await, Err(ShardError::NodeExists { .. })));
        check(&store, 10).await;
    });
}

#[test]
fn readers_of_logs_see_what_a_removed_node_had_until_it_is_forgotten() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 50).await;
        let early = store.read_logs(&LogCursor::default(), 10).await.unwrap();
        store.drain_node(&"node-2".into(), AT_ONCE, |_| {}).await.unwrap();
        for number in 0..50 {
            store.append(vec![deposit(&account(number), 1, number)]).await.unwrap();
        }
        assert_eq!(read_all(&store, LogCursor::default()).await, 100);
        assert_eq!(early.events.len() + read_all(&store, early.next.clone()).await, 100);
        store.forget_node(&"node-2".into()).await.unwrap();
        let left = read_all(&store, LogCursor::default()).await;
        assert!((50..100).contains(&left), "{left}");
    });
}

/// How many events there are from `cursor` on.
async fn read_all(store: &ShardedStore, mut cursor: LogCursor) -> usize {
    let mut events = 0;
    loop {
        let page = store.read_logs(&cursor, 64).await.unwrap();
        events += page.events.len();
        cursor = page.next;
        if !page.more {
            return events;
        }
    }
}

#[test]
fn the_load_of_a_key_stays_known_when_it_is_isolated() {
    block_on(async {
        let store = cluster(2).await;
        fill(&store, 20).await;
        for _ in 0..5_000 {
            store.read_stream(&account(7), 1, Direction::Forward, 1).await.unwrap();
        }
        let slot = store.isolate(&account(7)).await.unwrap();
        let owner = store.map().slot(slot).unwrap().owner.clone();
        let planned = store.plan(10_000);
        assert!(planned.first().is_some_and(|first| first.from == owner), "{planned:?}");
    });
}
