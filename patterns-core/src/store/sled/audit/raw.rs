//! Frames as they stand in the tree of the log, whatever was done to them.

use core::iter::Peekable;

use bytes::Bytes;
use sled::IVec;

use super::{chain::believable, findings::Flaw};
use crate::store::{
    FindingKind, StoreError,
    sled::{
        frame::{Frame, parts},
        tree::{Entry, MAX_VALUE},
    },
};

/// What stands in the tree under one position.
#[derive(Debug)]
pub(super) enum Raw {
    /// The parts of a frame, put together.
    Frame(RawFrame),
    /// An entry under a key that is none of the log.
    Stray(Vec<u8>),
    /// Archived events that cannot be read.
    Unreadable(StoreError),
}

/// A frame, or what is left of one.
#[derive(Debug)]
pub(super) struct RawFrame {
    /// The position under which it stands.
    pub(super) position: u64,
    pub(super) bytes: Bytes,
    pub(super) flaws: Vec<Flaw>,
    /// The first positions of slices that are archived and were put back.
    pub(super) archived: Vec<u64>,
    /// Whether it is archived whole: then the hash in its header is not what was recorded, but what follows from the events before it.
    pub(super) is_derived: bool,
}

/// Puts the entries of the log together to frames.
pub(super) struct RawFrames<I: Iterator>(Peekable<I>);

impl<I: Iterator<Item = Result<Entry, StoreError>>> RawFrames<I> {
    pub(super) fn new(entries: I) -> Self {
        Self(entries.peekable())
    }

    fn next_raw(&mut self, (first_key, first): Entry) -> Result<Raw, StoreError> {
        let Some((position, number)) = split(&first_key) else {
            return Ok(Raw::Stray(first_key.to_vec()));
        };
        let mut values = vec![(number, first)];
        let is_next = |entry: &Result<Entry, StoreError>| {
            let key = entry.as_ref().ok().and_then(|(key, _)| split(key));
            key.is_some_and(|(next, _)| next == position)
        };
        while let Some(entry) = self.0.next_if(is_next) {
            let (key, value) = entry?;
            values.extend(split(&key).map(|(_, number)| (number, value)));
        }
        Ok(Raw::Frame(assemble(position, values)))
    }
}

impl<I: Iterator<Item = Result<Entry, StoreError>>> Iterator for RawFrames<I> {
    type Item = Result<Raw, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.0.next()?;
        Some(entry.and_then(|entry| self.next_raw(entry)))
    }
}

/// The position and the number of the part that make up a key.
fn split(key: &[u8]) -> Option<(u64, u16)> {
    let (position, part) = key.split_first_chunk()?;
    Some((believable(u64::from_be_bytes(*position)), part.try_into().ok().map(u16::from_be_bytes)?))
}

fn assemble(position: u64, values: Vec<(u16, IVec)>) -> RawFrame {
    let first = values.first().filter(|(number, _)| *number == 0);
    let claimed = first.and_then(|(_, value)| parts(value)).unwrap_or(1).max(1);
    let mut frame = RawFrame::new(position, Bytes::new());
    if let ([(0, only)], 1) = (values.as_slice(), claimed) {
        frame.bytes = Bytes::from_owner(only.clone());
        return frame;
    }
    let (mut bytes, mut next, mut surplus) = (Vec::new(), 0, None);
    for (number, value) in values {
        if number >= claimed && surplus.is_none() && is_whole(&bytes) {
            surplus = Some(bytes.clone());
        }
        if number > next && number >= claimed {
            frame.flaw(FindingKind::Inserted, format!("the part {number} belongs to no frame"));
            continue;
        }
        // Holes are filled, so that what follows stands where it stood.
        for missing in next..number {
            frame.flaw(FindingKind::Missing, format!("the part {missing} of a frame is gone"));
            bytes.resize(usize::from(missing + 1) * MAX_VALUE, 0);
        }
        bytes.extend_from_slice(&value);
        next = number.saturating_add(1);
    }
    frame.check_parts(claimed, next, surplus.is_some());
    frame.bytes = surplus.unwrap_or(bytes).into();
    frame
}

fn is_whole(bytes: &[u8]) -> bool {
    Frame::read(Bytes::copy_from_slice(bytes)).is_ok()
}

impl RawFrame {
    pub(super) const fn new(position: u64, bytes: Bytes) -> Self {
        Self { position, bytes, flaws: Vec::new(), archived: Vec::new(), is_derived: false }
    }

    pub(super) fn flaw(&mut self, kind: FindingKind, what: String) {
        self.flaws.push(Flaw { kind, what });
    }

    fn check_parts(&mut self, claimed: u16, found: u16, has_surplus: bool) {
        if has_surplus {
            self.flaw(FindingKind::Inserted, "a frame has more parts than were written".into());
        } else if claimed != found {
            let what = format!("a frame says that it has {claimed} parts, there are {found}");
            self.flaw(FindingKind::Changed, what);
        }
    }
}
