//! Laws of what safety and routing rest on: whatever the changes are, they do what they say and nothing else.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod fences;
mod maps;

use proptest::prelude::*;

use super::map::{KeyspaceId, Slot};
use crate::key::{Place, PlaceRange};

/// The places are looked at in so many parts.
pub(super) const PARTS: u64 = 64;

/// The first place of a part.
pub(super) const fn place(part: u64) -> Place {
    Place::new(part << 58)
}

/// Slots that begin and end with parts.
pub(super) fn slots() -> impl Strategy<Value = Slot> {
    (0..2_u16, 0..PARTS, 0..PARTS).prop_map(|(keyspace, one, other)| {
        let last = place(one.max(other)).value() | ((1 << 58) - 1);
        let range = PlaceRange::new(place(one.min(other)), Place::new(last)).unwrap();
        Slot { keyspace: KeyspaceId(keyspace), range }
    })
}
