//! Verification of any store, by reading all of it once.

use std::collections::HashMap;

use super::{Finding, FindingKind, SignOff, Verification};
use crate::{
    event::{ChainHash, LogEnd, LogLink, Marks, RecordedEvent, StreamHash, StreamId},
    store::{EventStore, StoreError},
};

/// So many events are read at once.
const PAGE: usize = 1024;

/// The end of a store's log, every event an append of its own.
pub(in crate::store) async fn sign_off<S: EventStore + ?Sized>(
    store: &S,
) -> Result<SignOff, StoreError> {
    let mut end = LogEnd::default();
    loop {
        let before = end.position;
        let page = store.read_log(before + 1, PAGE).await?;
        end = page.iter().fold(end, lengthened);
        if end.position <= before {
            return Ok(SignOff::of_log(end));
        }
    }
}

/// Checks versions and positions, the chains of all streams against the hashes that the store keeps, and the log against what was `signed`
/// off. Holds the head of every stream in memory.
pub(in crate::store) async fn verify<S: EventStore + ?Sized>(
    store: &S,
    signed: &SignOff,
) -> Result<Verification, StoreError> {
    let mut pass = Pass::new(signed);
    loop {
        let before = pass.end.position;
        store.read_log(before + 1, PAGE).await?.iter().for_each(|event| pass.event(event));
        // A store that goes back would go on for ever.
        if pass.end.position <= before {
            break;
        }
    }
    pass.check_signed_end();
    for (stream, computed) in core::mem::take(&mut pass.streams) {
        pass.check_kept(&stream, computed, store.stream_hash(&stream).await?);
    }
    Ok(pass.verification)
}

fn lengthened(end: LogEnd, event: &RecordedEvent) -> LogEnd {
    let mut marks = Marks::default();
    marks.add(0, &event.data.metadata);
    let hash = end.hash.log_link(&LogLink {
        stream: &event.stream,
        first_version: event.version,
        first_position: event.position,
        count: 1,
        hash: &ChainHash::genesis(&event.stream).after(event),
        marks: &marks,
        recorded_at: event.recorded_at,
        group_end: event.position,
    });
    LogEnd { position: event.position, hash }
}

/// One pass over a log.
struct Pass {
    end: LogEnd,
    streams: HashMap<StreamId, StreamHash>,
    signed: Vec<LogEnd>,
    verification: Verification,
}

impl Pass {
    fn new(signed: &SignOff) -> Self {
        let findings = signed.unknown(|node| node.is_none());
        let verification = Verification { findings, ..Verification::default() };
        let signed = signed.ends().filter(|end| end.position > 0).collect();
        Self { end: LogEnd::default(), streams: HashMap::new(), signed, verification }
    }

    fn event(&mut self, event: &RecordedEvent) {
        self.check_numbers(event);
        let known = self.streams.get(&event.stream).copied();
        let before = known.unwrap_or_else(|| StreamHash::genesis(&event.stream));
        let hash = before.hash.after(event);
        self.streams.insert(event.stream.clone(), StreamHash { version: event.version, hash });
        self.verification.events += 1;
        self.verification.streams = self.streams.len() as u64;
        self.end = lengthened(self.end, event);
        self.check_signed();
    }

    fn check_numbers(&mut self, event: &RecordedEvent) {
        if event.position != self.end.position + 1 {
            let what = format!("a position follows position {}", self.end.position);
            self.find(
                Finding::new(FindingKind::OutOfOrder, what).at(event.position..=event.position),
            );
        }
        let before = self.streams.get(&event.stream).map_or(0, |head| head.version);
        if event.version != before + 1 {
            let kind =
                if event.version > before { FindingKind::Missing } else { FindingKind::OutOfOrder };
            let finding = Finding::new(kind, format!("a version follows version {before}"));
            let finding = finding.in_stream(&event.stream, event.version..=event.version);
            self.find(finding.at(event.position..=event.position));
        }
    }

    fn check_signed(&mut self) {
        let end = self.end;
        let wrong = |signed: &LogEnd| signed.position == end.position && *signed != end;
        if self.signed.iter().any(wrong) {
            let what = "these are not the events that were signed off";
            self.find(Finding::new(FindingKind::Rewritten, what).at(1..=end.position));
        }
    }

    fn check_signed_end(&mut self) {
        let furthest = self.signed.iter().map(|end| end.position).max().unwrap_or_default();
        if furthest > self.end.position {
            let what = "events that were signed off are gone";
            self.find(
                Finding::new(FindingKind::Missing, what).at(self.end.position + 1..=furthest),
            );
        }
    }

    /// The stream can have grown since it was read.
    fn check_kept(&mut self, stream: &StreamId, computed: StreamHash, kept: StreamHash) {
        if kept.version < computed.version || (kept.version == computed.version && kept != computed)
        {
            let what = "the events do not give the hash that the store keeps";
            self.find(
                Finding::new(FindingKind::Changed, what).in_stream(stream, 1..=computed.version),
            );
        }
    }

    fn find(&mut self, finding: Finding) {
        self.verification.findings.push(finding);
    }
}
