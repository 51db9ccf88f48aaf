//! Reads a frame past damage: what a slice is, is told by what follows it, too.

use core::cell::Cell;

use bytes::Bytes;

use super::chain::believable;
use crate::{
    event::{ChainHash, EventData, EventName, Marks, StreamId, Timestamp},
    store::sled::frame::{CRC, Cursor, FORMAT, HEADER},
};

/// The beginning of a frame, as it stands there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) crc_fits: bool,
    pub(super) format_fits: bool,
    pub(super) first_position: u64,
    pub(super) group_end: u64,
    pub(super) recorded_at: Timestamp,
    pub(super) events: u32,
    pub(super) log_hash: ChainHash,
}

impl Header {
    pub(super) fn read(bytes: &Bytes) -> Option<Self> {
        let mut header = Cursor { bytes, at: 0 };
        let crc = header.fixed().map(u32::from_le_bytes)?;
        let [format] = header.fixed()?;
        let [_, _] = header.fixed()?;
        Some(Self {
            crc_fits: crc32fast::hash(bytes.get(CRC..)?) == crc,
            format_fits: format == FORMAT,
            first_position: header.fixed().map(u64::from_le_bytes).map(believable)?,
            group_end: header.fixed().map(u64::from_le_bytes)?,
            recorded_at: header.fixed().map(u64::from_le_bytes).map(Timestamp::from_micros)?,
            events: header.fixed().map(u32::from_le_bytes)?,
            log_hash: header.fixed().map(ChainHash::from_bytes)?,
        })
    }
}

/// The first bytes of a hash, as they stand between events.
pub(super) type Tag = [u8; ChainHash::TAG_LENGTH];

/// A slice of a frame, as far as it can be read.
#[derive(Clone, Debug)]
pub(super) struct RawSlice {
    pub(super) offset: u32,
    /// What its beginning says; nothing when that cannot be read.
    pub(super) head: Option<Head>,
    /// The place of its first event in the frame, by what stands before the slice.
    pub(super) index: u64,
    /// How many events it must have, by what stands behind it.
    pub(super) count: u32,
    /// `None` is an event that cannot be read; where the list ends early, so did the bytes.
    pub(super) events: Vec<Option<EventData>>,
    /// Those between the events.
    pub(super) tags: Vec<Tag>,
    /// Whether its bytes hold just these events.
    pub(super) is_whole: bool,
}

/// The beginning of a slice, as it stands there.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) stream: StreamId,
    pub(super) first_version: u64,
    pub(super) index: u64,
    pub(super) count: u32,
    pub(super) hash: ChainHash,
    events_at: usize,
}

impl Head {
    /// The same, of another stream.
    pub(super) fn of(&self, stream: StreamId) -> Self {
        Self { stream, ..self.clone() }
    }
}

impl RawSlice {
    /// What the log's chain has of the metadata.
    pub(super) fn marks(&self) -> Marks {
        let mut marks = Marks::default();
        for (index, event) in (0..).zip(&self.events) {
            marks.add(index, event.as_ref().map_or(&[], |event| &event.metadata));
        }
        marks
    }

    /// Whether it has as many events as it says.
    pub(super) fn is_counted(&self) -> bool {
        self.is_whole && self.head.as_ref().is_some_and(|head| head.count == self.count)
    }

    /// Whether it stands where it says.
    pub(super) fn is_placed(&self) -> bool {
        self.head.as_ref().is_none_or(|head| head.index == self.index)
    }
}

/// All slices of a frame that says it has `events` events.
pub(super) fn slices(bytes: &Bytes, events: u32) -> Vec<RawSlice> {
    Scan::new(bytes, events, Gaps::None).all()
}

/// Those that are left of a frame that had `events` events and that slices were taken out of.
pub(super) fn slices_left(bytes: &Bytes, events: u32) -> Vec<RawSlice> {
    Scan::new(bytes, events, Gaps::Archived).all()
}

/// Whether events may be missing between slices.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    None,
    Archived,
}

/// So many bytes at most are read again and again to find out where a damaged slice ends.
const PATIENCE: usize = 256 << 20;

struct Scan<'a> {
    bytes: &'a Bytes,
    events: u64,
    gaps: Gaps,
    /// How many bytes may be read still.
    patience: Cell<usize>,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a Bytes, events: u32, gaps: Gaps) -> Self {
        Self { bytes, events: events.into(), gaps, patience: Cell::new(bytes.len() + PATIENCE) }
    }

    fn all(&self) -> Vec<RawSlice> {
        let begins = |index| index == 0 || self.gaps == Gaps::Archived;
        let ends = |end| end == self.events || self.gaps == Gaps::Archived;
        self.rest(HEADER, begins, ends).unwrap_or_else(|| self.past_damage())
    }

    fn follows(&self, head: &Head, index: u64) -> bool {
        head.index == index || (self.gaps == Gaps::Archived && head.index > index)
    }

    /// All slices from `at` to the end, if they fit one another. `begins` and `ends` judge the places of the first event and after the last.
    fn rest(
        &self,
        mut at: usize,
        begins: impl Fn(u64) -> bool,
        ends: impl Fn(u64) -> bool,
    ) -> Option<Vec<RawSlice>> {
        let (mut slices, mut index) = (Vec::new(), None);
        while at < self.bytes.len() {
            let head = self.head(at).filter(|_| self.patience.get() > 0)?;
            let fits = index.map_or_else(|| begins(head.index), |index| self.follows(&head, index));
            if !fits || !ends_at_all(&head, &ends, self.events) {
                return None;
            }
            let (slice, end) = self.slice(at, head)?;
            index = Some(slice.index + u64::from(slice.count));
            slices.push(slice);
            at = end;
        }
        ends(index?).then_some(slices)
    }

    fn past_damage(&self) -> Vec<RawSlice> {
        let (mut slices, mut at, mut index) = (Vec::new(), HEADER, 0);
        while at < self.bytes.len() {
            let next = self.head(at).filter(|head| self.is_believable(head, index));
            let next = next.and_then(|head| self.slice(at, head));
            match next.filter(|(slice, end)| self.goes_on(*end, index + u64::from(slice.count))) {
                Some((slice, end)) => {
                    at = end;
                    let begins = self.index_of(&slice, index, end);
                    index = begins + u64::from(slice.count);
                    slices.push(RawSlice { index: begins, ..slice });
                }
                None => {
                    let rest = self.resume(at, index);
                    let first = rest.first().map(|slice| (slice.offset as usize, slice.index));
                    let end = first.unwrap_or((self.bytes.len(), self.events.max(index + 1)));
                    slices.extend(self.damaged_between((at, index), end));
                    slices.extend(rest);
                    break;
                }
            }
        }
        slices
    }

    /// Whether a slice can begin like this. Bytes amidst an event can read like the beginning of one that holds all the next slices.
    fn is_believable(&self, head: &Head, index: u64) -> bool {
        self.follows(head, index) || StreamId::is_name(&head.stream)
    }

    /// The place of a slice's first event: what it says itself counts only if it is borne out by what stands behind it, at `end`.
    fn index_of(&self, slice: &RawSlice, index: u64, end: usize) -> u64 {
        let next = self.head(end).map_or(self.events, |head| head.index);
        let count = u64::from(slice.count);
        let jumps = slice.index > index && next == slice.index + count && next != index + count;
        if jumps { slice.index } else { index }
    }

    /// Whether a slice can have ended at `at`.
    fn goes_on(&self, at: usize, index: u64) -> bool {
        let next =
            || self.head(at).filter(|head| head.count > 0 && self.is_believable(head, index));
        at == self.bytes.len()
            || next().is_some_and(|head| head.index == index || self.slice(at, head).is_some())
    }

    /// The slices behind a damaged one that begins at `at`: the first place from which on everything fits.
    fn resume(&self, at: usize, index: u64) -> Vec<RawSlice> {
        let find = |ends: &dyn Fn(u64) -> bool, is_named: &dyn Fn(&StreamId) -> bool| {
            let named = |at: &usize| self.head(*at).is_some_and(|head| is_named(&head.stream));
            let places = (at + 1..self.bytes.len()).filter(named);
            places.into_iter().find_map(|at| self.rest(at, |first| first > index, ends))
        };
        // Many bytes can be taken for the length of a name that ends where the right one does.
        let (counted, any) = (|end| end == self.events, |_: u64| true);
        let of_keys = StreamId::is_name;
        let found = find(&counted, &of_keys).or_else(|| find(&any, &of_keys));
        found
            .or_else(|| find(&counted, &|_| true))
            .or_else(|| find(&any, &|_| true))
            .unwrap_or_default()
    }

    /// One damaged slice between two places, or a whole one before it: then it is the next one's beginning that cannot be read.
    fn damaged_between(&self, from: (usize, u64), until: (usize, u64)) -> Vec<RawSlice> {
        let ((at, index), (end, next)) = (from, until);
        let all = self.damaged(at, end, index, next - index);
        let whole = self.head(at).and_then(|head| self.slice(at, head));
        let first = whole.filter(|(slice, slice_end)| {
            !all.is_whole && *slice_end < end && index + u64::from(slice.count) < next
        });
        match first {
            None => vec![all],
            Some((slice, slice_end)) => {
                let middle = index + u64::from(slice.count);
                let damaged = self.damaged(slice_end, end, middle, next - middle);
                vec![RawSlice { index, ..slice }, damaged]
            }
        }
    }

    /// What can be read of a slice that ends at `end` and should have `count` events.
    fn damaged(&self, at: usize, end: usize, index: u64, count: u64) -> RawSlice {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let believable = |head: &Head| head.index == index || head.count == count;
        let head = self.head(at).filter(|head| believable(head) && head.events_at <= end);
        let events_at = head.as_ref().map_or(end, |head| head.events_at);
        let mut slice = RawSlice {
            offset: at as u32,
            head,
            index,
            count,
            events: Vec::new(),
            tags: Vec::new(),
            is_whole: false,
        };
        let ends_at = self.events_until(events_at, end, &mut slice);
        slice.is_whole = ends_at == end && slice.events.len() == count as usize;
        slice
    }

    fn head(&self, at: usize) -> Option<Head> {
        let mut cursor = Cursor { bytes: self.bytes, at };
        Some(Head {
            stream: StreamId::from_bytes(cursor.take()?),
            first_version: cursor.varint().map(believable)?,
            index: cursor.varint().map(believable)?,
            count: cursor.fixed().map(u32::from_le_bytes)?,
            hash: cursor.fixed().map(ChainHash::from_bytes)?,
            events_at: cursor.at,
        })
    }

    /// A slice with all the events that it says it has, and where it ends.
    fn slice(&self, at: usize, head: Head) -> Option<(RawSlice, usize)> {
        let (index, count, events_at) = (head.index, head.count, head.events_at);
        let mut slice = RawSlice {
            offset: at as u32,
            head: Some(head),
            index,
            count,
            events: Vec::new(),
            tags: Vec::new(),
            is_whole: true,
        };
        let end = self.events_until(events_at, self.bytes.len(), &mut slice);
        // Not in one go with the reading: the next look at bytes like these must not begin.
        self.patience.set(self.patience.get().saturating_sub(end - at));
        (slice.events.len() == count as usize && count > 0).then_some((slice, end))
    }

    /// Reads events up to their number, or to `end`; answers where they end.
    fn events_until(&self, at: usize, end: usize, slice: &mut RawSlice) -> usize {
        let mut cursor = Cursor { bytes: self.bytes, at };
        let mut read_until = at;
        while slice.events.len() < slice.count as usize && read_until < end {
            if !slice.events.is_empty() {
                let Some(tag) = cursor.fixed() else { break };
                slice.tags.push(tag);
            }
            let Some(event) = read_event(&mut cursor).filter(|_| cursor.at <= end) else { break };
            slice.events.push(event);
            read_until = cursor.at;
        }
        read_until
    }
}

/// A cheap look at the numbers of a slice before its events are read.
fn ends_at_all(head: &Head, ends: impl Fn(u64) -> bool, events: u64) -> bool {
    let end = head.index.saturating_add(head.count.into());
    head.count > 0 && head.first_version > 0 && (end <= events || ends(end))
}

/// `None` when the bytes do not hold an event; `Some(None)` when they do, and its name is no text or its version no number of 16 bits.
fn read_event(cursor: &mut Cursor<'_>) -> Option<Option<EventData>> {
    let (name, version) = (cursor.take()?, cursor.varint()?);
    let (metadata, payload) = (cursor.take()?, cursor.take()?);
    let named = EventName::from_utf8(name).zip(u16::try_from(version).ok());
    Some(named.map(|(name, schema_version)| EventData { name, schema_version, payload, metadata }))
}
