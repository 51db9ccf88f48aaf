//! Records, and databases to keep them in.

use patterns_core::{
    aggregate::OneShard,
    entity::Entity,
    event::{EventData, EventName, StreamId},
    key::Key,
    repository::Database,
    store::{Append, EventStore, ExpectedVersion, MemoryStore, conformance::block_on},
};
use serde::{Deserialize, Serialize};

/// A record that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counter {
    pub(crate) name: String,
    pub(crate) count: i64,
}

impl OneShard for Counter {}

impl Entity for Counter {
    type Id = String;
    const NAME: &'static str = "counter";

    fn id(&self) -> String {
        self.name.clone()
    }
}

pub(crate) fn counter(name: &str, count: i64) -> Counter {
    Counter { name: name.into(), count }
}

pub(crate) fn in_memory() -> Database {
    Database::new(MemoryStore::new())
}

#[cfg(feature = "sled")]
pub(crate) fn open(directory: &std::path::Path) -> Database {
    Database::new(patterns_core::store::SledStore::open(directory).unwrap())
}

/// Runs a test on a database in memory and on one on sled.
pub(crate) fn on_each_store(test: impl AsyncFn(Database)) {
    block_on(test(in_memory()));
    #[cfg(feature = "sled")]
    {
        let directory = tempfile::tempdir().unwrap();
        block_on(test(open(directory.path())));
    }
}

/// Writes to the stream of a record behind the back of its type.
pub(crate) async fn append_raw<K: Key>(db: &Database, id: &K, name: &str, payload: Vec<u8>) {
    let data = EventData {
        name: EventName::from_utf8(name.to_owned().into()).unwrap(),
        schema_version: 1,
        payload: payload.into(),
        metadata: Default::default(),
    };
    let stream = StreamId::new(Counter::NAME, id);
    let entry = Append { stream, expected: ExpectedVersion::Any, events: vec![data] };
    db.store().append(vec![entry]).await.unwrap();
}

/// How many streams a store has.
pub(crate) async fn streams(store: &dyn EventStore) -> usize {
    store.list_streams(b"", None, usize::MAX).await.unwrap().len()
}
