//! Archiving by policy: streams of a type are looked at one by one, and what may leave the live database is handed to the store.

mod policy;

pub use policy::ArchivePolicy;

use core::fmt;

use self::policy::Stream;
use super::{Database, framework::is_closed, snapshots::Nearest};
use crate::{
    aggregate::Apply,
    event::{RecordedEvent, StreamId, Timestamp},
    store::{
        ArchiveCut, ArchiveProgress, Archived, Direction, StorageReport, StoreError, StreamHead,
    },
};

/// So many streams are listed at once.
const NAMES: usize = 512;
/// So many streams at most are handed to the store at once: about 100 MiB.
const CUTS: usize = 1 << 20;

/// What one archiving by policy did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArchiveRun {
    /// So many streams the type has.
    pub streams: u64,
    /// Of so many of them the policy allows live events to leave.
    pub due: u64,
    /// What has left.
    pub archived: Archived,
}

impl fmt::Display for ArchiveRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { streams, due, archived } = self;
        let Archived { events, segments, raw_bytes, archived_bytes } = archived;
        write!(
            f,
            "{events} events of {due} of {streams} streams: {raw_bytes} bytes of the log became {archived_bytes} in {segments} segments"
        )
    }
}

impl Database {
    /// Moves events of the aggregates of the type `A` out of the live database, as `policy` allows. They are read as before, by everybody and in
    /// every way: states, the past, audit trails, verification (promise E9).
    ///
    /// ```
    /// # use patterns_core::{aggregate::Apply, repository::{ArchivePolicy, Database}, store::StoreError};
    /// # async fn nightly<Account: Apply>(db: &Database) -> Result<(), StoreError> {
    /// let run = db.archive::<Account>(ArchivePolicy::new().keep_last(100).closed()).await?;
    /// println!("{run}");
    /// println!("{}", db.storage().await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It looks at every stream of the type: its last event for closed ones, some events for their age, its newest snapshot. The store then
    /// goes once through the live log. Run it at night. Of types with snapshots only what one covers leaves, so take them before:
    /// [`take_snapshots`](Self::take_snapshots). The guide: `docs/archive.md`.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] when the store has no archive; otherwise when it failed. What has left by then has left, and nothing is lost.
    pub async fn archive<A: Apply>(&self, policy: ArchivePolicy) -> Result<ArchiveRun, StoreError> {
        self.archive_telling::<A>(policy, ArchiveProgress::default()).await
    }

    /// As [`archive`](Self::archive); `progress` is told of every step.
    ///
    /// # Errors
    /// As [`archive`](Self::archive).
    pub async fn archive_telling<A: Apply>(
        &self,
        policy: ArchivePolicy,
        progress: ArchiveProgress,
    ) -> Result<ArchiveRun, StoreError> {
        let now = self.snapshotter.now();
        let before = policy.age().map(|age| before(now, age));
        let (mut run, mut cuts, mut after) = (ArchiveRun::default(), Vec::new(), None);
        loop {
            let prefix = StreamId::prefix(A::NAME);
            let heads = self.store.list_streams(&prefix, after.as_ref(), NAMES).await?;
            for head in &heads {
                run.streams += 1;
                cuts.extend(self.cut::<A>(head, policy, before).await?);
            }
            after = heads.into_iter().nth(NAMES - 1).map(|last| last.stream);
            if cuts.len() >= CUTS || after.is_none() {
                run.due += cuts.len() as u64;
                run.archived +=
                    self.store.archive(core::mem::take(&mut cuts), progress.clone()).await?;
            }
            if after.is_none() {
                return Ok(run);
            }
        }
    }

    /// How much of the database is live and how much is archived.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] when the store does not know; otherwise when it failed.
    pub async fn storage(&self) -> Result<StorageReport, StoreError> {
        self.store.storage().await
    }

    /// Up to where the policy allows a stream to leave, if that is further than it has left already.
    async fn cut<A: Apply>(
        &self,
        StreamHead { stream, version }: &StreamHead,
        policy: ArchivePolicy,
        before: Option<Timestamp>,
    ) -> Result<Option<ArchiveCut>, StoreError> {
        let (head, archived) = (*version, self.store.archived_until(stream).await?);
        if archived >= head {
            return Ok(None);
        }
        let closed = policy.asks_for_closed()
            && self.event(stream, head).await?.is_some_and(|last| is_closed(&last));
        let mut known = Stream { head, closed, old_until: head, covered: None };
        // Asked in the order of what it costs, and no further than it can matter.
        if !closed && A::SNAPSHOTS.is_some() && policy.asks_for_open() {
            let newest = Nearest::<A>::read(self, stream, u64::MAX).await.ok().flatten();
            known.covered = Some(newest.map_or(0, |newest| newest.version));
        }
        if let Some(before) = before
            && policy.cut(known) > archived
        {
            known.old_until = self.old_until(stream, archived, head, before).await?;
        }
        let until = policy.cut(known);
        Ok((until > archived).then(|| ArchiveCut { stream: stream.clone(), until }))
    }

    /// The last version that was recorded before `before`: events are recorded in the order of time.
    async fn old_until(
        &self,
        stream: &StreamId,
        archived: u64,
        head: u64,
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let (mut old, mut young) = (archived, head + 1);
        while young - old > 1 {
            let middle = old + (young - old) / 2;
            match self.event(stream, middle).await? {
                Some(event) if event.recorded_at < before => old = middle,
                _ => young = middle,
            }
        }
        Ok(old)
    }

    async fn event(
        &self,
        stream: &StreamId,
        version: u64,
    ) -> Result<Option<RecordedEvent>, StoreError> {
        let page = self.store.read_stream(stream, version, Direction::Forward, 1).await?;
        Ok(page.events.into_iter().next())
    }
}

/// The moment `age` before `now`.
fn before(now: Timestamp, age: core::time::Duration) -> Timestamp {
    let age = u64::try_from(age.as_micros()).unwrap_or(u64::MAX);
    Timestamp::from_micros(now.as_micros().saturating_sub(age))
}
