//! One entry of the index in the tree: some events of one stream, live or archived.

use bytes::Bytes;

use crate::{
    event::StreamId,
    store::{
        StoreError,
        sled::{
            frame::{Cursor, Posting, put_varint},
            tree::{stream_of, stream_prefix},
        },
    },
};

/// So many postings or runs an entry: at most 25 bytes each, so an entry never exceeds the longest value.
pub(super) const MOST: usize = 224;
/// Begins an entry of archived events. A posting has at least one event.
const ARCHIVED: u64 = 0;

/// Events of one stream that are in one segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::store::sled) struct ArchivedRun {
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) events: u64,
    /// The number of the segment.
    pub(in crate::store::sled) segment: u64,
}

impl ArchivedRun {
    pub(in crate::store::sled) const fn last_version(&self) -> u64 {
        self.first_version.saturating_add(self.events).saturating_sub(1)
    }
}

/// One entry. What is archived of a stream comes before what is live.
#[derive(Debug)]
pub(in crate::store::sled) struct Chunk {
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) places: Places,
}

/// Where the events of an entry are, ascending.
#[derive(Debug)]
pub(in crate::store::sled) enum Places {
    Live(Vec<Posting>),
    Archived(Vec<ArchivedRun>),
}

/// Where the last events of a stream are.
#[derive(Clone, Copy, Debug)]
pub(in crate::store::sled) enum Newest {
    Live(Posting),
    Archived(ArchivedRun),
}

impl Newest {
    pub(super) const fn last_version(&self) -> u64 {
        match self {
            Self::Live(posting) => posting.last_version(),
            Self::Archived(run) => run.last_version(),
        }
    }
}

impl Chunk {
    pub(super) fn live(stream: &StreamId, first_version: u64, postings: Vec<Posting>) -> Self {
        Self { stream: stream.clone(), first_version, places: Places::Live(postings) }
    }

    pub(super) fn archived(stream: &StreamId, first_version: u64, runs: Vec<ArchivedRun>) -> Self {
        Self { stream: stream.clone(), first_version, places: Places::Archived(runs) }
    }

    pub(super) fn newest(&self) -> Option<Newest> {
        match &self.places {
            Places::Live(postings) => postings.last().copied().map(Newest::Live),
            Places::Archived(runs) => runs.last().copied().map(Newest::Archived),
        }
    }

    pub(in crate::store::sled) fn last_version(&self) -> u64 {
        self.newest().map_or(0, |newest| newest.last_version())
    }

    pub(super) fn key(&self) -> Vec<u8> {
        key(&self.stream, self.first_version)
    }

    /// Versions and frames ascend, so only the differences are written.
    pub(super) fn write(&self) -> Vec<u8> {
        match &self.places {
            Places::Live(postings) => write_postings(postings),
            Places::Archived(runs) => write_runs(runs),
        }
    }

    pub(super) fn read(key: &[u8], value: Bytes) -> Result<Self, StoreError> {
        let (stream, first_version) = split(key)?;
        let places = read_places(first_version, &value).ok_or_else(unreadable)?;
        Ok(Self { stream, first_version, places })
    }
}

pub(super) fn key(stream: &StreamId, first_version: u64) -> Vec<u8> {
    [stream_prefix(stream).as_slice(), &first_version.to_be_bytes()].concat()
}

/// The stream and the first version that make up a key.
pub(super) fn split(key: &[u8]) -> Result<(StreamId, u64), StoreError> {
    let (stream, version) = key.split_last_chunk().ok_or_else(unreadable)?;
    Ok((stream_of(stream).ok_or_else(unreadable)?, u64::from_be_bytes(*version)))
}

fn unreadable() -> StoreError {
    StoreError::damaged("an entry of the index of streams cannot be read", 0)
}

fn write_postings(postings: &[Posting]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 * postings.len());
    let mut frame = 0;
    for posting in postings {
        put_varint(&mut bytes, posting.count.into());
        put_varint(&mut bytes, posting.frame - frame);
        put_varint(&mut bytes, posting.offset.into());
        frame = posting.frame;
    }
    bytes
}

fn write_runs(runs: &[ArchivedRun]) -> Vec<u8> {
    let mut bytes = vec![ARCHIVED as u8];
    for run in runs {
        put_varint(&mut bytes, run.events);
        put_varint(&mut bytes, run.segment);
    }
    bytes
}

fn read_places(first_version: u64, bytes: &Bytes) -> Option<Places> {
    let mut cursor = Cursor { bytes, at: 0 };
    if cursor.varint()? == ARCHIVED {
        read_runs(first_version, cursor).map(Places::Archived)
    } else {
        read_postings(first_version, Cursor { bytes, at: 0 }).map(Places::Live)
    }
}

fn read_postings(mut first_version: u64, mut cursor: Cursor<'_>) -> Option<Vec<Posting>> {
    let mut frame: u64 = 0;
    let mut postings = Vec::new();
    while cursor.at < cursor.bytes.len() {
        let count = u32::try_from(cursor.varint()?).ok()?;
        frame = frame.checked_add(cursor.varint()?)?;
        let offset = u32::try_from(cursor.varint()?).ok()?;
        postings.push(Posting { first_version, count, frame, offset });
        first_version = first_version.checked_add(count.into())?;
    }
    Some(postings)
}

fn read_runs(mut first_version: u64, mut cursor: Cursor<'_>) -> Option<Vec<ArchivedRun>> {
    let mut runs = Vec::new();
    while cursor.at < cursor.bytes.len() {
        let (events, segment) = (cursor.varint()?, cursor.varint()?);
        runs.push(ArchivedRun { first_version, events, segment });
        first_version = first_version.checked_add(events)?;
    }
    (!runs.is_empty()).then_some(runs)
}
