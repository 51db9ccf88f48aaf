//! What is placed as one.

use crate::{
    key::{PlaceRange, ShardStrategy},
    shard::NodeId,
};

/// Places that lie on one node: a slot, or a whole region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// The places.
    pub places: PlaceRange,
    /// The zone they must lie in.
    pub zone: Option<String>,
    /// The node that bears them now.
    pub at: Option<NodeId>,
}

impl Unit {
    /// A unit that may lie anywhere and lies nowhere yet.
    pub fn new(places: PlaceRange) -> Self {
        Self { places, zone: None, at: None }
    }

    /// Sets [`zone`](Self::zone).
    #[must_use]
    pub fn zone(mut self, zone: impl Into<String>) -> Self {
        self.zone = Some(zone.into());
        self
    }

    /// Sets [`at`](Self::at).
    #[must_use]
    pub fn at(mut self, node: NodeId) -> Self {
        self.at = Some(node);
        self
    }
}

/// The units a new keyspace begins with, in the order of their places, which they cover exactly once:
/// * by ranges: every region whole, since those who ask for a range want it from one node;
/// * by zones: `2^bits` slots, cut where the regions of two zones meet;
/// * else `2^bits` slots; none for a directory, where only single keys are placed.
///
/// `bits` above 32 count as 32.
pub fn units(strategy: &ShardStrategy, bits: u8) -> Vec<Unit> {
    match strategy {
        ShardStrategy::Directory => Vec::new(),
        ShardStrategy::Range(points) => {
            let regions = points.count() + 1;
            (0..regions).map(|region| Unit::new(PlaceRange::share(region, regions))).collect()
        }
        ShardStrategy::Zone(zones) if !zones.is_empty() => zones_in_slots(zones, bits),
        _ => slots(bits, PlaceRange::ALL).map(Unit::new).collect(),
    }
}

fn zones_in_slots(zones: &[&str], bits: u8) -> Vec<Unit> {
    let count = zones.len() as u32;
    let regions = (0..count).map(|index| PlaceRange::share(index, count)).zip(zones);
    regions
        .flat_map(|(region, zone)| slots(bits, region).map(|slot| Unit::new(slot).zone(*zone)))
        .collect()
}

/// The slots of a range, the outer ones cut where it ends.
pub(in crate::shard) fn slots(bits: u8, within: PlaceRange) -> impl Iterator<Item = PlaceRange> {
    let numbers = within.first().slot(bits)..=within.last().slot(bits);
    numbers.filter_map(move |number| PlaceRange::slot(bits, number).intersection(within))
}
