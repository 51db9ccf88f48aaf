//! What was found so far. What comes later can show an earlier finding in another light.

use core::ops::RangeInclusive;

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

/// Says of a finding how many events were taken out or put in.
pub(super) fn explain_shift(finding: Option<FindingId>, by: i64, findings: &mut Findings) {
    let Some(finding) = finding else { return };
    let number = by.unsigned_abs();
    if by > 0 {
        let what = format!("events are gone here, {number} in number");
        findings.explain(finding, FindingKind::Missing, what);
        findings.change(finding, |finding| {
            // Events can be gone from the end of a frame as well, whose positions were more then.
            if finding.stream.is_none() {
                reach(&mut finding.positions, number);
            }
        });
    } else {
        let what = format!("events were put in, {number} in number");
        findings.explain(finding, FindingKind::Inserted, what);
    }
}

/// Says of a finding about the end of a stream in a frame that so many events are gone behind it.
pub(super) fn explain_gone(finding: Option<FindingId>, number: i64, findings: &mut Findings) {
    explain_shift(finding, number, findings);
    let Some(finding) = finding else { return };
    findings.change(finding, |finding| {
        reach(&mut finding.versions, number.unsigned_abs());
        reach(&mut finding.positions, number.unsigned_abs());
    });
}

fn reach(range: &mut Option<RangeInclusive<u64>>, number: u64) {
    if let Some(own) = range {
        *own = *own.start()..=own.end().saturating_add(number);
    }
}
