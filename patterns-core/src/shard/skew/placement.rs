//! How evenly slots can be dealt to nodes; pure.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

/// Nobody is told of more nodes than this.
const MOST_NODES: u32 = 1_024;

/// How evenly a number of equal nodes would be loaded.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// The number of nodes.
    pub nodes: u32,
    /// The fullest node's load in fair shares, that is max/mean, when all nodes have as many slots.
    pub equal_counts: f64,
    /// The same when slots are placed by their load: the heaviest first, each to the emptiest node (LPT: Graham, "Bounds on multiprocessing timing
    /// anomalies", 1969; at most 4/3 of the optimum).
    pub load_aware: f64,
    /// The heaviest key's load in fair shares. A key is on one node, so no placement gets below it.
    pub largest_key: f64,
}

/// Predictions for `1..=most_nodes` nodes, 1,024 at most, from the load of each slot and what the heaviest key weighs at least.
pub(super) fn predict(loads: &[u64], largest_key: u64, most_nodes: u32) -> Vec<Prediction> {
    let mut sorted = loads.to_vec();
    sorted.sort_unstable_by_key(|load| Reverse(*load));
    let total = sorted.iter().map(|load| u128::from(*load)).sum();
    let prediction = |nodes| Prediction {
        nodes,
        equal_counts: shares(dealt(loads, nodes), total, nodes),
        load_aware: shares(longest_first(&sorted, nodes), total, nodes),
        largest_key: if total == 0 { 0.0 } else { shares(largest_key.into(), total, nodes) },
    };
    (1..=most_nodes.clamp(1, MOST_NODES)).map(prediction).collect()
}

/// A load in fair shares; all is even where nothing is.
fn shares(load: u128, total: u128, nodes: u32) -> f64 {
    if total == 0 { 1.0 } else { load as f64 * f64::from(nodes) / total as f64 }
}

/// The fullest node when slots are dealt in turn.
fn dealt(loads: &[u64], nodes: u32) -> u128 {
    let of =
        |node| loads.iter().skip(node).step_by(nodes as usize).map(|load| u128::from(*load)).sum();
    (0..nodes as usize).map(of).max().unwrap_or(0)
}

/// The fullest node when each slot goes to the emptiest one.
fn longest_first(sorted: &[u64], nodes: u32) -> u128 {
    let mut heap: BinaryHeap<_> = (0..nodes).map(|_| Reverse(0_u128)).collect();
    for load in sorted {
        if let Some(mut emptiest) = heap.peek_mut() {
            emptiest.0 += u128::from(*load);
        }
    }
    heap.into_iter().map(|Reverse(load)| load).max().unwrap_or(0)
}

/// How far from even a load may be before something should be done: a tenth, and three standard deviations of what chance alone does to a node that
/// expects `fair` operations.
pub(super) fn tolerance(fair: f64) -> f64 {
    1.1 + 3.0 / fair.max(1.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shard::skew::testing::{slots_of, zipf};
    use proptest::{collection::vec, prelude::*};

    /// The least that the fullest node can have, by trying everything.
    fn optimum(loads: &[u64], nodes: usize) -> u64 {
        fn place(loads: &[u64], nodes: &mut [u64]) -> u64 {
            let Some((load, rest)) = loads.split_first() else {
                return nodes.iter().copied().max().unwrap();
            };
            let mut best = u64::MAX;
            for node in 0..nodes.len() {
                *nodes.get_mut(node).unwrap() += load;
                best = best.min(place(rest, nodes));
                *nodes.get_mut(node).unwrap() -= load;
            }
            best
        }
        place(loads, &mut vec![0; nodes])
    }

    proptest! {
        #[test]
        fn placement_by_load_is_within_four_thirds_of_the_optimum(loads in vec(0_u64..100, 1..8), nodes in 1_usize..4) {
            let mut sorted = loads.clone();
            sorted.sort_unstable_by_key(|load| Reverse(*load));
            let best = optimum(&loads, nodes) as u128;
            let found = longest_first(&sorted, nodes as u32);
            prop_assert!(best <= found && found * 3 <= best * 4, "{found} for {best}");
        }

        #[test]
        fn predictions_lie_between_even_and_everything_on_one_node(loads in vec(any::<u64>(), 0..50), most in 0_u32..20) {
            let largest = loads.iter().copied().max().unwrap_or(0);
            for prediction in predict(&loads, largest, most) {
                let (least, most) = (0.999_999, f64::from(prediction.nodes) + 1e-6);
                for max_over_mean in [prediction.equal_counts, prediction.load_aware] {
                    prop_assert!((least..most).contains(&max_over_mean) && prediction.largest_key <= max_over_mean + 1e-6);
                }
            }
        }
    }

    /// The figures of an independent simulation, over 24 ways of placing the keys: 200,000 keys on 4,096 slots.
    #[test]
    fn zipf_loads_are_predicted_as_a_simulation_found_them() {
        for (skew, figures) in [
            (0.8, [(8, 1.152, 1.00, 0.151), (24, 1.438, 1.00, 0.453)]),
            (0.99, [(8, 1.540, 1.00, 0.590), (24, 2.635, 1.77, 1.770)]),
            (1.2, [(8, 2.362, 1.55, 1.550), (24, 5.302, 4.65, 4.650)]),
        ] {
            let keys = zipf(200_000, skew);
            let ways: Vec<_> = (0..5)
                .map(|salt| predict(&slots_of(&keys, salt), *keys.first().unwrap(), 24))
                .collect();
            for (nodes, counts, by_load, largest) in figures {
                let all = || {
                    ways.iter()
                        .map(|way| way.iter().find(|prediction| prediction.nodes == nodes).unwrap())
                };
                let mean = all().map(|prediction| prediction.equal_counts).sum::<f64>()
                    / ways.len() as f64;
                let near =
                    |found: f64, expected: f64, by: f64| (found - expected).abs() <= by * expected;
                assert!(near(mean, counts, 0.15), "{skew} {nodes}: {mean}");
                assert!(
                    all().all(|prediction| near(prediction.load_aware, by_load, 0.01)),
                    "{skew} {nodes}: {ways:?}"
                );
                assert!(
                    all().all(|prediction| near(prediction.largest_key, largest, 0.01)),
                    "{skew} {nodes}: {ways:?}"
                );
            }
        }
    }

    #[test]
    fn one_node_and_no_load_are_even() {
        for prediction in predict(&[], 0, 3)
            .into_iter()
            .chain(predict(&[0, 0], 0, 2))
            .chain(predict(&[5, 7], 5, 1))
        {
            assert_eq!((prediction.equal_counts, prediction.load_aware), (1.0, 1.0));
        }
        assert_eq!(predict(&[1], 1, u32::MAX).len(), MOST_NODES as usize);
    }
}
