//! Events that stand in one another's places in different appends.

use bytes::Bytes;

use super::{
    findings::{FindingId, Findings},
    links::Links,
};
use crate::{
    event::{ChainHash, EventData, EventName, Timestamp},
    store::{Finding, FindingKind, sled::audit::layout::Tag},
};

/// So many events at most that do not fit are compared with one another, and so many bytes of them kept.
const MOST: usize = 256;
const BYTES: usize = 64 << 20;

/// An event that does not fit in its place.
#[derive(Debug)]
pub(super) struct Misfit {
    before: ChainHash,
    version: u64,
    recorded_at: Timestamp,
    expected: Expected,
    data: EventData,
    finding: FindingId,
}

/// What the store has of the hash after an event.
#[derive(Debug)]
enum Expected {
    Hash(ChainHash),
    Tag(Tag),
}

impl Misfit {
    /// The event `index` of `links`, the first of which follows `base`.
    pub(super) fn new(
        links: &Links<'_>,
        base: ChainHash,
        version: u64,
        index: u32,
        finding: FindingId,
    ) -> Option<Self> {
        let data = copied(links.slice.events.get(index as usize)?.as_ref()?)?;
        let last = index + 1 == links.slice.count;
        let tag = || links.slice.tags.get(index as usize).copied().map(Expected::Tag);
        Some(Self {
            before: links.upto(base, version, index)?,
            version: version.wrapping_add(index.into()),
            recorded_at: links.recorded_at,
            expected: if last { Some(Expected::Hash(links.hash)) } else { tag() }?,
            data,
            finding,
        })
    }

    /// Whether `data` fits here.
    fn takes(&self, data: &EventData) -> bool {
        let hash = self.before.link(self.version, self.recorded_at, data);
        match &self.expected {
            Expected::Hash(expected) => hash == *expected,
            Expected::Tag(expected) => hash.tag() == *expected,
        }
    }
}

/// The events that do not fit in their places.
#[derive(Debug, Default)]
pub(super) struct Swaps {
    misfits: Vec<Misfit>,
    bytes: usize,
}

impl Extend<Misfit> for Swaps {
    fn extend<T: IntoIterator<Item = Misfit>>(&mut self, misfits: T) {
        for misfit in misfits {
            self.bytes += misfit.data.length();
            if self.misfits.len() < MOST && self.bytes <= BYTES {
                self.misfits.push(misfit);
            }
        }
    }
}

impl Swaps {
    /// Says of findings that their events are those of others.
    pub(super) fn explain(&self, findings: &mut Findings) {
        for misfit in &self.misfits {
            let others = || self.misfits.iter().filter(|other| other.finding != misfit.finding);
            if let Some(own) = others().find(|other| misfit.takes(&other.data)) {
                let place = findings.get(own.finding).map(place).unwrap_or_default();
                let what = format!("the event that belongs here stands at {place}");
                findings.explain(misfit.finding, FindingKind::OutOfOrder, what);
            }
        }
    }
}

/// The event, without the frame that it was read from.
fn copied(data: &EventData) -> Option<EventData> {
    Some(EventData {
        name: EventName::from_utf8(Bytes::copy_from_slice(data.name.as_bytes()))?,
        schema_version: data.schema_version,
        payload: Bytes::copy_from_slice(&data.payload),
        metadata: Bytes::copy_from_slice(&data.metadata),
    })
}

fn place(finding: &Finding) -> String {
    let stream = finding.stream.as_ref().map(ToString::to_string).unwrap_or_default();
    let version = finding.versions.as_ref().map_or(0, |versions| *versions.start());
    format!("version {version} of stream {stream}")
}
