//! What each slot is asked to do, counted on every operation.
//!
//! The first of the two phases of E-Store (Taft et al., "E-Store: fine-grained elastic partitioning for distributed transaction processing
//! systems", VLDB 2014): cheap counts of everything here, single keys in [`HotKeys`](super::HotKeys).

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::load::Load;

/// Counters of appends, reads and bytes for each slot of a keyspace.
///
/// A record is two relaxed additions. Two operations of one slot on two threads meet on a cache line, those of different slots seldom.
#[derive(Debug)]
pub struct SlotCounters {
    slots: Box<[Cells]>,
    elsewhere: Cells,
}

/// Half a cache line, so that no slot straddles two.
#[derive(Debug, Default)]
#[repr(align(32))]
struct Cells {
    appends: AtomicU64,
    reads: AtomicU64,
    bytes: AtomicU64,
}

impl Cells {
    fn load(&self) -> Load {
        Load::new(self.appends.load(Relaxed), self.reads.load(Relaxed), self.bytes.load(Relaxed))
    }

    fn take(&self) -> Load {
        Load::new(
            self.appends.swap(0, Relaxed),
            self.reads.swap(0, Relaxed),
            self.bytes.swap(0, Relaxed),
        )
    }
}

impl SlotCounters {
    /// Counters for the slots `0..slots`, at zero: 32 bytes each.
    pub fn new(slots: usize) -> Self {
        Self { slots: (0..slots).map(|_| Cells::default()).collect(), elsewhere: Cells::default() }
    }

    /// Counts an append of so many bytes.
    #[inline]
    pub fn append(&self, slot: usize, bytes: u64) {
        let cells = self.cells(slot);
        cells.appends.fetch_add(1, Relaxed);
        cells.bytes.fetch_add(bytes, Relaxed);
    }

    /// Counts a read of so many bytes.
    #[inline]
    pub fn read(&self, slot: usize, bytes: u64) {
        let cells = self.cells(slot);
        cells.reads.fetch_add(1, Relaxed);
        cells.bytes.fetch_add(bytes, Relaxed);
    }

    #[inline]
    fn cells(&self, slot: usize) -> &Cells {
        self.slots.get(slot).unwrap_or(&self.elsewhere)
    }

    /// The load of each slot since the start or the last [`take`](Self::take).
    pub fn loads(&self) -> Vec<Load> {
        self.slots.iter().map(Cells::load).collect()
    }

    /// The load of each slot, which then begins at zero again. Nothing is lost or counted twice.
    pub fn take(&self) -> Vec<Load> {
        self.slots.iter().map(Cells::take).collect()
    }

    /// What was counted for slots beyond the last one, as by a router that knows more slots than this table.
    pub fn elsewhere(&self) -> Load {
        self.elsewhere.load()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_are_counted_by_slot() {
        let counters = SlotCounters::new(2);
        counters.append(0, 10);
        counters.append(1, 5);
        counters.read(1, 7);
        counters.read(9, 1);
        assert_eq!(counters.loads(), [Load::new(1, 0, 10), Load::new(1, 1, 12)]);
        assert_eq!(counters.elsewhere(), Load::new(0, 1, 1));
    }

    #[test]
    fn taking_while_others_count_loses_nothing() {
        let counters = SlotCounters::new(1);
        let mut taken = Load::default();
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2)
                .map(|_| scope.spawn(|| (0..20_000).for_each(|_| counters.append(0, 3))))
                .collect();
            while !threads.iter().all(std::thread::ScopedJoinHandle::is_finished) {
                taken = counters.take().into_iter().fold(taken, |sum, load| sum + load);
            }
        });
        assert_eq!(
            counters.take().into_iter().fold(taken, |sum, load| sum + load),
            Load::new(40_000, 0, 120_000)
        );
    }
}
