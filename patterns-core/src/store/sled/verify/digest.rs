//! Whether two sides tell of the same places of events.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    event::StreamId,
    store::sled::{frame::Posting, index::ArchivedRun},
};

/// A digest of postings that does not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest {
    postings: u64,
    sum: u64,
}

impl Digest {
    /// Where in its frame the append is does not count: the index is not told when frames are thinned, and readers look for themselves.
    pub(super) fn add_live(&mut self, stream: &StreamId, posting: &Posting) {
        self.add((stream, posting.first_version, posting.count, posting.frame));
    }

    pub(super) fn add_archived(&mut self, stream: &StreamId, run: &ArchivedRun) {
        self.add((stream, run));
    }

    fn add(&mut self, place: impl Hash) {
        let mut hasher = DefaultHasher::new();
        place.hash(&mut hasher);
        self.postings += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}
