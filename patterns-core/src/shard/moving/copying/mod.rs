//! Copies the events of a slot. What is recorded never changes, so a copy is the union of what was copied, however often and by whom.

mod comparing;
mod paging;
mod writing;

use std::{collections::BTreeMap, sync::Arc};

use self::{
    paging::{PageSize, breathe},
    writing::Batch,
};
use super::mover::{Move, Outcome};
use crate::{
    event::{RecordedEvent, StreamId},
    shard::{ShardError, map::ShardMap, node::Node, sharded::Cluster},
    store::{Direction, StoreError, StreamHead},
};

/// So many names are listed at once.
const NAMES: usize = 1024;
/// So few events are quickly copied while writers wait.
const FEW: usize = 128;
/// After so many rounds the writers are quicker than the copy: they have to wait for the rest.
const ROUNDS: usize = 32;

/// What one mover has copied.
#[derive(Debug)]
pub(super) struct Copier {
    cluster: Arc<Cluster>,
    mv: Move,
    from: Arc<Node>,
    to: Arc<Node>,
    /// Up to where the log of the source has been looked at.
    position: u64,
    /// The streams, by their names on the nodes: how far they are copied, and how far the copy has been compared.
    streams: BTreeMap<StreamId, Progress>,
    page: PageSize,
    pub(super) events: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    copied: u64,
    compared: u64,
}

impl Copier {
    pub(super) fn new(cluster: Arc<Cluster>, mv: Move) -> Result<Self, ShardError> {
        let (from, to) = (cluster.node(&mv.from)?, cluster.node(&mv.to)?);
        let (streams, page) = (BTreeMap::new(), PageSize::default());
        Ok(Self { cluster, mv, from, to, position: 0, streams, page, events: 0 })
    }

    /// Copies what is there.
    pub(super) async fn bulk(&mut self) -> Result<Outcome, ShardError> {
        self.position = self.log_position().await?;
        let map = self.cluster.map.refresh().await?;
        let mut names = Names::in_keyspace(&map, &self.mv);
        while let Some(streams) = self.next_names(&map, &mut names).await? {
            if self.copy_streams(streams).await? == Outcome::Refused {
                return Ok(Outcome::Refused);
            }
        }
        Ok(Outcome::Done)
    }

    /// Copies what has come since and compares it, until it is little; then makes sure that no stream was missed.
    pub(super) async fn tail(&mut self) -> Result<Outcome, ShardError> {
        for _ in 0..ROUNDS {
            let end = self.log_position().await?;
            let Some(copied) = self.catch_up(end).await? else { return Ok(Outcome::Refused) };
            // In every round: what comes while the whole slot is compared must not be left for when writers wait.
            if self.compare().await? == Outcome::Refused {
                return Ok(Outcome::Refused);
            }
            if copied <= FEW {
                break;
            }
        }
        self.check_none_is_missed().await?;
        Ok(Outcome::Done)
    }

    /// Copies the rest of a slot that was sealed at the position `end`, and compares it.
    pub(super) async fn delta(&mut self, end: u64) -> Result<Outcome, ShardError> {
        if self.catch_up(end).await?.is_none() {
            return Ok(Outcome::Refused);
        }
        self.compare().await
    }

    async fn log_position(&self) -> Result<u64, ShardError> {
        let appended = self.from.store().append(Vec::new()).await;
        let failed = |cause| ShardError::NodeAppend { node: self.mv.from.clone(), cause };
        appended.map(|appended| appended.position).map_err(failed)
    }

    /// Whether a stream of the source is in the slot.
    fn is_own(&self, map: &ShardMap, placed: &StreamId) -> bool {
        let Some((stream, place)) = placed.unplaced() else { return false };
        let joined = map.type_of(stream.type_prefix());
        joined.is_some_and(|joined| self.mv.slot.contains(joined.keyspace, place))
    }

    /// Some streams of the slot that the source has; `None` after the last.
    async fn next_names(
        &self,
        map: &ShardMap,
        names: &mut Names,
    ) -> Result<Option<Vec<StreamHead>>, ShardError> {
        let Some(prefix) = names.prefixes.last() else { return Ok(None) };
        let listed = self.from.store().list_streams(prefix, names.after.as_ref(), NAMES).await;
        let listed = listed.map_err(|cause| self.source_failed(cause))?;
        names.after = listed.last().map(|head| head.stream.clone());
        if listed.len() < NAMES {
            names.prefixes.pop();
            names.after = None;
        }
        breathe().await;
        let own = listed.into_iter().filter(|head| self.is_own(map, &head.stream));
        Ok(Some(own.collect()))
    }

    /// Copies streams, many small ones in one append: what costs is the number of appends.
    async fn copy_streams(&mut self, streams: Vec<StreamHead>) -> Result<Outcome, ShardError> {
        let (mut batch, mut events) = (Batch::new(), 0);
        for StreamHead { stream, version } in streams {
            self.copy_snapshots(&stream).await;
            let mut known = self.target_head(&stream).await?;
            self.streams.insert(stream.clone(), Progress { copied: known, compared: 0 });
            while known < version {
                let page = self.read(&self.from, &stream, known + 1).await?;
                let Some(last) = page.last() else {
                    return Err(self.differs(format!("{stream} ends at version {known}")));
                };
                known = last.version;
                self.page.learn(&page);
                events += page.len();
                batch.entry(stream.clone()).or_default().extend(page);
                if events >= self.page.events() {
                    events = 0;
                    if self.write(core::mem::take(&mut batch)).await? == Outcome::Refused {
                        return Ok(Outcome::Refused);
                    }
                }
            }
        }
        self.write(batch).await
    }

    /// Copies what stands in the log of the source from behind the last position looked at until `end`. Answers how much it was; `None` when the
    /// target takes no copies any more.
    async fn catch_up(&mut self, end: u64) -> Result<Option<usize>, ShardError> {
        let map = self.cluster.map.refresh().await?;
        let mut copied = 0;
        while self.position < end {
            let log = self.from.store().read_log(self.position + 1, self.page.events()).await;
            let log = log.map_err(|cause| self.source_failed(cause))?;
            let Some(last) = log.last().map(|event| event.position) else {
                let what = format!("the log of the source ends before position {end}");
                return Err(self.differs(what));
            };
            self.page.learn(&log);
            let mut batch = Batch::new();
            for event in log.into_iter().filter(|event| self.is_own(&map, &event.stream)) {
                copied += 1;
                batch.entry(event.stream.clone()).or_default().push(event);
            }
            if self.write(batch).await? == Outcome::Refused {
                return Ok(None);
            }
            // Only now: when the write fails, the step is carried out again and has to find the events again.
            self.position = last;
            breathe().await;
        }
        Ok(Some(copied))
    }

    async fn read(
        &self,
        node: &Node,
        stream: &StreamId,
        from: u64,
    ) -> Result<Vec<RecordedEvent>, ShardError> {
        let limit = self.page.events();
        let page = node.store().read_stream(stream, from, Direction::Forward, limit).await;
        let failed = |cause| ShardError::Node { node: node.name().clone(), cause };
        page.map(|page| page.events).map_err(failed)
    }

    /// Snapshots are disposable, but without them the next reads on the target would be slow.
    async fn copy_snapshots(&self, stream: &StreamId) {
        let copied = async {
            let snapshots = self.from.store().snapshots_of(stream).await?;
            // As many as there are of any key: the target keeps what the source has kept.
            let keep = snapshots.len();
            for (key, snapshot) in snapshots {
                self.to.store().put_snapshot(&key, snapshot, keep).await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = copied.await {
            tracing::warn!(name: "patterns.shard.snapshot", %stream, %error, "a snapshot was not copied");
        }
    }

    fn source_failed(&self, cause: StoreError) -> ShardError {
        ShardError::Node { node: self.mv.from.clone(), cause }
    }

    fn target_failed(&self, cause: StoreError) -> ShardError {
        ShardError::Node { node: self.mv.to.clone(), cause }
    }

    fn differs(&self, what: String) -> ShardError {
        ShardError::CopyDiffers { slot: self.mv.slot, what }
    }
}

/// How far the names of a keyspace have been listed.
struct Names {
    prefixes: Vec<Vec<u8>>,
    after: Option<StreamId>,
}

impl Names {
    fn in_keyspace(map: &ShardMap, mv: &Move) -> Self {
        let prefixes = map.prefixes_in(mv.slot.keyspace).map(<[u8]>::to_vec).collect();
        Self { prefixes, after: None }
    }
}
