//! A node: a store whose appends are checked against fences.
//!
//! The fences are a stream of the store itself. Every append is a batch that begins with an entry without events, which only checks that
//! this stream has the version that the caller has judged the fences by. So the check and the append are one transaction of the store's own,
//! on any [`EventStore`], and however late the append comes.

mod fences;

use std::sync::Arc;

use arc_swap::ArcSwap;

pub(super) use self::fences::{FenceChange, Fences, Origin};
use super::{
    ShardError,
    fence::{Fence, FenceStep, Stepped},
    map::{Slot, StoreIdentity},
    moving::{Move, Outcome},
    node_id::NodeId,
};
use crate::{
    event::{StreamId, decode, encode},
    store::{Append, AppendError, Appended, Direction, EventStore, ExpectedVersion, StoreError},
};

/// So many changes of fences are read at once.
const PAGE: usize = 256;

/// A store that slots live on, and what it knows of them.
#[derive(Debug)]
pub(super) struct Node {
    name: NodeId,
    store: Arc<dyn EventStore>,
    stream: StreamId,
    fences: ArcSwap<Fences>,
}

/// Why a node did not take an append.
#[derive(Debug)]
pub(super) enum NotAppended {
    /// The fences have changed since the caller looked at them; nothing was appended.
    FencesChanged,
    /// Anything else.
    Other(AppendError),
}

impl Node {
    /// The node whose events are in `store`.
    pub(super) async fn open(name: NodeId, store: Arc<dyn EventStore>) -> Result<Self, StoreError> {
        let stream = StreamId::new("patterns.fences", &0_u8);
        let node = Self { name, store, stream, fences: ArcSwap::default() };
        node.refresh().await?;
        Ok(node)
    }

    pub(super) const fn name(&self) -> &NodeId {
        &self.name
    }

    pub(super) fn store(&self) -> &dyn EventStore {
        &*self.store
    }

    /// Whether `stream` is the one of the fences.
    pub(super) fn is_fences(&self, stream: &StreamId) -> bool {
        self.stream == *stream
    }

    /// The fences as they were last heard of.
    pub(super) fn fences(&self) -> Arc<Fences> {
        self.fences.load_full()
    }

    /// The fences as they are now.
    pub(super) async fn refresh(&self) -> Result<Arc<Fences>, StoreError> {
        let known = self.fences();
        let mut fences = None;
        loop {
            let from = fences.as_ref().unwrap_or(&*known).version() + 1;
            let page = self.store.read_stream(&self.stream, from, Direction::Forward, PAGE).await?;
            for event in &page.events {
                let change = decode(&event.data).map_err(|cause| self.unreadable(&cause))?;
                fences.get_or_insert_with(|| Fences::clone(&known)).apply(change);
            }
            if page.head < known.version() {
                return Err(self.unreadable(&"there are fewer than there have been"));
            }
            if page.events.len() < PAGE {
                return Ok(fences.map_or(known, |fences| self.heard_of(fences)));
            }
        }
    }

    fn unreadable(&self, cause: &dyn std::fmt::Display) -> StoreError {
        StoreError::Damaged {
            what: format!("the fences of the node {} cannot be read: {cause}", self.name),
            consistent_until: 0,
        }
    }

    /// Whether nothing has changed since the fences were `judged`. What was read before this was asked is then as the fences say.
    pub(super) async fn still(&self, judged: &Fences) -> Result<bool, StoreError> {
        let head = self.store.read_stream(&self.stream, u64::MAX, Direction::Backward, 0).await?;
        Ok(head.head == judged.version())
    }

    /// Appends if the fences are still as they were `judged`.
    pub(super) async fn append(
        &self,
        judged: &Fences,
        batch: Vec<Append>,
    ) -> Result<Appended, NotAppended> {
        let check = self.fences_entry(judged, Vec::new());
        let checked = [check].into_iter().chain(batch).collect();
        match self.store.append(checked).await {
            Ok(Appended { position, versions }) => {
                Ok(Appended { position, versions: versions.into_iter().skip(1).collect() })
            }
            Err(AppendError::Conflict(conflict)) if conflict.stream == self.stream => {
                Err(NotAppended::FencesChanged)
            }
            Err(error) => Err(NotAppended::Other(error)),
        }
    }

    fn fences_entry(&self, judged: &Fences, events: Vec<crate::event::EventData>) -> Append {
        let expected = ExpectedVersion::Exact(judged.version());
        Append { stream: self.stream.clone(), expected, events }
    }

    /// Carries out a step on a fence; answers also the position of the log at which it was done, at the latest.
    pub(super) async fn step(
        &self,
        step: FenceStep,
        mv: &Move,
        after: Option<Origin>,
    ) -> Result<(Outcome, u64), AppendError> {
        loop {
            let fences = self.refresh().await.map_err(AppendError::NotAttempted)?;
            let stepped = fences.of(mv.slot).map_or(Stepped::Refused, |fence| fence.step(step, mv));
            let changed = match stepped {
                Stepped::Refused => return Ok((Outcome::Refused, 0)),
                Stepped::Already => self.log_position(&fences).await?,
                Stepped::To(fence) => {
                    self.change(&fences, vec![(mv.slot, fence)], after.clone()).await?
                }
            };
            if let Some(position) = changed {
                return Ok((Outcome::Done, position));
            }
        }
    }

    /// Which store this is. One that is no node's yet becomes this node's.
    ///
    /// # Errors
    /// When it is that of another node, or the store fails.
    pub(super) async fn identify(&self) -> Result<StoreIdentity, ShardError> {
        loop {
            let fences = self.refresh().await.map_err(|cause| self.failed(cause))?;
            match fences.named() {
                Some((name, store)) if *name == self.name => return Ok(*store),
                Some((name, _)) => {
                    let (node, found) = (self.name.clone(), Some(name.clone()));
                    return Err(ShardError::ForeignStore { node, found });
                }
                None => {
                    let store = StoreIdentity(fastrand::u64(..));
                    let named = FenceChange::Named { node: self.name.clone(), store };
                    let node = self.name.clone();
                    let changed = self.record(&fences, named).await;
                    changed.map_err(|cause| ShardError::NodeAppend { node, cause })?;
                }
            }
        }
    }

    pub(super) fn failed(&self, cause: StoreError) -> ShardError {
        ShardError::Node { node: self.name.clone(), cause }
    }

    /// Makes the node the owner of slots that have never had one. Those that it has heard of before are left alone.
    pub(super) async fn found(&self, slots: &[(Slot, Fence)]) -> Result<(), AppendError> {
        loop {
            let fences = self.refresh().await.map_err(AppendError::NotAttempted)?;
            let unknown = |(slot, _): &&(Slot, Fence)| fences.of(*slot) == Some(Fence::default());
            let new: Vec<_> = slots.iter().filter(unknown).copied().collect();
            if new.is_empty() || self.change(&fences, new, None).await?.is_some() {
                return Ok(());
            }
        }
    }

    /// `None` when the fences have changed in between.
    async fn change(
        &self,
        judged: &Fences,
        fences: Vec<(Slot, Fence)>,
        after: Option<Origin>,
    ) -> Result<Option<u64>, AppendError> {
        self.record(judged, FenceChange::Changed { fences, after }).await
    }

    /// `None` when the fences have changed in between.
    async fn record(
        &self,
        judged: &Fences,
        change: FenceChange,
    ) -> Result<Option<u64>, AppendError> {
        let event =
            encode(&change).map_err(|cause| AppendError::NotAttempted(self.unreadable(&cause)))?;
        match self.store.append(vec![self.fences_entry(judged, vec![event])]).await {
            Ok(appended) => {
                let mut changed = Fences::clone(judged);
                changed.apply(change);
                self.heard_of(changed);
                Ok(Some(appended.position))
            }
            Err(AppendError::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The last position of the log, if the fences are as they were judged.
    async fn log_position(&self, judged: &Fences) -> Result<Option<u64>, AppendError> {
        match self.store.append(vec![self.fences_entry(judged, Vec::new())]).await {
            Ok(appended) => Ok(Some(appended.position)),
            Err(AppendError::Conflict(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn heard_of(&self, fences: Fences) -> Arc<Fences> {
        let fences = Arc::new(fences);
        self.fences.rcu(|known| {
            let newer = if fences.version() > known.version() { &fences } else { known };
            Arc::clone(newer)
        });
        fences
    }
}
