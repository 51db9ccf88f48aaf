//! What is declared.

use data_patterns::{
    prelude::*,
    shard::{Node, NodeId, ShardedStore},
    store::{EventStore, MemoryStore},
};
use std::sync::Arc;

#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[aggregate(snapshot(every = 10))]
#[cached(ttl = 60)]
pub(crate) struct Account {
    #[id]
    #[shard_key]
    pub(crate) number: u64,
    pub(crate) balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

#[commands]
impl Account {
    pub(crate) fn deposit(&self, amount: i64) -> AccountEvent {
        AccountEvent::deposited(amount)
    }
}

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    #[id]
    #[shard_key]
    pub(crate) customer: u64,
    #[id]
    pub(crate) number: u32,
    pub(crate) amount: u64,
}

/// A database on so many nodes in memory.
pub(crate) fn database(nodes: u32) -> Database {
    let nodes = (1..=nodes).map(|number| {
        (Node::new(format!("node-{number}")), Arc::new(MemoryStore::new()) as Arc<dyn EventStore>)
    });
    let opened = ShardedStore::open(Arc::new(MemoryStore::new()), nodes.collect::<Vec<_>>());
    Database::sharded(pollster::block_on(opened).unwrap())
}

/// Moves the slot of an account to the other of two nodes.
pub(crate) async fn move_away(db: &Database, number: u64) {
    let shards = db.shards().unwrap();
    let stream = db.aggregate::<Account>(number).stream().clone();
    let slot = shards.slot_of(&stream).await.unwrap().unwrap();
    let owner = shards.map().slot(slot).unwrap().owner.clone();
    let other = if owner == NodeId::from("node-1") { "node-2" } else { "node-1" };
    assert!(shards.move_slot(slot, &other.into()).await.unwrap().moved);
}
