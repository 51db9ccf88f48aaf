//! The log of frames: where the events are that are not archived. Everything else in the database can be made again from both.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use sled::IVec;

use super::{
    frame::{Frame, parts},
    syncer::Syncer,
    tree::{Entries, Entry, MAX_VALUE, Tree},
};
use crate::{event::LogEnd, store::StoreError};

/// First position of a frame, then the number of the part; both big-endian, so that the log sorts by position.
type Key = [u8; 10];

fn key(position: u64, part: u16) -> Key {
    let mut key = [0; 10];
    let bytes = position.to_be_bytes().into_iter().chain(part.to_be_bytes());
    key.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    key
}

fn position_of(key: &[u8]) -> Option<u64> {
    key.get(..8)?.try_into().ok().map(u64::from_be_bytes)
}

/// A finished frame, under its first position.
#[derive(Debug)]
pub(super) struct StoredFrame {
    pub(super) position: u64,
    pub(super) bytes: Vec<u8>,
}

/// What becomes of a frame when slices of it have been archived.
#[derive(Debug)]
pub(super) struct Thinned {
    pub(super) frame: Frame,
    /// What takes its place.
    pub(super) left: Option<Vec<u8>>,
}

/// The tree of frames.
#[derive(Clone, Debug)]
pub(super) struct Log {
    tree: Tree,
    /// Bytes of all frames.
    bytes: Arc<AtomicU64>,
}

impl Log {
    pub(super) fn new(tree: Tree) -> Self {
        Self { tree, bytes: Arc::default() }
    }

    /// The same log for whoever writes to it beside the committer.
    pub(super) fn counted(&self, syncer: &Syncer) -> Self {
        Self { tree: self.tree.counted_by(syncer), bytes: Arc::clone(&self.bytes) }
    }

    /// Bytes of all frames.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Tells how many bytes were found.
    pub(super) fn set_bytes(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    /// Writes all frames or none; they are durable after the next sync only.
    pub(super) fn write(&self, frames: Vec<StoredFrame>) -> Result<(), StoreError> {
        let mut entries = Vec::with_capacity(frames.len());
        let bytes = frames.iter().map(|frame| frame.bytes.len() as u64).sum();
        for frame in frames {
            if frame.bytes.len() <= MAX_VALUE {
                entries.push((key(frame.position, 0).to_vec(), frame.bytes));
                continue;
            }
            let parts = (0..).zip(frame.bytes.chunks(MAX_VALUE));
            entries.extend(parts.map(|(n, part)| (key(frame.position, n).to_vec(), part.to_vec())));
        }
        self.tree.change(Vec::new(), entries)?;
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    }

    /// Puts what is left of frames in their places: all or none.
    pub(super) fn thin(&self, frames: Vec<Thinned>) -> Result<(), StoreError> {
        let (mut removed, mut replaced, mut gone) = (Vec::new(), Vec::new(), 0);
        for Thinned { frame, left } in frames {
            let (position, length) = (frame.first_position, frame.bytes.len());
            gone += (length - left.as_ref().map_or(0, Vec::len)) as u64;
            match left {
                Some(left) => replaced.push((key(position, 0).to_vec(), left)),
                None => {
                    let parts = parts(&frame.bytes).unwrap_or_default().max(1);
                    removed.extend((0..parts).map(|part| key(position, part).to_vec()));
                }
            }
        }
        self.tree.change(removed, replaced)?;
        self.bytes.fetch_sub(gone, Ordering::Relaxed);
        Ok(())
    }

    /// The frame whose first position is `position`.
    pub(super) fn frame(&self, position: u64) -> Result<Frame, StoreError> {
        let missing = || damaged(position, "a frame is missing");
        let first = self.tree.get(&key(position, 0))?.ok_or_else(missing)?;
        let rest = |part| self.tree.get(&key(position, part))?.ok_or_else(missing);
        assemble(position, first, rest)
    }

    /// The first position of the frame with the position `position`, or of the last one before it.
    pub(super) fn holding(&self, position: u64) -> Result<Option<u64>, StoreError> {
        let holder = self.tree.last_between(&key(0, 0), &key(position, u16::MAX))?;
        Ok(holder.and_then(|(key, _)| position_of(&key)))
    }

    /// The end of the log whose last position is `position`.
    pub(super) fn end(&self, position: u64) -> Result<LogEnd, StoreError> {
        if position == 0 {
            return Ok(LogEnd::default());
        }
        let last = self.frames_from(position)?.next().transpose()?;
        let ends = |frame: &Frame| frame.first_position + u64::from(frame.events) == position + 1;
        let missing = || damaged(position, "the last frame is missing");
        let last = last.filter(ends).ok_or_else(missing)?;
        Ok(LogEnd { position, hash: last.log_hash })
    }

    /// The entries of one frame as they stand there.
    pub(super) fn entries_of(&self, position: u64) -> Entries {
        self.tree.iter_prefix(&position.to_be_bytes())
    }

    /// All entries as they stand there, up to those of the frame that begins at `end`.
    pub(super) fn entries_until(
        &self,
        end: u64,
    ) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        let is_later =
            move |(key, _): &Entry| position_of(key).is_some_and(|position| position > end);
        self.tree.iter_from(&[]).take_while(move |entry| !entry.as_ref().is_ok_and(is_later))
    }

    /// The frame that holds the event at `position`, and all that follow.
    pub(super) fn frames_from(&self, position: u64) -> Result<Frames, StoreError> {
        let first = self.holding(position)?.unwrap_or(position);
        Ok(Frames(self.tree.iter_from(&key(first, 0))))
    }
}

/// Frames in the order of their positions. Ends after the first error.
pub(super) struct Frames(Entries);

impl Iterator for Frames {
    type Item = Result<Frame, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|first| self.assemble(first?))
    }
}

impl Frames {
    fn assemble(&mut self, (first_key, first): Entry) -> Result<Frame, StoreError> {
        let position = position_of(&first_key).unwrap_or_default();
        if *first_key != key(position, 0) {
            return Err(damaged(position, "the first part of a frame is missing"));
        }
        assemble(position, first, |part| match self.0.next().transpose()? {
            Some((found, value)) if *found == key(position, part) => Ok(value),
            _ => Err(damaged(position, "a part of a frame is missing")),
        })
    }
}

fn assemble(
    position: u64,
    first: IVec,
    mut rest: impl FnMut(u16) -> Result<IVec, StoreError>,
) -> Result<Frame, StoreError> {
    let bytes = match parts(&first) {
        None | Some(0 | 1) => Bytes::from_owner(first),
        Some(parts) => {
            let mut whole = first.to_vec();
            for part in 1..parts {
                whole.extend_from_slice(&rest(part)?);
            }
            whole.into()
        }
    };
    match Frame::read(bytes) {
        Ok(frame) if frame.first_position == position => Ok(frame),
        Ok(_) => Err(damaged(position, "a frame stands under another frame's position")),
        Err(what) => Err(damaged(position, what)),
    }
}

/// The log is damaged at `position`; what comes before it was not looked at.
pub(super) fn damaged(position: u64, what: &str) -> StoreError {
    StoreError::damaged(format!("{what} at position {position}"), position.saturating_sub(1))
}
