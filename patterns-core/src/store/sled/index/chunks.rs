//! The entries of the index that are in the tree, each under its stream and the first version that it tells of.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::{
    Generation,
    chunk::{ArchivedRun, Chunk, MOST, Newest, Places, key, split},
};
use crate::{
    event::StreamId,
    store::{
        StoreError,
        sled::{frame::Posting, tree::Tree},
    },
};

/// Where the tree of settings keeps the last position whose posting is in the tree.
pub(in crate::store::sled) const FOLDED_UNTIL: &[u8] = b"folded until";

/// The entries of the index that are in the database.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Chunks {
    pub(super) tree: Tree,
    settings: Tree,
    /// Held while the entries of a stream are changed: by the indexer and by the archiver.
    changing: Arc<Mutex<()>>,
}

/// Where some versions of a stream are, ascending; what is archived comes first.
#[derive(Debug, Default)]
pub(in crate::store::sled) struct Located {
    pub(in crate::store::sled) archived: Vec<ArchivedRun>,
    pub(in crate::store::sled) live: Vec<Posting>,
}

impl Chunks {
    pub(in crate::store::sled) fn new(tree: Tree, settings: Tree) -> Self {
        Self { tree, settings, changing: Arc::default() }
    }

    pub(super) fn changing(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last position of the log whose posting is here.
    pub(in crate::store::sled) fn folded_until(&self) -> Result<u64, StoreError> {
        match self.settings.get(FOLDED_UNTIL)? {
            None => Ok(0),
            Some(bytes) => read_position(&bytes)
                .ok_or_else(|| StoreError::damaged("the index's last position cannot be read", 0)),
        }
    }

    fn set_folded_until(&self, position: u64) -> Result<(), StoreError> {
        self.settings.insert(FOLDED_UNTIL, write_position(position))
    }

    /// All entries, stream by stream, each in the order of versions.
    pub(in crate::store::sled) fn all(&self) -> impl Iterator<Item = Result<Chunk, StoreError>> {
        self.tree.iter_from(&[]).map(|entry| {
            let (key, value) = entry?;
            Chunk::read(&key, Bytes::from_owner(value))
        })
    }

    /// As [`all`](Self::all), each with its key.
    pub(in crate::store::sled) fn entries(
        &self,
    ) -> impl Iterator<Item = (Vec<u8>, Result<Chunk, StoreError>)> {
        self.tree.iter_from(&[]).map(|entry| match entry {
            Ok((key, value)) => (key.to_vec(), Chunk::read(&key, Bytes::from_owner(value))),
            Err(error) => (Vec::new(), Err(error)),
        })
    }

    /// The stream of an entry, if its key can be read.
    pub(in crate::store::sled) fn stream_of(key: &[u8]) -> Option<StreamId> {
        split(key).ok().map(|(stream, _)| stream)
    }

    pub(super) fn head(&self, stream: &StreamId) -> Result<u64, StoreError> {
        Ok(self.newest(stream)?.map_or(0, |newest| newest.last_version()))
    }

    /// Where the last events of a stream are.
    pub(super) fn newest(&self, stream: &StreamId) -> Result<Option<Newest>, StoreError> {
        Ok(self.last_before(stream, u64::MAX)?.and_then(|chunk| chunk.newest()))
    }

    /// The last archived version of a stream, 0 when none is, and its oldest live posting.
    pub(in crate::store::sled) fn boundary(
        &self,
        stream: &StreamId,
    ) -> Result<(u64, Option<Posting>), StoreError> {
        let mut archived_until = 0;
        for entry in self.tree.iter_from(&key(stream, 0)) {
            let (key, value) = entry?;
            let chunk = Chunk::read(&key, Bytes::from_owner(value))?;
            match &chunk.places {
                _ if chunk.stream != *stream => break,
                Places::Live(postings) => return Ok((archived_until, postings.first().copied())),
                Places::Archived(_) => archived_until = chunk.last_version(),
            }
        }
        Ok((archived_until, None))
    }

    /// The stream of the first entry whose key lies at or after `key`.
    pub(super) fn stream_at(&self, key: &[u8]) -> Result<Option<StreamId>, StoreError> {
        let entry = self.tree.iter_from(key).next().transpose()?;
        entry.map(|(key, _)| Ok(split(&key)?.0)).transpose()
    }

    /// Where the versions `first..=last` are.
    pub(in crate::store::sled) fn find(
        &self,
        stream: &StreamId,
        first: u64,
        last: u64,
    ) -> Result<Located, StoreError> {
        let mut found = Located::default();
        let mut until = last;
        while until >= first
            && let Some(chunk) = self.last_before(stream, until)?
        {
            let wanted = |from, to| from <= until && to >= first;
            match chunk.places {
                Places::Live(postings) => {
                    let here = postings.into_iter().rev();
                    found.live.extend(here.filter(|p| wanted(p.first_version, p.last_version())));
                }
                Places::Archived(runs) => {
                    let here = runs.into_iter().rev();
                    let here = here.filter(|run| wanted(run.first_version, run.last_version()));
                    // Between two looks events can have been archived that were found live: those are known by then.
                    found.archived.extend(here.map(|run| run.until(until)));
                }
            }
            until = chunk.first_version.saturating_sub(1);
        }
        found.live.reverse();
        found.archived.reverse();
        Ok(found)
    }

    /// Adds the postings of a generation that follows what is here.
    pub(in crate::store::sled) fn fold(&self, generation: &Generation) -> Result<(), StoreError> {
        for (stream, postings) in generation.streams() {
            self.append(stream, postings)?;
        }
        self.set_folded_until(generation.until())
    }

    /// Adds postings that continue the stream. Those that are here already are passed over: a fold that was killed is repeated.
    fn append(&self, stream: &StreamId, postings: &[Posting]) -> Result<(), StoreError> {
        let _changing = self.changing();
        let last = self.last_before(stream, u64::MAX)?;
        let head = last.as_ref().map_or(0, Chunk::last_version);
        let mut new = postings.iter().filter(|posting| posting.first_version > head).peekable();
        let mut open = last.and_then(Chunk::with_room);
        while let Some(next) = new.peek() {
            let (first, mut postings) = open.take().unwrap_or((next.first_version, Vec::new()));
            let room = MOST - postings.len();
            postings.extend(new.by_ref().take(room));
            let chunk = Chunk::live(stream, first, postings);
            self.tree.insert(&chunk.key(), chunk.write())?;
        }
        Ok(())
    }

    /// The entry that holds `version`, or the last one before it.
    pub(super) fn last_before(
        &self,
        stream: &StreamId,
        version: u64,
    ) -> Result<Option<Chunk>, StoreError> {
        let entry = self.tree.last_between(&key(stream, 0), &key(stream, version))?;
        entry.map(|(key, value)| Chunk::read(&key, Bytes::from_owner(value))).transpose()
    }
}

/// A position and its checksum: nothing else would tell that a lower one is wrong.
fn write_position(position: u64) -> Vec<u8> {
    let position = position.to_le_bytes();
    [position.as_slice(), &crc32fast::hash(&position).to_le_bytes()].concat()
}

fn read_position(bytes: &[u8]) -> Option<u64> {
    let position = bytes.first_chunk().map(|position| u64::from_le_bytes(*position))?;
    (write_position(position) == bytes).then_some(position)
}

impl Chunk {
    /// Its first version and its postings, if it is one of live events that takes more of them.
    fn with_room(self) -> Option<(u64, Vec<Posting>)> {
        match self.places {
            Places::Live(postings) if postings.len() < MOST => Some((self.first_version, postings)),
            _ => None,
        }
    }
}

impl ArchivedRun {
    /// Of this run no more than up to `version`.
    const fn until(self, version: u64) -> Self {
        let most = version.saturating_add(1).saturating_sub(self.first_version);
        let events = if self.events < most { self.events } else { most };
        Self { events, ..self }
    }
}

impl Located {
    pub(in crate::store::sled) fn is_empty(&self) -> bool {
        self.archived.is_empty() && self.live.is_empty()
    }
}
