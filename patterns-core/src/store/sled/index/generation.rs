//! Postings in memory.

use core::ops::Bound;
use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use crate::{event::StreamId, store::sled::frame::Posting};

/// The postings of one stretch of the log.
#[derive(Debug, Default)]
pub(in crate::store::sled) struct Generation {
    streams: HashMap<StreamId, Vec<Posting>>,
    /// The keys of `streams`, in order. Beside them, because they are looked up far more often than they are listed.
    names: BTreeSet<StreamId>,
    length: usize,
    until: u64,
}

impl Generation {
    /// Adds the postings of the log up to the position `until`.
    pub(in crate::store::sled) fn extend(
        &mut self,
        postings: impl IntoIterator<Item = (StreamId, Posting)>,
        until: u64,
    ) {
        for (stream, posting) in postings {
            let entry = self.streams.entry(stream);
            if let Entry::Vacant(new) = &entry {
                self.names.insert(new.key().clone());
            }
            entry.or_default().push(posting);
            self.length += 1;
        }
        self.until = until;
    }

    /// The postings of one stream, ascending.
    pub(in crate::store::sled) fn postings(&self, stream: &StreamId) -> &[Posting] {
        self.streams.get(stream).map_or(&[], Vec::as_slice)
    }

    /// The streams whose names lie at or after `from`, in order.
    pub(super) fn names_from(&self, from: Bound<&[u8]>) -> impl Iterator<Item = &StreamId> {
        self.names.range::<[u8], _>((from, Bound::Unbounded))
    }

    /// Whether `posting` is one of the stream's.
    pub(in crate::store::sled) fn holds(&self, stream: &StreamId, posting: &Posting) -> bool {
        let postings = self.postings(stream);
        let at = postings.binary_search_by_key(&posting.first_version, |own| own.first_version);
        at.is_ok_and(|at| postings.get(at) == Some(posting))
    }

    pub(in crate::store::sled) fn streams(&self) -> impl Iterator<Item = (&StreamId, &[Posting])> {
        self.streams.iter().map(|(stream, postings)| (stream, postings.as_slice()))
    }

    pub(in crate::store::sled) const fn len(&self) -> usize {
        self.length
    }

    /// The last position of the log that this generation, and those before it, cover.
    pub(super) const fn until(&self) -> u64 {
        self.until
    }
}
