//! What was done to a database, and what must be said of it.

use std::{collections::BTreeSet, ops::RangeInclusive};

use super::format::{Frame, Slice};

/// The kinds of edits. Naive ones leave checksums and numbers as they were; those who repair make them true again, as far as they can be made
/// without hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Byte,
    ByteRepaired,
    Swap,
    SwapRepaired,
    Delete,
    DeleteRepaired,
    DeleteRenumbered,
    Insert,
    InsertRepaired,
    InsertRenumbered,
    /// The hashes of the append are made anew.
    Rehashed,
    /// All hashes of the stream are made anew.
    RehashedStream,
    /// All hashes that there are are made anew, up to the end.
    Rewritten,
    /// The newest events are gone, without a trace in the database.
    Truncated,
    Index,
    Settings,
    /// A byte of a file of archived events.
    Segment,
}

pub const CLASSES: [Class; 17] = [
    Class::Byte,
    Class::ByteRepaired,
    Class::Swap,
    Class::SwapRepaired,
    Class::Delete,
    Class::DeleteRepaired,
    Class::DeleteRenumbered,
    Class::Insert,
    Class::InsertRepaired,
    Class::InsertRenumbered,
    Class::Rehashed,
    Class::RehashedStream,
    Class::Rewritten,
    Class::Truncated,
    Class::Index,
    Class::Settings,
    Class::Segment,
];

/// A place that a finding must name.
#[derive(Clone, Debug)]
pub struct Place {
    /// Streams and versions, any of which will do.
    pub versions: Vec<(Vec<u8>, RangeInclusive<u64>)>,
    /// Will do as well.
    pub positions: RangeInclusive<u64>,
}

/// One edit.
#[derive(Clone, Debug)]
pub struct Edit {
    pub what: String,
    /// Each must be named.
    pub places: Vec<Place>,
    /// The only streams that may be named.
    pub touched: BTreeSet<Vec<u8>>,
    /// The positions of frames all of which is touched, with what is archived of them.
    pub whole: Vec<RangeInclusive<u64>>,
    /// The only positions that may be named without a stream.
    pub area: RangeInclusive<u64>,
    /// Whether it can be found only by what was signed off.
    pub needs_sign_off: bool,
    /// The last position that the database says it has acknowledged, if that was repaired.
    pub acknowledged: Option<u64>,
}

impl Edit {
    pub fn new(what: impl Into<String>, area: RangeInclusive<u64>) -> Self {
        Self {
            what: what.into(),
            places: Vec::new(),
            touched: BTreeSet::new(),
            whole: Vec::new(),
            area,
            needs_sign_off: false,
            acknowledged: None,
        }
    }

    /// Names events of a slice as the place, or one of them.
    pub fn at_events(mut self, frame: &Frame, slice: usize, events: RangeInclusive<usize>) -> Self {
        let own = &frame.slices[slice];
        let version = |event: usize| own.first_version + event as u64;
        self.touched.insert(own.stream.clone());
        self.places.push(Place {
            versions: vec![(own.stream.clone(), version(*events.start())..=version(*events.end()))],
            positions: frame.position(slice, *events.start())
                ..=frame.position(slice, *events.end()),
        });
        self
    }

    /// Names a whole frame as the place.
    pub fn at_frame(mut self, frame: &Frame) -> Self {
        let positions = frame.first_position..=frame.last_position();
        let versions =
            |slice: &Slice| (slice.stream.clone(), slice.first_version..=slice.last_version());
        let versions = frame.slices.iter().map(versions).collect();
        self.places.push(Place { versions, positions });
        self.whole.push(within(frame));
        self.touched.extend(frame.slices.iter().map(|slice| slice.stream.clone()));
        self
    }
}

/// The positions of a frame, and of its neighbours.
pub fn around(frames: &[Frame], frame: usize) -> RangeInclusive<u64> {
    let first = &frames[frame.saturating_sub(1)];
    let last = &frames[(frame + 1).min(frames.len() - 1)];
    first.first_position..=last.last_position()
}

/// The positions of a frame.
pub fn within(frame: &Frame) -> RangeInclusive<u64> {
    frame.first_position..=frame.last_position()
}
