//! Which node bears which slots. Pure.
//!
//! Rendezvous hashing (Thaler & Ravishankar, "Using name-based mappings to increase hit rates", 1998): every pair of a unit and a
//! node has a score, and a unit goes where its score is highest. With bounded loads (Mirrokni, Thorup & Zadimoghaddam,
//! "Consistent hashing with bounded loads", 2018), the bound being as tight as it can be: no node bears more than its share,
//! rounded. What already lies somewhere stays while it fits, so a changed list of nodes moves as little as any balanced plan could.

mod quota;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::BTreeMap;

use quota::quotas;
use thiserror::Error;
pub(super) use unit::slots;
pub use unit::{Unit, units};

use super::{Node, NodeId};
use crate::key::{PlaceHasher, PlaceRange};

/// Why there is no placement.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum PlacementError {
    /// There is no node whose weight is above 0.
    #[error("no node can bear a slot: give one a weight above 0")]
    NoNode,
    /// There is no node in a zone.
    #[error("no node in zone `{zone}` can bear a slot: declare one there, with a weight above 0")]
    NoNodeInZone {
        /// The name of the zone.
        zone: String,
    },
}

/// A unit that a plan takes to another node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relocation {
    /// The places of the unit.
    pub places: PlaceRange,
    /// The node that bears it.
    pub from: NodeId,
    /// The node that shall bear it.
    pub to: NodeId,
}

/// The node of each unit, in the order of `units`. Each node bears its share by weight, rounded up or down, of the units of each
/// zone. Neither the order of `units` nor that of `nodes` counts; the name of the keyspace does, so that the few regions of many keyspaces
/// do not meet on the same nodes.
///
/// Takes time and memory in proportion to the units times the nodes.
///
/// # Errors
/// When no node can bear a unit, see [`PlacementError`].
///
/// ```
/// use patterns_core::{key::ShardStrategy, shard::{Node, placement::{place, units}}};
/// let nodes = [Node::new("a"), Node::new("b").weight(3)];
/// let at = place("default", &units(&ShardStrategy::Hash, 12), &nodes)?;
/// assert_eq!(at.iter().filter(|node| node.as_str() == "b").count(), 3072);
/// # Ok::<(), patterns_core::shard::placement::PlacementError>(())
/// ```
pub fn place(
    keyspace: &str,
    units: &[Unit],
    nodes: &[Node],
) -> Result<Vec<NodeId>, PlacementError> {
    let mut by_zone = BTreeMap::<Option<&str>, Vec<Numbered<'_>>>::new();
    for (index, unit) in units.iter().enumerate() {
        by_zone.entry(unit.zone.as_deref()).or_default().push((index, unit));
    }
    let mut placed = BTreeMap::new();
    for (zone, units) in by_zone {
        let candidates = candidates(zone, nodes)?;
        placed.extend(place_in_zone(keyspace, &units, &candidates));
    }
    Ok(placed.into_values().cloned().collect())
}

/// The units that [`place`] takes away from the node they are [at](Unit::at).
///
/// # Errors
/// As [`place`].
pub fn relocations(
    keyspace: &str,
    units: &[Unit],
    nodes: &[Node],
) -> Result<Vec<Relocation>, PlacementError> {
    let moved = |(unit, to): (&Unit, NodeId)| {
        let from = unit.at.clone().filter(|from| *from != to)?;
        Some(Relocation { places: unit.places, from, to })
    };
    Ok(units.iter().zip(place(keyspace, units, nodes)?).filter_map(moved).collect())
}

fn candidates<'a>(zone: Option<&str>, nodes: &'a [Node]) -> Result<Vec<&'a Node>, PlacementError> {
    let fits = |node: &&Node| node.weight > 0 && (zone.is_none() || node.zone.as_deref() == zone);
    let candidates: Vec<&Node> = nodes.iter().filter(fits).collect();
    match (zone, candidates.is_empty()) {
        (_, false) => Ok(candidates),
        (None, true) => Err(PlacementError::NoNode),
        (Some(zone), true) => Err(PlacementError::NoNodeInZone { zone: zone.to_owned() }),
    }
}

/// A unit and its index in the list of all.
type Numbered<'a> = (usize, &'a Unit);

/// One unit and one node that could bear it. Ordered by how well they match; the rest only makes ties definite.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair<'a> {
    stays: bool,
    score: u64,
    places: PlaceRange,
    name: &'a NodeId,
    node: usize,
    unit: usize,
}

/// Gives away the pairs, best first, each to a node that has room. The quotas add up to the units, so every unit finds one.
fn place_in_zone<'a>(
    keyspace: &str,
    units: &[Numbered<'_>],
    nodes: &[&'a Node],
) -> BTreeMap<usize, &'a NodeId> {
    let mut room = quotas(keyspace, units.iter().map(|(_, unit)| *unit), nodes);
    let mut pairs: Vec<Pair<'_>> =
        units.iter().flat_map(|unit| pairs(keyspace, *unit, nodes)).collect();
    pairs.sort_unstable_by(|a, b| b.cmp(a));
    let mut placed = BTreeMap::new();
    for pair in pairs {
        let (Some(room), Some(node)) = (room.get_mut(pair.node), nodes.get(pair.node)) else {
            continue;
        };
        if *room > 0 && !placed.contains_key(&pair.unit) {
            *room -= 1;
            placed.insert(pair.unit, &node.name);
        }
    }
    placed
}

fn pairs<'a>(
    keyspace: &str,
    (index, unit): Numbered<'_>,
    nodes: &[&'a Node],
) -> impl Iterator<Item = Pair<'a>> {
    nodes.iter().enumerate().map(move |(node, candidate)| Pair {
        stays: unit.at.as_ref() == Some(&candidate.name),
        score: score(keyspace, &candidate.name, unit.places),
        places: unit.places,
        name: &candidate.name,
        node,
        unit: index,
    })
}

fn score(keyspace: &str, node: &NodeId, places: PlaceRange) -> u64 {
    let mut hasher = PlaceHasher::new();
    hasher.text(keyspace);
    hasher.text(node.as_str());
    hasher.unsigned(places.first().value());
    hasher.finish().value()
}
