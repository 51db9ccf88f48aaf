//! Verification of an open database, while others read and append.

use core::ops::Bound;

use super::{
    Audit,
    index::{Digests, disagrees},
    whole::WholeFrames,
};
use crate::{
    event::StreamId,
    store::{
        SignOff, StoreError, Verification,
        sled::{events::Events, index::Index},
    },
};

/// So many streams of the index are looked at together.
const PAGE: usize = 1024;

/// What of an open database is verified.
pub(in crate::store::sled) struct Online<'a> {
    pub(in crate::store::sled) events: &'a Events,
    pub(in crate::store::sled) index: &'a Index,
    /// The last position that is committed; what follows is not looked at.
    pub(in crate::store::sled) end: u64,
}

impl Online<'_> {
    /// `unfinished` is why an archiving that was cut off cannot be finished.
    pub(in crate::store::sled) fn verify(
        &self,
        signed: &SignOff,
        unfinished: Option<&StoreError>,
    ) -> Result<Verification, StoreError> {
        // All of it: what is not in the tree yet is in the index all the same.
        let mut audit = Audit::new(signed, u64::MAX);
        if let Some(error) = unfinished {
            audit.derived(error.to_string());
        }
        let Events { log, archive } = self.events;
        for raw in WholeFrames::new(log.entries_until(self.end), archive) {
            audit.raw(raw?);
        }
        audit.check_end(self.end);
        audit.archive(archive);
        self.check_index(&mut audit)?;
        Ok(audit.verification())
    }

    fn check_index(&self, audit: &mut Audit) -> Result<(), StoreError> {
        let known: Vec<StreamId> = audit.streams.names().cloned().collect();
        for stream in &known {
            self.check_stream(audit, stream)?;
        }
        let mut after: Option<StreamId> = None;
        loop {
            let from =
                after.as_ref().map_or(Bound::Unbounded, |last| Bound::Excluded(last.as_bytes()));
            let page = match self.index.list(&[], from, PAGE) {
                Err(StoreError::Damaged { what, .. }) => {
                    audit.derived(what);
                    return Ok(());
                }
                page => page?,
            };
            // Those that only the index knows of.
            let unknown = page.iter().filter(|head| audit.streams.version(&head.stream) == 0);
            for head in unknown.cloned().collect::<Vec<_>>() {
                self.check_stream(audit, &head.stream)?;
            }
            after = page.last().map(|head| head.stream.clone());
            if page.len() < PAGE {
                return Ok(());
            }
        }
    }

    fn check_stream(&self, audit: &mut Audit, stream: &StreamId) -> Result<(), StoreError> {
        let whole = |head: u64| (head > 0).then_some((1, head));
        let found = match self.index.find(stream, whole) {
            Err(StoreError::Damaged { .. }) => {
                disagrees(stream, &mut audit.findings);
                return Ok(());
            }
            found => found?,
        };
        let mut told = Digests::default();
        for run in &found.located.archived {
            audit.told_archived(&mut told, stream, run);
        }
        let committed = found.located.live.iter().filter(|posting| posting.frame <= self.end);
        committed
            .filter(|posting| !audit.incomparable.holds(posting.frame))
            .for_each(|posting| told.add(stream, posting));
        if !audit.agrees(stream, told.of(stream)) {
            disagrees(stream, &mut audit.findings);
        }
        Ok(())
    }
}
