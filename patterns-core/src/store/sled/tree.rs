//! A tree of sled, within sled's limits and behind this library's errors.

use bytes::Bytes;
use sled::IVec;

use super::{guard::guarded, syncer::Syncer};
use crate::{event::StreamId, store::StoreError};

/// The longest value ever given to sled.
///
/// A leaf of sled holds up to 17 entries, and a leaf of more than 131,052 bytes (a quarter of a segment) goes into a file of its
/// own under `blobs/`, which syncing the database file does not cover. Where entries are removed, sled merges leaves of up to three entries
/// into their neighbours, and with two threads at it one can get two of these before it is split: 23 values of this size and their keys
/// stay below. So do the inner pages, of up to 320 keys, because the names of streams are short.
pub(super) const MAX_VALUE: usize = 5_600;

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

/// One tree of the database.
#[derive(Clone)]
pub(super) struct Tree {
    tree: sled::Tree,
    /// Told of what is written; nobody where the committer syncs itself.
    syncer: Option<Syncer>,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tree({})", String::from_utf8_lossy(&self.tree.name()))
    }
}

pub(super) type Entry = (IVec, IVec);

impl Tree {
    /// A tree whose writes the caller syncs.
    pub(super) fn open(db: &sled::Db, name: &str) -> Result<Self, StoreError> {
        guarded(|| db.open_tree(name)).map(|tree| Self { tree, syncer: None })
    }

    /// A tree that is written beside the committer: `syncer` sees to it that not too much is unsynced.
    pub(super) fn counted(db: &sled::Db, name: &str, syncer: &Syncer) -> Result<Self, StoreError> {
        Ok(Self { syncer: Some(syncer.clone()), ..Self::open(db, name)? })
    }

    /// The same tree, written beside the committer.
    pub(super) fn counted_by(&self, syncer: &Syncer) -> Self {
        Self { syncer: Some(syncer.clone()), ..self.clone() }
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        guarded(|| self.tree.get(key))
    }

    pub(super) fn insert(&self, key: &[u8], value: Vec<u8>) -> Result<(), StoreError> {
        debug_assert!(value.len() <= MAX_VALUE);
        let bytes = key.len() + value.len();
        guarded(|| self.tree.insert(key, value))?;
        self.wrote(bytes)
    }

    /// Removes and writes all of these entries or none.
    pub(super) fn change(
        &self,
        removed: Vec<Vec<u8>>,
        mut inserted: Vec<(Vec<u8>, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        // A batch costs sled one more log message than an insert.
        if removed.is_empty()
            && inserted.len() == 1
            && let Some((key, value)) = inserted.pop()
        {
            return self.insert(&key, value);
        }
        let (mut batch, mut bytes) = (sled::Batch::default(), 0);
        for key in removed {
            bytes += key.len();
            batch.remove(key);
        }
        for (key, value) in inserted {
            debug_assert!(value.len() <= MAX_VALUE);
            bytes += key.len() + value.len();
            batch.insert(key, value);
        }
        guarded(|| self.tree.apply_batch(batch))?;
        self.wrote(bytes)
    }

    pub(super) fn remove(&self, key: &[u8]) -> Result<(), StoreError> {
        guarded(|| self.tree.remove(key))?;
        self.wrote(key.len())
    }

    fn wrote(&self, bytes: usize) -> Result<(), StoreError> {
        self.syncer.as_ref().map_or(Ok(()), |syncer| syncer.wrote(bytes))
    }

    /// The last entry whose key lies between `first` and `last`, both inclusive.
    pub(super) fn last_between(
        &self,
        first: &[u8],
        last: &[u8],
    ) -> Result<Option<Entry>, StoreError> {
        guarded(|| self.tree.range(first..=last).next_back().transpose())
    }

    /// All entries from `key` on, in order.
    pub(super) fn iter_from(&self, key: &[u8]) -> Entries {
        Entries(self.tree.range(key..))
    }

    /// All entries whose key begins with `prefix`, in order.
    pub(super) fn iter_prefix(&self, prefix: &[u8]) -> Entries {
        Entries(self.tree.scan_prefix(prefix))
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
