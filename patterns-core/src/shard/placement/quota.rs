//! How many units each node bears.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use super::Unit;
use crate::{
    key::PlaceHasher,
    shard::{Node, NodeId},
};

/// The share of each node by weight, rounded down or up so that all shares add up to the units: by the largest remainder, yet up
/// first where a node bears more than the share rounded down already, so that rounding moves nothing.
pub(super) fn quotas<'a>(
    keyspace: &str,
    units: impl Iterator<Item = &'a Unit>,
    nodes: &[&Node],
) -> Vec<u64> {
    let (count, held) = count(units);
    let weights: u64 = nodes.iter().map(|node| u64::from(node.weight)).sum();
    let share = |node: &&Node| {
        let exact = u128::from(count) * u128::from(node.weight);
        let (down, rest) = (exact / u128::from(weights), exact % u128::from(weights));
        (down as u64, rest as u64)
    };
    let shares: Vec<(u64, u64)> = nodes.iter().map(share).collect();
    let mut quotas: Vec<u64> = shares.iter().map(|(down, _)| *down).collect();
    let mut by_claim: Vec<_> = quotas.iter_mut().zip(&shares).zip(nodes).collect();
    by_claim.sort_by_key(|((_, (down, rest)), node)| {
        let more = held.get(&node.name).is_some_and(|held| held > down);
        Reverse((*rest > 0 && more, *rest, claim(keyspace, node), &node.name))
    });
    let missing = count - shares.iter().map(|(down, _)| down).sum::<u64>();
    by_claim.into_iter().take(missing as usize).for_each(|((quota, _), _)| *quota += 1);
    quotas
}

fn count<'a>(units: impl Iterator<Item = &'a Unit>) -> (u64, BTreeMap<&'a NodeId, u64>) {
    let mut held = BTreeMap::new();
    let mut count = 0;
    for unit in units {
        count += 1;
        if let Some(node) = &unit.at {
            *held.entry(node).or_default() += 1;
        }
    }
    (count, held)
}

/// Who is rounded up among equals: another node in every keyspace.
fn claim(keyspace: &str, node: &Node) -> u64 {
    let mut hasher = PlaceHasher::new();
    hasher.text(keyspace);
    hasher.text(node.name.as_str());
    hasher.finish().value()
}
