//! The conformance suite finds broken stores: one fault each, in a store that is right otherwise.

#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use async_trait::async_trait;
use patterns_core::{
    event::{ChainHash, Fingerprint, RecordedEvent, StreamHash, StreamId, Timestamp},
    store::{
        Append, AppendError, Appended, Conflict, Direction, EventStore, ExpectedVersion,
        MemoryStore, SignOff, Snapshot, SnapshotKey, StoreError, StreamHead, StreamPage,
        Verification,
        conformance::{block_on, check_all},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    EveryVersionIsExpected,
    ConflictsExaggerate,
    BatchesAreTornApart,
    AppendsAreRepeated,
    AnswersTheFirstVersion,
    AnswersTheNextPosition,
    DropsMetadata,
    NarrowsSchemaVersions,
    CutsLargePayloads,
    ForgetsTheHead,
    BackwardIgnoresTheBeginning,
    LimitsAreOneMore,
    PagesLackLateEvents,
    TheLogSkipsOne,
    TheLogIsReversed,
    TimeStandsStill,
    TimeRunsBackward,
    SnapshotsOfOtherCode,
    SnapshotsOfOtherStreams,
    SnapshotsAreCut,
    SnapshotsStay,
    SnapshotsAreNotLimited,
    SnapshotsAreNotNearest,
    OneSnapshotIsKept,
    AllSnapshotsAreKept,
    SnapshotsAheadStay,
    NamesEndAtZero,
    RacesAreNotSeen,
    ChecksComeEarly,
    ListedSnapshotsAreForeign,
    ListedSnapshotsAreOld,
    ListingsAreByLength,
    ListingsIgnoreThePrefix,
    ListingsBeginAtTheLast,
    ListingsLackOneInTen,
    ListingsForgetTheHead,
    HashesStandStill,
    VerificationIsBlind,
    SignOffsStandStill,
    SignOffsAreIgnored,
    SignOffsOfStreamsAreIgnored,
}

const FAULTS: [Fault; 41] = [
    Fault::EveryVersionIsExpected,
    Fault::ConflictsExaggerate,
    Fault::BatchesAreTornApart,
    Fault::AppendsAreRepeated,
    Fault::AnswersTheFirstVersion,
    Fault::AnswersTheNextPosition,
    Fault::DropsMetadata,
    Fault::NarrowsSchemaVersions,
    Fault::CutsLargePayloads,
    Fault::ForgetsTheHead,
    Fault::BackwardIgnoresTheBeginning,
    Fault::LimitsAreOneMore,
    Fault::PagesLackLateEvents,
    Fault::TheLogSkipsOne,
    Fault::TheLogIsReversed,
    Fault::TimeStandsStill,
    Fault::TimeRunsBackward,
    Fault::SnapshotsOfOtherCode,
    Fault::SnapshotsOfOtherStreams,
    Fault::SnapshotsAreCut,
    Fault::SnapshotsStay,
    Fault::SnapshotsAreNotLimited,
    Fault::SnapshotsAreNotNearest,
    Fault::OneSnapshotIsKept,
    Fault::AllSnapshotsAreKept,
    Fault::SnapshotsAheadStay,
    Fault::NamesEndAtZero,
    Fault::RacesAreNotSeen,
    Fault::ChecksComeEarly,
    Fault::ListedSnapshotsAreForeign,
    Fault::ListedSnapshotsAreOld,
    Fault::ListingsAreByLength,
    Fault::ListingsIgnoreThePrefix,
    Fault::ListingsBeginAtTheLast,
    Fault::ListingsLackOneInTen,
    Fault::ListingsForgetTheHead,
    Fault::HashesStandStill,
    Fault::VerificationIsBlind,
    Fault::SignOffsStandStill,
    Fault::SignOffsAreIgnored,
    Fault::SignOffsOfStreamsAreIgnored,
];

#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
}

impl Broken {
    fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }

    fn name(&self, stream: &StreamId) -> StreamId {
        let until = stream.as_bytes().iter().skip(1).position(|byte| *byte == 0);
        match until {
            Some(zero) if self.has(Fault::NamesEndAtZero) => {
                StreamId::from_bytes(stream.as_bytes()[..=zero].to_vec().into())
            }
            _ => stream.clone(),
        }
    }

    fn batch(&self, mut batch: Vec<Append>) -> Vec<Append> {
        for entry in &mut batch {
            entry.stream = self.name(&entry.stream);
            if self.has(Fault::EveryVersionIsExpected) {
                entry.expected = ExpectedVersion::Any;
            }
            for event in &mut entry.events {
                if self.has(Fault::DropsMetadata) {
                    event.metadata.clear();
                }
                if self.has(Fault::NarrowsSchemaVersions) {
                    event.schema_version &= 0xff;
                }
                if self.has(Fault::CutsLargePayloads) {
                    event.payload.truncate(1 << 20);
                }
            }
        }
        batch
    }

    async fn torn(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let mut all = self.inner.append(Vec::new()).await?;
        for entry in batch {
            let appended = self.inner.append(vec![entry]).await?;
            all.position = appended.position;
            all.versions.extend(appended.versions);
        }
        Ok(all)
    }

    /// Compares the versions, and appends whatever they are by then.
    async fn check_too_early(&self, batch: &mut [Append]) -> Result<(), AppendError> {
        let [entry] = batch else { return Ok(()) };
        let stream = entry.stream.clone();
        let actual = self.inner.read_stream(&stream, 1, Direction::Forward, 0).await?.head;
        if !entry.expected.admits(actual) {
            return Err(Conflict { stream, expected: entry.expected, actual }.into());
        }
        std::thread::yield_now();
        entry.expected = ExpectedVersion::Any;
        Ok(())
    }

    /// Compares what only checks, and appends the rest whatever has changed by then.
    async fn check_apart(&self, batch: &mut [Append]) -> Result<(), AppendError> {
        let checks = batch.iter().filter(|entry| entry.events.is_empty()).cloned().collect();
        self.inner.append(checks).await?;
        std::thread::yield_now();
        let checks = batch.iter_mut().filter(|entry| entry.events.is_empty());
        checks.for_each(|entry| entry.expected = ExpectedVersion::Any);
        Ok(())
    }

    fn key(&self, key: &SnapshotKey) -> SnapshotKey {
        let mut key = key.clone();
        if self.has(Fault::SnapshotsOfOtherCode) {
            key.fingerprint = Fingerprint::new(0);
        }
        if self.has(Fault::SnapshotsOfOtherStreams) {
            key.stream = StreamId::new("one", &1);
        }
        key
    }
}

#[async_trait]
impl EventStore for Broken {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let mut batch = self.batch(batch);
        if self.has(Fault::RacesAreNotSeen) {
            self.check_too_early(&mut batch).await?;
        }
        if self.has(Fault::ChecksComeEarly) && batch.len() > 1 {
            self.check_apart(&mut batch).await?;
        }
        if self.has(Fault::BatchesAreTornApart) {
            return self.torn(batch).await;
        }
        if self.has(Fault::AppendsAreRepeated) {
            let _ = self.inner.append(batch.clone()).await;
        }
        let mut answer = self.inner.append(batch).await;
        match (&mut answer, self.fault) {
            (Err(AppendError::Conflict(conflict)), Fault::ConflictsExaggerate) => {
                conflict.actual += 1;
            }
            (Ok(appended), Fault::AnswersTheFirstVersion) => appended.versions.fill(1),
            (Ok(appended), Fault::AnswersTheNextPosition) => appended.position += 1,
            _ => {}
        }
        answer
    }

    async fn read_stream(
        &self,
        stream: &StreamId,
        from: u64,
        direction: Direction,
        limit: usize,
    ) -> Result<StreamPage, StoreError> {
        let from = match (self.fault, direction) {
            (Fault::BackwardIgnoresTheBeginning, Direction::Backward) => u64::MAX,
            _ => from,
        };
        let limit = limit.saturating_add(usize::from(self.has(Fault::LimitsAreOneMore)));
        let mut page = self.inner.read_stream(&self.name(stream), from, direction, limit).await?;
        match self.fault {
            Fault::ForgetsTheHead => page.head = page.events.last().map_or(0, |last| last.version),
            Fault::PagesLackLateEvents => page.events.retain(|event| event.version < 1_000),
            _ => {}
        }
        Ok(page)
    }

    async fn read_log(&self, from: u64, limit: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        let from = from.max(1).saturating_add(u64::from(self.has(Fault::TheLogSkipsOne)));
        let mut events = self.inner.read_log(from, limit).await?;
        match self.fault {
            Fault::TheLogIsReversed => events.reverse(),
            Fault::TimeStandsStill => {
                events.iter_mut().for_each(|event| event.recorded_at = Timestamp::default());
            }
            Fault::TimeRunsBackward => events.iter_mut().for_each(|event| {
                event.recorded_at = Timestamp::from_micros(u64::MAX - event.position);
            }),
            _ => {}
        }
        Ok(events)
    }

    async fn list_streams(
        &self,
        prefix: &[u8],
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let prefix = if self.has(Fault::ListingsIgnoreThePrefix) { &[] } else { prefix };
        let mut heads = self.inner.list_streams(prefix, after, limit).await?;
        match self.fault {
            Fault::ListingsAreByLength => heads.sort_by_key(|head| head.stream.as_bytes().len()),
            Fault::ListingsLackOneInTen => heads.truncate(heads.len() - heads.len() / 10),
            Fault::ListingsForgetTheHead => heads.iter_mut().for_each(|head| head.version = 1),
            Fault::ListingsBeginAtTheLast if limit > 0 => {
                let last = after.filter(|after| after.as_bytes().starts_with(prefix));
                let again = last.map(|stream| StreamHead { stream: stream.clone(), version: 1 });
                heads = again.into_iter().chain(heads).take(limit).collect();
            }
            _ => {}
        }
        Ok(heads)
    }

    async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
        let mut end = self.inner.stream_hash(&self.name(stream)).await?;
        if self.has(Fault::HashesStandStill) {
            end.hash = ChainHash::genesis(stream);
        }
        Ok(end)
    }

    async fn verify_stream(
        &self,
        stream: &StreamId,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        let signed = if self.has(Fault::SignOffsOfStreamsAreIgnored) { &[] } else { signed };
        self.inner.verify_stream(&self.name(stream), signed).await
    }

    async fn sign_off(&self) -> Result<SignOff, StoreError> {
        let signed = self.inner.sign_off().await?;
        Ok(if self.has(Fault::SignOffsStandStill) { SignOff::default() } else { signed })
    }

    async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        match self.fault {
            Fault::VerificationIsBlind => Ok(Verification::default()),
            Fault::SignOffsAreIgnored => self.inner.verify().await,
            _ => self.inner.verify_against(signed).await,
        }
    }

    async fn put_snapshot(
        &self,
        key: &SnapshotKey,
        snapshot: Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let key = self.key(key);
        let newest = self.inner.snapshot(&key, u64::MAX).await?;
        let is_behind = newest.as_ref().is_some_and(|newest| newest.version > snapshot.version);
        let keep = match self.fault {
            Fault::SnapshotsStay if newest.is_some() => return Ok(()),
            Fault::SnapshotsAheadStay if is_behind => return Ok(()),
            Fault::OneSnapshotIsKept => 1,
            Fault::AllSnapshotsAreKept => usize::MAX,
            _ => keep,
        };
        self.inner.put_snapshot(&key, snapshot, keep).await
    }

    async fn snapshot(
        &self,
        key: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let key = self.key(key);
        let asked = if self.has(Fault::SnapshotsAreNotLimited) { u64::MAX } else { at_most };
        let mut found = self.inner.snapshot(&key, asked).await?;
        if let (Some(nearest), true) = (&found, self.has(Fault::SnapshotsAreNotNearest))
            && let Some(below) = nearest.version.checked_sub(1)
        {
            found = self.inner.snapshot(&key, below).await?.or(found);
        }
        if let (Some(snapshot), true) = (&mut found, self.has(Fault::SnapshotsAreCut)) {
            snapshot.state.truncate(1 << 16);
        }
        Ok(found)
    }

    async fn snapshots_of(
        &self,
        stream: &StreamId,
    ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let mut found = self.inner.snapshots_of(stream).await?;
        for (key, snapshot) in &mut found {
            match self.fault {
                Fault::ListedSnapshotsAreForeign => key.stream = StreamId::new("one", &1),
                Fault::ListedSnapshotsAreOld => snapshot.version -= 1,
                _ => {}
            }
        }
        Ok(found)
    }
}

fn passes(fault: Fault) -> bool {
    let fresh = async || Broken { inner: MemoryStore::new(), fault };
    catch_unwind(AssertUnwindSafe(|| block_on(check_all(fresh)))).is_ok()
}

#[test]
fn a_store_without_a_fault_passes() {
    assert!(passes(Fault::None));
}

#[test]
fn every_fault_is_found() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let overlooked: Vec<_> = FAULTS.into_iter().filter(|fault| passes(*fault)).collect();
    std::panic::set_hook(hook);
    assert_eq!(overlooked, [], "faults that the suite does not see");
}
