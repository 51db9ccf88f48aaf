//! Streams in the order of their names.
//!
//! The tree sorts names by their length first, so a page is merged from one sorted run a length: two look-ups for each length in
//! use, of which there are at most 257, and two for each stream of the page.

use core::{cmp::Reverse, ops::Bound};
use std::collections::{BTreeMap, BinaryHeap};

use super::{Chunks, Generation, Index, Recent};
use crate::{
    event::StreamId,
    store::{StoreError, StreamHead},
};

/// Streams and their heads.
type Heads = BTreeMap<StreamId, u64>;

impl Index {
    /// At most `limit` streams whose names begin with `prefix`, in order, beginning at `from`.
    pub(in crate::store::sled) fn list(
        &self,
        prefix: &[u8],
        from: Bound<&[u8]>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        // Copied under the lock, before the tree is read: a generation disappears only after it stands in the tree.
        let mut heads = self.recent().list(prefix, from, limit);
        for (stream, folded) in self.chunks.list(prefix, from, limit)? {
            let head = heads.entry(stream).or_default();
            *head = folded.max(*head);
        }
        let first = heads.into_iter().take(limit);
        Ok(first.map(|(stream, version)| StreamHead { stream, version }).collect())
    }
}

impl Recent {
    fn list(&self, prefix: &[u8], from: Bound<&[u8]>, limit: usize) -> Heads {
        let generations = self.frozen.as_deref().into_iter().chain([&self.active]);
        let names = |generation: &'_ Generation| {
            let names = generation.names_from(from);
            let listed = names.take_while(|name| name.as_bytes().starts_with(prefix));
            listed.take(limit).cloned().collect::<Vec<_>>()
        };
        let head = |stream: StreamId| {
            let (_, newest) = self.ends(&stream)?;
            Some((stream, newest.last_version()))
        };
        generations.flat_map(names).filter_map(head).collect()
    }
}

impl Chunks {
    fn list(&self, prefix: &[u8], from: Bound<&[u8]>, limit: usize) -> Result<Heads, StoreError> {
        let mut heads = Heads::new();
        let mut next_of_lengths = self.first_of_lengths(prefix, from)?;
        while heads.len() < limit
            && let Some(Reverse(stream)) = next_of_lengths.pop()
        {
            let (length, after) = (stream.as_bytes().len(), Bound::Excluded(stream.as_bytes()));
            next_of_lengths.extend(self.first_of_length(length, prefix, after)?.map(Reverse));
            heads.insert(stream.clone(), self.head(&stream)?);
        }
        Ok(heads)
    }

    /// The first name of each length that is in use.
    fn first_of_lengths(
        &self,
        prefix: &[u8],
        from: Bound<&[u8]>,
    ) -> Result<BinaryHeap<Reverse<StreamId>>, StoreError> {
        let mut names = BinaryHeap::new();
        let mut length = prefix.len();
        while length <= StreamId::LONGEST
            && let Some(stream) = self.stream_at(&key_from(length, &[]))?
        {
            length = stream.as_bytes().len();
            names.extend(self.first_of_length(length, prefix, from)?.map(Reverse));
            length += 1;
        }
        Ok(names)
    }

    /// The first name of so many bytes that begins with `prefix` and lies at or after `from`.
    fn first_of_length(
        &self,
        length: usize,
        prefix: &[u8],
        from: Bound<&[u8]>,
    ) -> Result<Option<StreamId>, StoreError> {
        let key = match from {
            Bound::Unbounded => key_from(length, &[]),
            Bound::Included(name) if name.len() <= length => key_from(length, name),
            Bound::Excluded(name) if name.len() < length => key_from(length, name),
            // A name that begins like `from` and is shorter lies before it.
            Bound::Included(name) | Bound::Excluded(name) => key_after(length, name),
        };
        let found = self.stream_at(&key)?;
        let fits = |name: &[u8]| name.len() == length && name.starts_with(prefix);
        Ok(found.filter(|stream| fits(stream.as_bytes())))
    }
}

/// Not after any key of the names of so many bytes that begin with `name` or follow it.
fn key_from(length: usize, name: &[u8]) -> Vec<u8> {
    [&(length as u16).to_be_bytes(), name].concat()
}

/// After all keys of the name that the first `length` bytes of `name` are, and before those that follow.
fn key_after(length: usize, name: &[u8]) -> Vec<u8> {
    let name = name.get(..length).unwrap_or(name);
    let no_further_version = [u8::MAX; 9];
    [key_from(length, name).as_slice(), &no_further_version].concat()
}
