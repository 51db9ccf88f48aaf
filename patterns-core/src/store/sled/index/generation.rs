//! Postings in memory.

use core::ops::Bound;
use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use crate::{
    event::{ChainHash, StreamHash, StreamId},
    store::sled::frame::{Indexed, Posting},
};

/// What one stretch of the log holds of a stream.
#[derive(Debug)]
struct Recorded {
    postings: Vec<Posting>,
    /// The stream's hash after the last one.
    hash: ChainHash,
}

/// The postings of one stretch of the log.
#[derive(Debug, Default)]
pub(in crate::store::sled) struct Generation {
    streams: HashMap<StreamId, Recorded>,
    /// The keys of `streams`, in order. Beside them, because they are looked up far more often than they are listed.
    names: BTreeSet<StreamId>,
    length: usize,
    until: u64,
}

impl Generation {
    /// Adds the postings of the log up to the position `until`.
    pub(in crate::store::sled) fn extend(
        &mut self,
        indexed: impl IntoIterator<Item = Indexed>,
        until: u64,
    ) {
        for Indexed { stream, posting, hash } in indexed {
            let entry = self.streams.entry(stream);
            if let Entry::Vacant(new) = &entry {
                self.names.insert(new.key().clone());
            }
            let recorded = entry.or_insert_with(|| Recorded { postings: Vec::new(), hash });
            recorded.postings.push(posting);
            recorded.hash = hash;
            self.length += 1;
        }
        self.until = until;
    }

    /// The postings of one stream, ascending.
    pub(in crate::store::sled) fn postings(&self, stream: &StreamId) -> &[Posting] {
        self.streams.get(stream).map_or(&[], |recorded| &recorded.postings)
    }

    /// The end of a stream, if it is here.
    pub(super) fn head(&self, stream: &StreamId) -> Option<StreamHash> {
        let recorded = self.streams.get(stream)?;
        let version = recorded.postings.last()?.last_version();
        Some(StreamHash { version, hash: recorded.hash })
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
        self.streams.iter().map(|(stream, recorded)| (stream, recorded.postings.as_slice()))
    }

    pub(in crate::store::sled) const fn len(&self) -> usize {
        self.length
    }

    /// The last position of the log that this generation, and those before it, cover.
    pub(super) const fn until(&self) -> u64 {
        self.until
    }
}
