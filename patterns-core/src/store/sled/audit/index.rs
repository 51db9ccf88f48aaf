//! Whether the index tells of the same appends as the log.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use core::ops::RangeInclusive;

use super::findings::{Findings, detached};
use crate::{
    event::StreamId,
    store::{
        Finding, FindingKind,
        sled::{frame::Posting, index::ArchivedRun},
    },
};

/// A digest of the postings of a stream, and of where it is archived, that does not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest {
    postings: u64,
    sum: u64,
}

impl Digest {
    fn add(&mut self, place: impl Hash) {
        let mut hasher = DefaultHasher::new();
        place.hash(&mut hasher);
        self.postings += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

/// The digests of all streams, as the log or the index tells of them.
#[derive(Debug, Default)]
pub(super) struct Digests(HashMap<StreamId, Digest>);

impl Digests {
    pub(super) fn add(&mut self, stream: &StreamId, posting: &Posting) {
        self.add_place(stream, posting);
    }

    pub(super) fn add_archived(&mut self, stream: &StreamId, run: &ArchivedRun) {
        self.add_place(stream, run);
    }

    fn add_place(&mut self, stream: &StreamId, place: impl Hash) {
        match self.0.get_mut(stream) {
            Some(digest) => digest.add(place),
            None => self.0.entry(detached(stream)).or_default().add(place),
        }
    }

    pub(super) fn of(&self, stream: &StreamId) -> Digest {
        self.0.get(stream).copied().unwrap_or_default()
    }

    pub(super) fn streams(&self) -> impl Iterator<Item = &StreamId> {
        self.0.keys()
    }
}

/// The frames of which the index cannot be expected to tell rightly.
#[derive(Debug)]
pub(super) struct Incomparable {
    frames: HashSet<u64>,
    missing: Vec<RangeInclusive<u64>>,
    /// From here on, positions are others than those that were written.
    renumbered_from: u64,
}

impl Default for Incomparable {
    fn default() -> Self {
        Self { frames: HashSet::new(), missing: Vec::new(), renumbered_from: u64::MAX }
    }
}

impl Incomparable {
    pub(super) fn damaged(&mut self, frame: u64) {
        self.frames.insert(frame);
    }

    pub(super) fn missing(&mut self, positions: RangeInclusive<u64>) {
        self.missing.push(positions);
    }

    pub(super) fn renumbered(&mut self, from: u64) {
        self.renumbered_from = self.renumbered_from.min(from);
    }

    /// Whether what the index tells of a frame is of no account.
    pub(super) fn holds(&self, frame: u64) -> bool {
        frame >= self.renumbered_from
            || self.frames.contains(&frame)
            || self.missing.iter().any(|positions| positions.contains(&frame))
    }
}

/// Says that the index of a stream is wrong.
pub(super) fn disagrees(stream: &StreamId, findings: &mut Findings) {
    let what = "the index of the stream does not agree with the log";
    let finding = Finding::new(FindingKind::Derived, what);
    findings.add(Finding { stream: Some(stream.clone()), ..finding });
}
