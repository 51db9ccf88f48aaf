//! The chain of one stream, computed from its events.

use super::{Finding, FindingKind, Verification};
use crate::{
    event::{StreamHash, StreamId},
    store::{Direction, EventStore, StoreError},
};

/// So many events are read at once.
const PAGE: usize = 1024;

/// The end of a stream's chain.
pub(in crate::store) async fn stream_hash<S: EventStore + ?Sized>(
    store: &S,
    stream: &StreamId,
) -> Result<StreamHash, StoreError> {
    let mut end = StreamHash::genesis(stream);
    while lengthen(store, stream, &mut end, |_| ()).await? {}
    Ok(end)
}

/// Checks a stream against the end of its chain that the store keeps, and against what was `signed` off of it.
pub(in crate::store) async fn verify_stream<S: EventStore + ?Sized>(
    store: &S,
    stream: &StreamId,
    signed: &[StreamHash],
) -> Result<Verification, StoreError> {
    // Asked first: the stream can grow while it is read.
    let kept = store.stream_hash(stream).await?;
    let expected: Vec<_> =
        signed.iter().map(Expected::Signed).chain([Expected::Kept(&kept)]).collect();
    let mut passed = vec![StreamHash::genesis(stream)];
    let mut end = StreamHash::genesis(stream);
    let is_asked_for =
        |end: &StreamHash| expected.iter().any(|own| own.end().version == end.version);
    let mut note = |end: &StreamHash| passed.extend(is_asked_for(end).then_some(*end));
    while lengthen(store, stream, &mut end, &mut note).await? {}
    let findings =
        expected.iter().filter_map(|expected| expected.finding(stream, &passed, end.version));
    let streams = u64::from(end.version > 0);
    Ok(Verification { events: end.version, streams, findings: findings.collect() })
}

/// Adds a page of events to the chain; answers whether there are more.
async fn lengthen<S: EventStore + ?Sized>(
    store: &S,
    stream: &StreamId,
    end: &mut StreamHash,
    mut note: impl FnMut(&StreamHash),
) -> Result<bool, StoreError> {
    let page = store.read_stream(stream, end.version + 1, Direction::Forward, PAGE).await?;
    for event in &page.events {
        *end = StreamHash { version: event.version, hash: end.hash.after(event) };
        note(end);
    }
    Ok(page.events.len() == PAGE)
}

/// An end that the chain of a stream must have, or pass through.
enum Expected<'a> {
    /// As somebody signed it off.
    Signed(&'a StreamHash),
    /// As the store keeps it.
    Kept(&'a StreamHash),
}

impl Expected<'_> {
    const fn end(&self) -> &StreamHash {
        match self {
            Self::Signed(end) | Self::Kept(end) => end,
        }
    }

    /// What is wrong with a stream of `head` events whose chain has `passed` these ends.
    fn finding(&self, stream: &StreamId, passed: &[StreamHash], head: u64) -> Option<Finding> {
        let end = self.end();
        if passed.contains(end) {
            return None;
        }
        let (kind, what, first) = match self {
            _ if end.version > head => (FindingKind::Missing, self.missing(), head + 1),
            Self::Signed(_) => {
                (FindingKind::Rewritten, "these are not the events that were signed off", 1)
            }
            Self::Kept(_) => {
                (FindingKind::Changed, "the events do not give the hash that the store keeps", 1)
            }
        };
        Some(Finding::new(kind, what).in_stream(stream, first..=end.version))
    }

    const fn missing(&self) -> &'static str {
        match self {
            Self::Signed(_) => "events that were signed off are gone",
            Self::Kept(_) => "the store has a hash of events that are gone",
        }
    }
}
