//! Postings in memory: what is folded next, and what is being folded.

use std::sync::Arc;

use super::{FREEZE_AFTER, Generation};
use crate::{
    event::{StreamHash, StreamId},
    store::sled::frame::Posting,
};

/// Postings that are not folded yet, or not surely so.
#[derive(Debug, Default)]
pub(super) struct Recent {
    pub(super) active: Generation,
    pub(super) frozen: Option<Arc<Generation>>,
}

impl Recent {
    /// Hands the active generation to the indexer if it is full and the indexer is free; answers whether it did.
    pub(super) fn freeze_if_full(&mut self) -> bool {
        self.active.len() >= FREEZE_AFTER && self.freeze()
    }

    /// Hands over the active generation if it has anything and the indexer is free; answers whether it did.
    pub(super) fn freeze(&mut self) -> bool {
        let due = self.active.len() > 0 && self.frozen.is_none();
        if due {
            self.frozen = Some(Arc::new(std::mem::take(&mut self.active)));
        }
        due
    }

    /// The last position of the log that is here; 0 when nothing is.
    pub(super) fn until(&self) -> u64 {
        let frozen = self.frozen.as_ref().map_or(0, |frozen| frozen.until());
        self.active.until().max(frozen)
    }

    /// The oldest and the newest posting of a stream.
    pub(super) fn ends(&self, stream: &StreamId) -> Option<(Posting, Posting)> {
        let [frozen, active] = self.postings(stream);
        let oldest = frozen.first().or(active.first())?;
        let newest = active.last().or(frozen.last())?;
        Some((*oldest, *newest))
    }

    /// The end of a stream's chain.
    pub(super) fn head(&self, stream: &StreamId) -> Option<StreamHash> {
        let frozen = || self.frozen.as_ref().and_then(|frozen| frozen.head(stream));
        self.active.head(stream).or_else(frozen)
    }

    /// The postings that hold the versions `first..=last`, ascending.
    pub(super) fn between(&self, stream: &StreamId, first: u64, last: u64) -> Vec<Posting> {
        self.postings(stream).map(|postings| window(postings, first, last)).concat()
    }

    pub(super) fn postings(&self, stream: &StreamId) -> [&[Posting]; 2] {
        let frozen = self.frozen.as_ref().map(|frozen| frozen.postings(stream));
        [frozen.unwrap_or_default(), self.active.postings(stream)]
    }
}

/// Of ascending postings those that hold the versions `first..=last`.
fn window(postings: &[Posting], first: u64, last: u64) -> &[Posting] {
    let from = postings.partition_point(|posting| posting.last_version() < first);
    let until = postings.partition_point(|posting| posting.first_version <= last);
    postings.get(from..until).unwrap_or_default()
}
