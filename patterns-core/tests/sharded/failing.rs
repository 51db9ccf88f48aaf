//! Moves whose stores fail in between, before an append or after it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use patterns_core::{
    event::{RecordedEvent, StreamId},
    shard::{Mover, Node, NodeId, ShardedStore, Step},
    store::{
        Append, AppendError, Appended, Direction, EventStore, ExpectedVersion, MemoryStore,
        Snapshot, SnapshotKey, StoreError, StreamHead, StreamPage, conformance::block_on,
    },
};

use crate::cluster::{account, deposit};

/// Fails once when it is told to.
#[derive(Debug, Default)]
struct Failing {
    store: MemoryStore,
    before: AtomicBool,
    after: AtomicBool,
}

fn failure() -> StoreError {
    StoreError::Stopped { cause: "a made-up failure".into() }
}

#[async_trait]
impl EventStore for Failing {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let changes = batch.iter().any(|entry| !entry.events.is_empty());
        if changes && self.before.swap(false, Ordering::SeqCst) {
            return Err(AppendError::NotAttempted(failure()));
        }
        let appended = self.store.append(batch).await;
        if changes && self.after.swap(false, Ordering::SeqCst) {
            return Err(AppendError::Store(failure()));
        }
        appended
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        self.store.read_stream(stream, from, direction, limit).await
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        self.store.read_log(from, limit).await
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        self.store.list_streams(prefix, after, limit).await
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        self.store.put_snapshot(key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.store.snapshot(key, at_most).await
    }
}

struct Cluster {
    store: ShardedStore,
    map: Arc<Failing>,
    nodes: Vec<(NodeId, Arc<Failing>)>,
}

impl Cluster {
    async fn new() -> Self {
        let map = Arc::new(Failing::default());
        let nodes: Vec<_> =
            ["one", "two"].map(|name| (NodeId::from(name), Arc::new(Failing::default()))).into();
        let stores = nodes.iter().map(|(name, store)| {
            (Node::new(name.clone()), Arc::clone(store) as Arc<dyn EventStore>)
        });
        let store = ShardedStore::open(Arc::clone(&map) as _, stores).await.unwrap();
        Self { store, map, nodes }
    }

    async fn deposit(&self) {
        let append = deposit(&account(7), 0, 1);
        let append = Append { expected: ExpectedVersion::Any, ..append };
        self.store.append(vec![append]).await.unwrap();
    }

    async fn events(&self) -> usize {
        let page = self.store.read_stream(&account(7), 1, Direction::Forward, 100).await;
        page.unwrap().events.len()
    }

    /// A mover of the account's slot that comes to `step` next, and the store of the target. Something was appended before every step.
    async fn mover_before(&self, step: Step) -> (Mover, Arc<Failing>) {
        self.deposit().await;
        let slot = self.store.slot_of(&account(7)).await.unwrap().unwrap();
        let owner = self.store.map().slot(slot).unwrap().owner.clone();
        let (to, target) = self.nodes.iter().find(|(node, _)| *node != owner).unwrap();
        let mut mover = self.store.begin_move(slot, to).await.unwrap();
        while mover.next_step() != Some(step) {
            if mover.next_step().is_some_and(|next| !next.holds_writers()) {
                self.deposit().await;
            }
            mover.advance().await.unwrap();
        }
        (mover, Arc::clone(target))
    }
}

#[test]
fn what_a_failed_step_has_not_copied_is_copied_when_it_is_carried_out_again() {
    block_on(async {
        for (step, appended) in
            [Step::Bulk, Step::Tail, Step::Delta].map(|step| [(step, false), (step, true)]).concat()
        {
            let cluster = Cluster::new().await;
            let (mut mover, target) = cluster.mover_before(step).await;
            if step == Step::Tail {
                cluster.deposit().await;
            }
            let before = cluster.events().await;
            let fails = if appended { &target.after } else { &target.before };
            fails.store(true, Ordering::SeqCst);
            mover.advance().await.unwrap_err();
            assert!(mover.run().await.unwrap().moved);
            assert_eq!(cluster.events().await, before, "{step:?}");
            cluster.deposit().await;
        }
    });
}

#[test]
fn a_mover_goes_on_when_the_answer_to_its_decision_was_lost() {
    block_on(async {
        let cluster = Cluster::new().await;
        let (mut mover, _) = cluster.mover_before(Step::Commit).await;
        cluster.map.after.store(true, Ordering::SeqCst);
        mover.advance().await.unwrap_err();
        assert!(mover.run().await.unwrap().moved);
        cluster.deposit().await;
    });
}

#[test]
fn an_abort_whose_answer_was_lost_can_be_asked_for_again() {
    block_on(async {
        let cluster = Cluster::new().await;
        let (mut mover, _) = cluster.mover_before(Step::Commit).await;
        cluster.map.after.store(true, Ordering::SeqCst);
        mover.abort().await.unwrap_err();
        assert!(mover.abort().await.unwrap());
        assert!(!mover.run().await.unwrap().moved);
        cluster.deposit().await;
    });
}
