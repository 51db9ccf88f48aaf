//! The lookup every operation makes: from a place to its entry in the map, and to the node.

use crate::key::{Place, PlaceRange};

/// The tables have at most 2^16 cells, which are 384 KiB.
const WIDEST: u32 = 16;
/// In the place of a node: no entry holds every place of the cell.
const SHARED: u16 = u16::MAX;

/// An immutable table of which node owns which places.
///
/// The top bits of a place are the index of a cell, which names the node: a shift and one load from a table small enough for the
/// first cache, 8 KiB at 4,096 slots, whatever the number of nodes. In cells that several entries share, a binary search follows.
///
/// ```
/// use patterns_core::{key::{Place, PlaceRange}, shard::map::Routes};
/// let routes = Routes::new(vec![(PlaceRange::share(0, 2), 7), (PlaceRange::share(1, 2), 8)]).unwrap();
/// assert_eq!(routes.node_of(Place::new(1)), Some(7));
/// assert_eq!(routes.entry_of(Place::new(u64::MAX)), Some(1));
/// ```
#[derive(Clone, Debug)]
pub struct Routes {
    /// What is left of the upper half of a place when it is shifted by this is the index of its cell.
    shift: u32,
    /// The node of each cell, or [`SHARED`].
    nodes: Box<[u16]>,
    /// Of each cell the first entry that does not end before it.
    begins: Box<[u32]>,
    entries: Box<[Owned]>,
}

type Owned = (PlaceRange, u16);

impl Routes {
    /// The table of these ranges and the number of the node that owns each. None unless the ranges ascend without
    /// overlapping, or if a node's number is `u16::MAX`, or if there are 2^32 ranges or more. Gaps are places that nobody owns.
    pub fn new(owned: Vec<(PlaceRange, u16)>) -> Option<Self> {
        let follows = |(one, next): (&Owned, &Owned)| one.0.last() < next.0.first();
        let ascending = owned.iter().zip(owned.iter().skip(1)).all(follows);
        let numbered = owned.iter().all(|(_, node)| *node != SHARED);
        if !ascending || !numbered || u32::try_from(owned.len()).is_err() {
            return None;
        }
        let bits = owned.len().next_power_of_two().ilog2().min(WIDEST) as u8;
        let cell = |number| cell(&owned, PlaceRange::slot(bits, number));
        let (nodes, begins): (Vec<_>, Vec<_>) = (0..1 << bits).map(cell).unzip();
        let shift = 32 - u32::from(bits);
        Some(Self { shift, nodes: nodes.into(), begins: begins.into(), entries: owned.into() })
    }

    /// The number of the node that owns the place; none in a gap.
    #[inline]
    pub fn node_of(&self, place: Place) -> Option<u16> {
        let cell = self.cell_of(place);
        match *self.nodes.get(cell)? {
            SHARED => Some(self.entries.get(self.search(cell, place)? as usize)?.1),
            node => Some(node),
        }
    }

    /// The index of the range that holds the place; none in a gap.
    #[inline]
    pub fn entry_of(&self, place: Place) -> Option<u32> {
        let cell = self.cell_of(place);
        match *self.nodes.get(cell)? {
            SHARED => self.search(cell, place),
            _ => self.begins.get(cell).copied(),
        }
    }

    #[inline]
    fn cell_of(&self, place: Place) -> usize {
        ((place.value() >> 32) >> self.shift) as usize
    }

    /// Which of the entries from that of this cell to that of the next one holds the place: that of the next one is where the
    /// search ends when no other is it.
    #[cold]
    fn search(&self, cell: usize, place: Place) -> Option<u32> {
        let begin = *self.begins.get(cell)? as usize;
        let end = self.begins.get(cell + 1).map_or(self.entries.len(), |next| *next as usize);
        let shared = self.entries.get(begin..end)?;
        let index = begin + shared.partition_point(|(entry, _)| entry.last() < place);
        self.entries.get(index).filter(|(entry, _)| entry.contains(place)).map(|_| index as u32)
    }
}

/// The node of a cell and its first entry.
fn cell(owned: &[Owned], places: PlaceRange) -> (u16, u32) {
    let begin = owned.partition_point(|(entry, _)| entry.last() < places.first());
    let whole = owned.get(begin).filter(|(entry, _)| entry.covers(places));
    (whole.map_or(SHARED, |(_, node)| *node), begin as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(first: u64, last: u64) -> PlaceRange {
        PlaceRange::new(Place::new(first), Place::new(last)).unwrap()
    }

    fn routes(ranges: &[PlaceRange]) -> Routes {
        Routes::new(ranges.iter().copied().zip(100..).collect()).unwrap()
    }

    /// Checks the table against a walk through the list, at the ends of every range, beside them, and elsewhere.
    fn check(ranges: &[PlaceRange], elsewhere: &[u64]) {
        let routes = routes(ranges);
        let ends = ranges.iter().flat_map(|range| [range.first().value(), range.last().value()]);
        let near = ends.flat_map(|end| [end.wrapping_sub(1), end, end.wrapping_add(1)]);
        for place in near.chain(elsewhere.iter().copied()).map(Place::new) {
            let expected = ranges.iter().position(|range| range.contains(place));
            assert_eq!(routes.entry_of(place), expected.map(|index| index as u32), "{place}");
            assert_eq!(routes.node_of(place), expected.map(|index| index as u16 + 100), "{place}");
        }
    }

    proptest! {
        #[test]
        fn the_entry_of_a_place_is_the_range_that_holds_it(
            // Small shifts crowd ranges together, large ones spread them.
            ends in proptest::collection::btree_set((any::<u64>(), 0..64_u32).prop_map(|(end, shift)| end >> shift), 0..80),
            elsewhere in proptest::collection::vec(any::<u64>(), 20),
        ) {
            let ends: Vec<u64> = ends.into_iter().collect();
            let ranges: Vec<PlaceRange> =
                ends.chunks_exact(2).map(|pair| range(*pair.first().unwrap(), *pair.last().unwrap())).collect();
            check(&ranges, &elsewhere);
        }

        #[test]
        fn a_slot_that_was_split_is_searched(cuts in proptest::collection::btree_set(any::<u64>(), 1..60)) {
            let cuts: Vec<u64> = cuts.into_iter().filter(|cut| *cut > 0).collect();
            let begins = core::iter::once(0).chain(cuts.iter().copied());
            let ends = cuts.iter().map(|cut| cut - 1).chain([u64::MAX]);
            let ranges: Vec<PlaceRange> = begins.zip(ends).map(|(first, last)| range(first, last)).collect();
            check(&ranges, &[0, u64::MAX]);
        }
    }

    #[test]
    fn whole_slots_take_one_cell_each() {
        let slots: Vec<PlaceRange> = (0..4096).map(|number| PlaceRange::slot(12, number)).collect();
        let table = routes(&slots);
        assert!(table.begins.iter().copied().eq(0..4096));
        assert!(!table.nodes.contains(&SHARED));
        check(&slots, &[]);
    }

    #[test]
    fn a_key_placed_on_its_own_is_found_and_its_neighbours_are_not() {
        let single = |value| PlaceRange::single(Place::new(value));
        check(&[single(0), single(1), single(5), single(1 << 40), single(u64::MAX)], &[]);
        check(&[], &[0, u64::MAX]);
    }

    #[test]
    fn ranges_out_of_order_and_nodes_without_a_number_make_no_table() {
        let (low, high) = (range(0, 10), range(11, 20));
        assert!(Routes::new(vec![(high, 0), (low, 0)]).is_none());
        assert!(Routes::new(vec![(low, 0), (range(10, 20), 0)]).is_none());
        assert!(Routes::new(vec![(low, 0), (high, SHARED)]).is_none());
        assert!(Routes::new(vec![(low, 0), (high, 0)]).is_some());
    }
}
