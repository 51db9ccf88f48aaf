//! Which segments a database has: a tree with an entry a segment. What is not entered here is not archived.

use bytes::Bytes;

use crate::store::{
    StoreError,
    sled::{
        frame::Cursor,
        index::ArchivedRun,
        segment::{Root, StreamRun, Totals},
        tree::Tree,
    },
};

/// What is known of a segment without looking at its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::sled) struct Segment {
    pub(in crate::store::sled) number: u64,
    pub(in crate::store::sled) state: State,
    pub(in crate::store::sled) root: Root,
    pub(in crate::store::sled) file_bytes: u64,
    pub(in crate::store::sled) totals: Totals,
}

impl Segment {
    /// What the index tells of a stream of this segment.
    pub(in crate::store::sled) const fn lead_into(&self, run: &StreamRun) -> ArchivedRun {
        let StreamRun { first_version, events, .. } = *run;
        ArchivedRun { first_version, events, segment: self.number }
    }
}

/// How far the archiving of a segment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store::sled) enum State {
    /// Its events are in the live database as well, some of them or all.
    Sealed,
    /// They are in the segment only.
    Done,
}

/// The tree of segments.
#[derive(Clone, Debug)]
pub(in crate::store::sled) struct Registry(Tree);

impl Registry {
    pub(in crate::store::sled) const fn new(tree: Tree) -> Self {
        Self(tree)
    }

    /// All segments, in the order of their numbers.
    pub(in crate::store::sled) fn all(&self) -> impl Iterator<Item = Result<Segment, StoreError>> {
        self.0.iter_from(&[]).map(|entry| {
            let (key, value) = entry?;
            read(&key, &Bytes::from_owner(value)).ok_or_else(unreadable)
        })
    }

    /// Enters a segment, or its new state. Durable after the next sync only.
    pub(in crate::store::sled) fn enter(&self, segment: &Segment) -> Result<(), StoreError> {
        self.0.insert(&segment.number.to_be_bytes(), write(segment))
    }
}

fn unreadable() -> StoreError {
    StoreError::damaged("an entry of the registry of segments cannot be read", 0)
}

fn write(segment: &Segment) -> Vec<u8> {
    let Totals { events, first_position, last_position, raw } = segment.totals;
    let mut bytes = vec![segment.state as u8];
    bytes.extend(segment.root);
    for number in [segment.file_bytes, events, first_position, last_position, raw] {
        bytes.extend(number.to_le_bytes());
    }
    bytes
}

fn read(key: &[u8], value: &Bytes) -> Option<Segment> {
    let mut cursor = Cursor { bytes: value, at: 0 };
    let state = match cursor.fixed()? {
        [0] => State::Sealed,
        [1] => State::Done,
        _ => return None,
    };
    let segment = Segment {
        number: u64::from_be_bytes(key.try_into().ok()?),
        state,
        root: cursor.fixed()?,
        file_bytes: cursor.word()?,
        totals: Totals {
            events: cursor.word()?,
            first_position: cursor.word()?,
            last_position: cursor.word()?,
            raw: cursor.word()?,
        },
    };
    (cursor.at == value.len()).then_some(segment)
}
