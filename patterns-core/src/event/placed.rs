//! The names of streams on a node among several: the stream's own, then its place, so that a node's streams tell which slot they belong
//! to. Their order is that of the streams' own names, because none of these is the beginning of another.

use bytes::Bytes;

use super::{Route, StreamId};
use crate::key::{KeyDecoder, Place};

/// Begins the place. No element of a key begins with it.
const MARK: u8 = 0x40;
/// The mark and the 8 bytes of the place.
const LENGTH: usize = 9;
/// Begins and ends the stored name of a type.
const TEXT: u8 = 0x02;
const END: u8 = 0x00;

impl StreamId {
    /// The stream as it is called on a node.
    pub(crate) fn placed(&self, place: Place) -> Self {
        let place = place.value().to_be_bytes();
        Self::from_bytes([self.as_bytes(), &[MARK], &place].concat().into())
    }

    /// A name on a node that follows those of this stream, and precedes those of all that come after it.
    pub(crate) fn placed_last(&self) -> Self {
        self.placed(Place::new(u64::MAX))
    }

    /// The stream that is called like this on a node, with its place; `None` for a name without one.
    pub(crate) fn unplaced(&self) -> Option<(Self, Place)> {
        let (name, place) = self.split_place()?;
        Some((Self::from_bytes(name).routed(Some(Route::read_back(place))), place))
    }

    /// The encoded name without the place, where there is one: what a stream is called wherever it is.
    ///
    /// The end of a key can look like a place, but no element of a key begins like one; so the name is read from its beginning. Only a name
    /// that nobody made of keys is judged by its end.
    pub(super) fn own_name(&self) -> Bytes {
        let place = if self.is_made_of_keys() { None } else { self.split_place() };
        place.map_or_else(|| self.bytes().clone(), |(name, _)| name)
    }

    /// Whether the name is that of a type and keys, with a place or without.
    #[cfg(feature = "sled")]
    pub(crate) fn is_name(&self) -> bool {
        let is_made_of_keys = || {
            self.is_made_of_keys() || self.unplaced().is_some_and(|(own, _)| own.is_made_of_keys())
        };
        !self.type_prefix().is_empty() && is_made_of_keys()
    }

    fn is_made_of_keys(&self) -> bool {
        let mut elements = KeyDecoder::new(self.as_bytes());
        while elements.element().is_some() {}
        elements.is_empty() && !self.as_bytes().is_empty()
    }

    fn split_place(&self) -> Option<(Bytes, Place)> {
        let bytes = self.bytes();
        let (name, suffix) = bytes.split_at_checked(bytes.len().checked_sub(LENGTH)?)?;
        let (&mark, place) = suffix.split_first()?;
        let place = Place::new(u64::from_be_bytes(place.try_into().ok()?));
        (mark == MARK).then(|| (bytes.slice(..name.len()), place))
    }

    /// The longest name that any stream can have in a store.
    #[cfg(feature = "sled")]
    pub(crate) const LONGEST: usize = Self::MAX_LENGTH + LENGTH;

    /// The longest name that a store has to take: longer by the place, where there is one.
    pub(crate) fn longest(&self) -> usize {
        let placed = self.split_place().is_some();
        Self::MAX_LENGTH + if placed { LENGTH } else { 0 }
    }

    /// What the names of all streams of its type begin with; nothing for a stream that was not named after a type.
    pub(crate) fn type_prefix(&self) -> &[u8] {
        let bytes = self.as_bytes();
        let end = bytes.iter().position(|byte| *byte == END);
        // In the map the type without a name stands for the streams that are not named after one.
        let named = end.filter(|end| *end > 1 && bytes.first() == Some(&TEXT));
        let prefix = named.and_then(|end| bytes.get(..=end)).unwrap_or_default();
        if str::from_utf8(prefix).is_ok() { prefix } else { &[] }
    }
}
