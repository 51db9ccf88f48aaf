//! All that is counted for one keyspace.

use super::{
    counters::SlotCounters,
    hot_keys::{HotKeys, HotList},
    key_label::KeyLabel,
    load::Load,
    report::HotKey,
    space_saving::Counted,
};
use crate::key::Place;

/// Keys kept: all with more than 1/256 of the operations are listed.
const KEYS: usize = 256;
/// One operation of so many is looked at for its key.
const SAMPLING: u32 = 16;

/// Counts the operations of a keyspace by slot, and finds its hottest keys.
///
/// ```
/// use patterns_core::{key::ShardKey, shard::skew::LoadRecorder};
///
/// let recorder = LoadRecorder::new(4_096);
/// let place = "acme".place();
/// let slot = place.slot(12) as usize;
/// recorder.append(slot, place, 320, || "acme".into());
/// assert_eq!(recorder.take().loads[slot].appends, 1);
/// ```
#[derive(Debug)]
pub struct LoadRecorder {
    slots: SlotCounters,
    keys: HotKeys<KeyLabel>,
}

/// What a keyspace did in some time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Window {
    /// The load of each slot.
    pub loads: Vec<Load>,
    /// The hottest keys, by operations.
    pub keys: HotList<KeyLabel>,
}

impl Window {
    /// The hottest keys as a report takes them; `slot_of` says in which slot a place lies.
    pub fn hot_keys(&self, slot_of: impl Fn(Place) -> usize) -> Vec<HotKey> {
        let hot_key = |counted: &Counted<KeyLabel>| HotKey {
            key: counted.key.text().to_owned(),
            slot: slot_of(counted.key.place()),
            estimate: counted.estimate,
            error: counted.error,
        };
        self.keys.keys.iter().map(hot_key).collect()
    }
}

impl LoadRecorder {
    /// For the slots `0..slots`.
    pub fn new(slots: usize) -> Self {
        Self { slots: SlotCounters::new(slots), keys: HotKeys::new(KEYS, SAMPLING) }
    }

    /// Counts an append of so many bytes to the key at `place`; `key` writes the key, and is seldom asked.
    #[inline]
    pub fn append(&self, slot: usize, place: Place, bytes: u64, key: impl FnOnce() -> String) {
        self.slots.append(slot, bytes);
        self.keys.record(&place, 1, || KeyLabel::new(place, &key()));
    }

    /// Counts a read of so many bytes of the key at `place`.
    #[inline]
    pub fn read(&self, slot: usize, place: Place, bytes: u64, key: impl FnOnce() -> String) {
        self.slots.read(slot, bytes);
        self.keys.record(&place, 1, || KeyLabel::new(place, &key()));
    }

    /// What was counted since the start or the last [`take`](Self::take).
    pub fn window(&self) -> Window {
        Window { loads: self.slots.loads(), keys: self.keys.list() }
    }

    /// What was counted, and from now on counts from zero. Operations at this very moment may be in one window by slot and in the next by key.
    pub fn take(&self) -> Window {
        Window { loads: self.slots.take(), keys: self.keys.take() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hot_key_is_found_with_its_text_and_honest_bounds() {
        let recorder = LoadRecorder::new(8);
        for number in 0..40_000_u64 {
            recorder.read((number % 8) as usize, Place::new(number), 10, || number.to_string());
            recorder.append(3, Place::new(999_999), 10, || "acme".into());
        }
        let window = recorder.take();
        let hottest = window.keys.keys.first().unwrap();
        assert_eq!(hottest.key.text(), "acme");
        assert!(
            hottest.least() <= 40_000 && 40_000 <= hottest.estimate && hottest.least() > 30_000,
            "{hottest:?}"
        );
        assert_eq!(window.loads.get(3), Some(&Load::new(40_000, 5_000, 450_000)));
        assert_eq!(recorder.window().loads, [Load::default(); 8]);
        assert!(recorder.window().keys.keys.is_empty());
    }
}
