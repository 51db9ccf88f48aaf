//! A sled tree behind this library's errors: a failure is typed, and a panic inside sled ends here.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use bytes::Bytes;
use sled::IVec;

use crate::{event::StreamId, store::StoreError};

/// The longest value ever given to sled.
///
/// A leaf of sled holds up to 17 entries, and a leaf of more than 131,052 bytes (a quarter of a segment) goes into a file of its
/// own under `blobs/`, which syncing the database file does not cover. Seventeen values of this size and their keys stay below. So do
/// the inner pages, of up to 320 keys, because the names of streams are short.
pub(super) const MAX_VALUE: usize = 6_400;

/// Where the keys of one stream begin. Led by its length, because names can be beginnings of one another: without it the range of one
/// stream's keys would hold those of another.
pub(super) fn stream_prefix(stream: &StreamId) -> Vec<u8> {
    let name = stream.as_bytes();
    [&(name.len() as u16).to_be_bytes(), name].concat()
}

/// The stream whose keys begin like this; the reverse of [`stream_prefix`].
pub(super) fn stream_of(prefix: &[u8]) -> Option<StreamId> {
    let (length, name) = prefix.split_first_chunk()?;
    let whole = usize::from(u16::from_be_bytes(*length)) == name.len();
    whole.then(|| StreamId::from_bytes(Bytes::copy_from_slice(name)))
}

/// Runs `access`, turning sled's errors and panics into ours.
pub(super) fn guarded<T>(access: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(access)) {
        Ok(result) => result.map_err(from_sled),
        Err(panic) => Err(StoreError::damaged(format!("sled: {}", message(&*panic)), 0)),
    }
}

fn from_sled(error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(cause) => StoreError::io("accessing the database file")(cause),
        other => StoreError::damaged(format!("sled: {other}"), 0),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panicked")
}

/// One tree of the database.
#[derive(Clone)]
pub(super) struct Tree(sled::Tree);

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tree({})", String::from_utf8_lossy(&self.0.name()))
    }
}

pub(super) type Entry = (IVec, IVec);

impl Tree {
    pub(super) fn open(db: &sled::Db, name: &str) -> Result<Self, StoreError> {
        guarded(|| db.open_tree(name)).map(Self)
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        guarded(|| self.0.get(key))
    }

    pub(super) fn insert(&self, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        debug_assert!(value.len() <= MAX_VALUE);
        guarded(|| self.0.insert(key, value)).map(drop)
    }

    /// Writes all entries or none.
    pub(super) fn insert_all(&self, entries: Vec<(Vec<u8>, Vec<u8>)>) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for (key, value) in entries {
            debug_assert!(value.len() <= MAX_VALUE);
            batch.insert(key, value);
        }
        self.apply(batch)
    }

    pub(super) fn apply(&self, batch: sled::Batch) -> Result<(), StoreError> {
        guarded(|| self.0.apply_batch(batch))
    }

    /// The last entry whose key lies between `first` and `last`, both inclusive.
    pub(super) fn last_between(
        &self,
        first: &[u8],
        last: &[u8],
    ) -> Result<Option<Entry>, StoreError> {
        guarded(|| self.0.range(first..=last).next_back().transpose())
    }

    /// All entries from `key` on, in order.
    pub(super) fn iter_from(&self, key: &[u8]) -> Entries {
        Entries(self.0.range(key..))
    }

    /// All entries whose key begins with `prefix`, in order.
    pub(super) fn iter_prefix(&self, prefix: &[u8]) -> Entries {
        Entries(self.0.scan_prefix(prefix))
    }
}

/// Entries in the order of their keys. Ends after the first error.
pub(super) struct Entries(sled::Iter);

impl Iterator for Entries {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        guarded(|| self.0.next().transpose()).transpose()
    }
}
