//! Stores that break what nodes rely on, one thing each: to see that it is noticed.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use crate::{
    event::StreamId,
    store::{
        Append, AppendError, Appended, Direction, EventStore, ExpectedVersion, MemoryStore,
        StreamPage, conformance::block_on,
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    /// Entries without events are passed by.
    ChecksIgnored,
    /// Entries without events are compared when the append is sent, not when it is done.
    ChecksEarly,
    /// The map takes changes whatever its version is.
    MapOverwritten,
    /// Who asks for the version of the fences gets the one that it has last read them at.
    FencesReadOld,
    /// Copies are appended whatever the version of the stream is.
    VersionsIgnored,
}

impl Flaw {
    fn checks_nothing(self) -> bool {
        matches!(self, Self::ChecksIgnored | Self::ChecksEarly)
    }

    /// What is on its way after a batch was sent.
    pub(super) async fn sent(
        self,
        store: &MemoryStore,
        batch: Vec<Append>,
    ) -> Result<Vec<Append>, AppendError> {
        if self == Self::ChecksEarly {
            let checks = batch.iter().filter(|entry| entry.events.is_empty());
            store.append(checks.cloned().collect()).await?;
        }
        Ok(batch)
    }

    /// The longer events are on their way after they were checked, the more can happen.
    pub(super) fn delay(self, batch: &[Append]) -> u8 {
        let checked = batch.len() > 1;
        if self.checks_nothing() && checked { 60 } else { 1 }
    }

    /// What the store makes of a batch.
    pub(super) fn arrives(
        self,
        mut batch: Vec<Append>,
        append: impl FnOnce(Vec<Append>) -> Result<Appended, AppendError>,
    ) -> Result<Appended, AppendError> {
        let overwritten: &[u8] = match self {
            Self::MapOverwritten => b"patterns.map",
            Self::VersionsIgnored => b"account",
            _ => b"nothing",
        };
        for entry in &mut batch {
            let named = entry.stream.as_bytes().windows(overwritten.len());
            let checks = entry.events.is_empty();
            if (!checks && named.into_iter().any(|name| name == overwritten))
                || (checks && self.checks_nothing())
            {
                entry.expected = ExpectedVersion::Any;
            }
        }
        append(batch)
    }

    /// What is read; `known` is the version at which the process has last read the fences.
    pub(super) fn read(
        self,
        stream: &StreamId,
        limit: usize,
        known: &AtomicU64,
        mut page: StreamPage,
    ) -> StreamPage {
        if self == Self::FencesReadOld && *stream == StreamId::new("patterns.fences", &0_u8) {
            if limit == 0 {
                page.head = known.load(SeqCst);
            } else {
                known.store(page.head, SeqCst);
            }
        }
        page
    }
}

/// The last version of a stream.
pub(super) fn head(store: &MemoryStore, stream: &StreamId) -> u64 {
    block_on(store.read_stream(stream, u64::MAX, Direction::Backward, 0)).unwrap().head
}
