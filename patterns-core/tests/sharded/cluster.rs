//! A small cluster in memory.

use std::sync::Arc;

use patterns_core::{
    event::{EventData, EventName, Route, StreamId},
    key::{Place, ShardKey, ShardPolicy, ShardStrategy},
    shard::{Node, ShardedStore},
    store::{Append, EventStore, ExpectedVersion, MemoryStore},
};

pub(crate) static BY_NUMBER: ShardPolicy = ShardPolicy::new(&["number"], ShardStrategy::Hash);

pub(crate) async fn cluster(nodes: u32) -> ShardedStore {
    let nodes = (1..=nodes).map(|number| node(&format!("node-{number}")));
    ShardedStore::open(Arc::new(MemoryStore::new()), nodes).await.unwrap()
}

pub(crate) fn node(name: &str) -> (Node, Arc<dyn EventStore>) {
    (Node::new(name), Arc::new(MemoryStore::new()))
}

pub(crate) fn account(number: u64) -> StreamId {
    routed(number, number.place())
}

pub(crate) fn routed(number: u64, place: Place) -> StreamId {
    StreamId::new("account", &number).routed(Some(Route::new(place, &BY_NUMBER)))
}

pub(crate) fn deposit(stream: &StreamId, expected: u64, amount: u64) -> Append {
    let event = EventData {
        name: EventName::from_static("deposited"),
        schema_version: 1,
        payload: amount.to_be_bytes().to_vec().into(),
        metadata: bytes::Bytes::new(),
    };
    Append {
        stream: stream.clone(),
        expected: ExpectedVersion::Exact(expected),
        events: vec![event],
    }
}
