//! Postings in the tree: up to 256 of one stream an entry, under the stream and the first version they hold.

use bytes::Bytes;

use super::Generation;
use crate::{
    event::StreamId,
    store::{
        StoreError,
        sled::{
            frame::{Cursor, Posting, put_varint},
            tree::{Tree, stream_of, stream_prefix},
        },
    },
};

/// So many postings an entry: at most 25 bytes each, so an entry never exceeds the longest value.
const POSTINGS: usize = 256;
/// Where the tree of settings keeps the last position whose posting is in the tree.
const FOLDED_UNTIL: &[u8] = b"folded until";

/// The entries of the index that are in the database.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Chunks {
    tree: Tree,
    settings: Tree,
}

impl Chunks {
    pub(in crate::store::sled) const fn new(tree: Tree, settings: Tree) -> Self {
        Self { tree, settings }
    }

    /// The last position of the log whose posting is here.
    pub(in crate::store::sled) fn folded_until(&self) -> Result<u64, StoreError> {
        match self.settings.get(FOLDED_UNTIL)? {
            None => Ok(0),
            Some(bytes) => bytes
                .as_ref()
                .try_into()
                .map(u64::from_le_bytes)
                .map_err(|_| StoreError::damaged("the index's last position is no number", 0)),
        }
    }

    fn set_folded_until(&self, position: u64) -> Result<(), StoreError> {
        self.settings.insert(FOLDED_UNTIL, position.to_le_bytes().to_vec())
    }

    /// All entries, stream by stream, each in the order of versions.
    pub(in crate::store::sled) fn all(&self) -> impl Iterator<Item = Result<Chunk, StoreError>> {
        self.tree.iter_from(&[]).map(|entry| {
            let (key, value) = entry?;
            Chunk::read(&key, Bytes::from_owner(value))
        })
    }

    pub(super) fn head(&self, stream: &StreamId) -> Result<u64, StoreError> {
        Ok(self.last_before(stream, u64::MAX)?.map_or(0, |chunk| chunk.last_version()))
    }

    /// The stream of the first entry whose key lies at or after `key`.
    pub(super) fn stream_at(&self, key: &[u8]) -> Result<Option<StreamId>, StoreError> {
        let entry = self.tree.iter_from(key).next().transpose()?;
        entry.map(|(key, _)| Ok(split(&key)?.0)).transpose()
    }

    /// The postings that hold the versions `first..=last`, ascending.
    pub(in crate::store::sled) fn postings(
        &self,
        stream: &StreamId,
        first: u64,
        last: u64,
    ) -> Result<Vec<Posting>, StoreError> {
        let mut wanted = Vec::new();
        let mut until = last;
        while until >= first
            && let Some(chunk) = self.last_before(stream, until)?
        {
            until = chunk.first_version.saturating_sub(1);
            let here = chunk.postings.into_iter().rev();
            wanted.extend(here.filter(|p| p.first_version <= last && p.last_version() >= first));
        }
        wanted.reverse();
        Ok(wanted)
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
        let last = self.last_before(stream, u64::MAX)?;
        let head = last.as_ref().map_or(0, Chunk::last_version);
        let mut new = postings.iter().filter(|posting| posting.first_version > head).peekable();
        let mut chunk = last.filter(|chunk| chunk.postings.len() < POSTINGS);
        while let Some(next) = new.peek() {
            let mut chunk =
                chunk.take().unwrap_or_else(|| Chunk::empty(stream, next.first_version));
            let room = POSTINGS - chunk.postings.len();
            chunk.postings.extend(new.by_ref().take(room));
            self.tree.insert(&key(stream, chunk.first_version), chunk.write())?;
        }
        Ok(())
    }

    /// The entry that holds `version`, or the last one before it.
    fn last_before(&self, stream: &StreamId, version: u64) -> Result<Option<Chunk>, StoreError> {
        let entry = self.tree.last_between(&key(stream, 0), &key(stream, version))?;
        entry.map(|(key, value)| Chunk::read(&key, Bytes::from_owner(value))).transpose()
    }
}

fn key(stream: &StreamId, first_version: u64) -> Vec<u8> {
    [stream_prefix(stream).as_slice(), &first_version.to_be_bytes()].concat()
}

/// The stream and the first version that make up a key.
fn split(key: &[u8]) -> Result<(StreamId, u64), StoreError> {
    let (stream, version) = key.split_last_chunk().ok_or_else(unreadable)?;
    Ok((stream_of(stream).ok_or_else(unreadable)?, u64::from_be_bytes(*version)))
}

fn unreadable() -> StoreError {
    StoreError::damaged("an entry of the index of streams cannot be read", 0)
}

/// One entry.
#[derive(Debug)]
pub(in crate::store::sled) struct Chunk {
    pub(in crate::store::sled) stream: StreamId,
    pub(in crate::store::sled) first_version: u64,
    pub(in crate::store::sled) postings: Vec<Posting>,
}

impl Chunk {
    fn empty(stream: &StreamId, first_version: u64) -> Self {
        Self { stream: stream.clone(), first_version, postings: Vec::new() }
    }

    pub(in crate::store::sled) fn last_version(&self) -> u64 {
        self.postings.last().map_or(0, Posting::last_version)
    }

    /// Versions and frames ascend, so only the differences are written.
    fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 * self.postings.len());
        let mut frame = 0;
        for posting in &self.postings {
            put_varint(&mut bytes, posting.count.into());
            put_varint(&mut bytes, posting.frame - frame);
            put_varint(&mut bytes, posting.offset.into());
            frame = posting.frame;
        }
        bytes
    }

    fn read(key: &[u8], value: Bytes) -> Result<Self, StoreError> {
        let (stream, first_version) = split(key)?;
        let postings = read_postings(first_version, &value).ok_or_else(unreadable)?;
        Ok(Self { stream, first_version, postings })
    }
}

fn read_postings(mut first_version: u64, bytes: &Bytes) -> Option<Vec<Posting>> {
    let mut cursor = Cursor { bytes, at: 0 };
    let mut frame: u64 = 0;
    let mut postings = Vec::new();
    while cursor.at < bytes.len() {
        let count = u32::try_from(cursor.varint()?).ok()?;
        frame = frame.checked_add(cursor.varint()?)?;
        let offset = u32::try_from(cursor.varint()?).ok()?;
        postings.push(Posting { first_version, count, frame, offset });
        first_version = first_version.checked_add(count.into())?;
    }
    postings.first().is_some_and(|first| first.count > 0).then_some(postings)
}
