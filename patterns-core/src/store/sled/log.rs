//! The log of frames: where the events are. Everything else in the database can be made again from it.

use bytes::Bytes;
use sled::IVec;

use super::{
    frame::{Frame, parts},
    tree::{Entries, Entry, MAX_VALUE, Tree},
};
use crate::store::StoreError;

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

/// The tree of frames.
#[derive(Clone, Debug)]
pub(super) struct Log(Tree);

impl Log {
    pub(super) const fn new(tree: Tree) -> Self {
        Self(tree)
    }

    /// Writes all frames or none; they are durable after the next sync only.
    pub(super) fn write(&self, frames: Vec<StoredFrame>) -> Result<(), StoreError> {
        let mut entries = Vec::with_capacity(frames.len());
        for frame in frames {
            if frame.bytes.len() <= MAX_VALUE {
                entries.push((key(frame.position, 0).to_vec(), frame.bytes));
                continue;
            }
            let parts = (0..).zip(frame.bytes.chunks(MAX_VALUE));
            entries.extend(parts.map(|(n, part)| (key(frame.position, n).to_vec(), part.to_vec())));
        }
        match <[_; 1]>::try_from(entries) {
            // A batch costs sled one more log message than an insert.
            Ok([(key, value)]) => self.0.insert(&key, value),
            Err(entries) => self.0.insert_all(entries),
        }
    }

    /// The frame whose first position is `position`.
    pub(super) fn frame(&self, position: u64) -> Result<Frame, StoreError> {
        let missing = || damaged(position, "a frame is missing");
        let first = self.0.get(&key(position, 0))?.ok_or_else(missing)?;
        let rest = |part| self.0.get(&key(position, part))?.ok_or_else(missing);
        assemble(position, first, rest)
    }

    /// The frame that holds the event at `position`, and all that follow.
    pub(super) fn frames_from(&self, position: u64) -> Result<Frames, StoreError> {
        let holder = self.0.last_between(&key(0, 0), &key(position, u16::MAX))?;
        let first = holder.and_then(|(key, _)| position_of(&key)).unwrap_or(position);
        Ok(Frames(self.0.iter_from(&key(first, 0))))
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
