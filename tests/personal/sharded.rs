//! On several nodes: keys belong to subjects, wherever their streams are.

use std::sync::Arc;

use data_patterns::{
    personal::{MemoryKeys, subject_of},
    prelude::*,
    shard::{Node, ShardedStore},
    store::{EventStore, MemoryStore},
};

use super::types::{gone, known};

#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[aggregate(snapshot(every = 3))]
#[cached(ttl = 60)]
pub(crate) struct Member {
    #[id]
    #[shard_key]
    number: u64,
    #[personal]
    pub(crate) name: Personal<String>,
}

#[events]
impl Member {
    fn renamed(&mut self, #[personal] name: Personal<String>) {
        self.name = name;
    }
}

pub(crate) async fn move_away(db: &Database, number: u64) {
    let shards = db.shards().unwrap();
    let stream = db.aggregate::<Member>(number).stream().clone();
    let slot = shards.slot_of(&stream).await.unwrap().unwrap();
    let owner = shards.map().slot(slot).unwrap().owner.clone();
    let other = if owner == "node-1".into() { "node-2" } else { "node-1" };
    assert!(shards.move_slot(slot, &other.into()).await.unwrap().moved);
}

#[pollster::test]
async fn personal_data_crosses_moves_and_is_forgotten_on_all_nodes() {
    let nodes = (1..=2).map(|number| {
        (Node::new(format!("node-{number}")), Arc::new(MemoryStore::new()) as Arc<dyn EventStore>)
    });
    let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes.collect::<Vec<_>>());
    let (store, keys) = (store.await.unwrap(), Arc::new(MemoryKeys::new()));
    let db = Database::sharded(store.clone()).with_keys(Arc::clone(&keys));
    let member = db.aggregate::<Member>(7);
    for name in ["Ann", "Anna", "Anne", "Annika"] {
        member.record(MemberEvent::renamed(known(name))).await.unwrap();
        move_away(&db, 7).await;
        assert_eq!(member.load().await.unwrap().name, known(name));
        // Without a cache, and from a snapshot that has moved along.
        db.snapshots_settled().await;
        let elsewhere = Database::sharded(store.clone()).with_keys(Arc::clone(&keys));
        assert_eq!(elsewhere.aggregate::<Member>(7).load().await.unwrap().name, known(name));
    }
    assert_eq!(member.undo().await.unwrap().name, known("Anne"));
    db.aggregate::<Member>(8).record(MemberEvent::renamed(known("Bea"))).await.unwrap();

    db.forget(subject_of::<Member>(&7)).await.unwrap();
    move_away(&db, 7).await;
    assert_eq!(member.load().await.unwrap().name, gone());
    assert_eq!(member.undo().await.unwrap().name, gone());
    assert!(member.verify().await.unwrap().is_intact());
    assert!(db.verify().await.unwrap().is_intact());
    let page = db.scatter::<Member>().page().await.unwrap();
    let mut names: Vec<_> = page.items.iter().map(|member| member.name.get().cloned()).collect();
    names.sort();
    assert_eq!(names, [None, Some("Bea".to_string())]);
}
