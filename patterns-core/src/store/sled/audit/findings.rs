//! What was found so far. What comes later can show an earlier finding in another light.

use bytes::Bytes;

use crate::{
    event::StreamId,
    store::{Finding, FindingKind},
};

/// So many findings at most are listed: with more, the database is not damaged, but another one.
const MOST: usize = 100_000;

/// Something wrong with a frame, before its place is known.
#[derive(Debug)]
pub(super) struct Flaw {
    pub(super) kind: FindingKind,
    pub(super) what: String,
}

/// Tells a finding from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FindingId(usize);

/// The name, without the frame that it was read from.
pub(super) fn detached(stream: &StreamId) -> StreamId {
    StreamId::from_bytes(Bytes::copy_from_slice(stream.as_bytes()))
}

/// All findings, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    pub(super) fn add(&mut self, finding: Finding) -> FindingId {
        let stream = finding.stream.as_ref().map(detached);
        if self.0.len() < MOST {
            self.0.push(Finding { stream, ..finding });
        }
        FindingId(self.0.len() - 1)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Says what a finding turned out to be.
    pub(super) fn explain(&mut self, id: FindingId, kind: FindingKind, what: impl Into<String>) {
        self.change(id, |finding| {
            finding.kind = kind;
            finding.what = what.into();
        });
    }

    pub(super) fn change(&mut self, id: FindingId, change: impl FnOnce(&mut Finding)) {
        if let Some(finding) = self.0.get_mut(id.0) {
            change(finding);
        }
    }

    pub(super) fn get(&self, id: FindingId) -> Option<&Finding> {
        self.0.get(id.0)
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.0
    }
}
