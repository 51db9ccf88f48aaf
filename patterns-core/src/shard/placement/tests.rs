use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::key::{ShardStrategy, SplitPoints};

fn nodes(count: usize) -> Vec<Node> {
    (0..count).map(|number| Node::new(format!("node-{number}"))).collect()
}

fn slots(bits: u8) -> Vec<Unit> {
    units(&ShardStrategy::Hash, bits)
}

/// The units as they lie after a plan.
fn settled(units: &[Unit], nodes: &[Node]) -> Vec<Unit> {
    let at = place("default", units, nodes).unwrap();
    units.iter().cloned().zip(at).map(|(unit, node)| unit.at(node)).collect()
}

fn counts(units: &[Unit]) -> BTreeMap<NodeId, f64> {
    let mut counts = BTreeMap::new();
    for unit in units {
        *counts.entry(unit.at.clone().unwrap()).or_default() += 1.0;
    }
    counts
}

/// From 256 to 4,096 slots, from 1 to 24 nodes.
fn sizes() -> impl Iterator<Item = (u8, usize)> {
    let few = [8, 9, 10].into_iter().flat_map(|bits| (1..=24).map(move |count| (bits, count)));
    few.chain([1, 2, 3, 10, 24].map(|count| (12, count)))
}

fn moved(units: &[Unit], nodes: &[Node]) -> f64 {
    relocations("default", units, nodes).unwrap().len() as f64
}

#[test]
fn ten_nodes_bear_at_most_one_per_cent_more_than_their_mean() {
    for bits in [10, 11, 12] {
        let placed = settled(&slots(bits), &nodes(10));
        let mean = placed.len() as f64 / 10.0;
        let most = counts(&placed).into_values().fold(0.0, f64::max);
        assert!(most / mean <= 1.01, "{most} of {mean} at {bits} bits");
    }
}

#[test]
fn every_node_bears_its_share_rounded() {
    for (bits, count) in sizes() {
        let placed = settled(&slots(bits), &nodes(count));
        let share = placed.len() as f64 / count as f64;
        let counts = counts(&placed);
        assert_eq!(counts.len(), count);
        assert!(
            counts.values().all(|held| (held - share).abs() < 1.0),
            "{count} nodes: {counts:?}"
        );
    }
}

#[test]
fn one_more_node_moves_at_most_a_fifth_more_than_its_share_and_only_to_itself() {
    for (bits, count) in sizes() {
        let before = settled(&slots(bits), &nodes(count));
        let ideal = before.len() as f64 / (count + 1) as f64;
        let relocations = relocations("default", &before, &nodes(count + 1)).unwrap();
        assert!(relocations.len() as f64 <= 1.2 * ideal, "{count} nodes, {bits} bits");
        assert!(relocations.len() as f64 > ideal - 1.0, "{count} nodes, {bits} bits");
        let new = NodeId::new(format!("node-{count}"));
        assert!(relocations.iter().all(|relocation| relocation.to == new));
    }
}

#[test]
fn one_node_less_moves_what_lay_on_it_and_nothing_else() {
    for (bits, count) in sizes().filter(|(_, count)| *count > 1) {
        let before = settled(&slots(bits), &nodes(count));
        let (gone, left) = (NodeId::from("node-0"), nodes(count).split_off(1));
        let relocations = relocations("default", &before, &left).unwrap();
        assert_eq!(relocations.len() as f64, counts(&before).remove(&gone).unwrap());
        assert!(relocations.iter().all(|relocation| relocation.from == gone));
    }
}

#[test]
fn a_settled_plan_moves_nothing() {
    let placed = settled(&slots(10), &nodes(7));
    assert_eq!(moved(&placed, &nodes(7)), 0.0);
    let weighted: Vec<Node> =
        nodes(7).into_iter().zip(1..).map(|(node, weight)| node.weight(weight)).collect();
    assert_eq!(moved(&settled(&slots(10), &weighted), &weighted), 0.0);
}

proptest! {
    #[test]
    fn weights_decide_the_shares(weights in proptest::collection::vec(0..9_u32, 1..12)) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let total: f64 = weights.iter().copied().map(f64::from).sum();
        let nodes: Vec<Node> = nodes(weights.len()).into_iter().zip(&weights).map(|(n, w)| n.weight(*w)).collect();
        let counts = counts(&settled(&slots(9), &nodes));
        for node in &nodes {
            let share = 512.0 * f64::from(node.weight) / total;
            let held = counts.get(&node.name).copied().unwrap_or_default();
            prop_assert!((held - share).abs() < 1.0, "{held} of {share}");
        }
    }

    #[test]
    fn the_order_of_the_lists_does_not_count(seed: u64, count in 1..12_usize) {
        let (mut nodes, mut units) = (nodes(count), slots(7));
        let sorted = settled(&units, &nodes);
        let mut random = fastrand::Rng::with_seed(seed);
        random.shuffle(&mut nodes);
        random.shuffle(&mut units);
        let mut shuffled = settled(&units, &nodes);
        shuffled.sort_by_key(|unit| unit.places);
        prop_assert_eq!(shuffled, sorted);
    }
}

#[test]
fn s7_the_plan_of_the_same_names_is_the_same_for_ever() {
    let placed = place("default", &slots(4), &nodes(3)).unwrap();
    let numbers: String = placed.iter().map(|node| node.as_str().replace("node-", "")).collect();
    // Computed by xxHash 0.8.4 and a sort in Python.
    assert_eq!(numbers, "1121202202110001");
}

#[test]
fn a_zone_lies_on_its_own_nodes_only() {
    let units = units(&ShardStrategy::Zone(&["eu", "us"]), 8);
    let in_zone = |name, zone| Node::new(name).zone(zone);
    let nodes = [in_zone("e1", "eu"), in_zone("e2", "eu"), in_zone("u1", "us"), Node::new("x")];
    let placed = settled(&units, &nodes);
    let zone_of = |unit: &Unit| {
        nodes.iter().find(|node| Some(&node.name) == unit.at.as_ref()).unwrap().zone.clone()
    };
    assert!(placed.iter().all(|unit| zone_of(unit) == unit.zone));
    assert!(counts(&placed).into_iter().map(|(node, held)| (node.to_string(), held)).eq([
        ("e1".to_string(), 64.0),
        ("e2".to_string(), 64.0),
        ("u1".to_string(), 128.0)
    ]));
}

#[test]
fn a_zone_without_a_node_is_an_error_that_names_it() {
    let units = units(&ShardStrategy::Zone(&["eu", "us"]), 8);
    let refused = |nodes: &[Node]| place("default", &units, nodes).unwrap_err();
    let no_node = PlacementError::NoNodeInZone { zone: "us".to_string() };
    assert_eq!(refused(&[Node::new("e1").zone("eu"), Node::new("x")]), no_node);
    assert_eq!(
        refused(&[Node::new("e1").zone("eu"), Node::new("u1").zone("us").weight(0)]),
        no_node
    );
    assert_eq!(place("default", &slots(2), &[]), Err(PlacementError::NoNode));
    assert_eq!(place("default", &[], &[]), Ok(Vec::new()));
}

#[test]
fn a_range_is_placed_whole_and_ranges_are_spread_over_nodes() {
    let ranges = units(&ShardStrategy::Range(SplitPoints::Integers(&[1, 2, 3, 4, 5])), 12);
    assert_eq!(
        ranges.iter().map(|unit| unit.places).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5].map(|i| PlaceRange::share(i, 6))
    );
    let placed = settled(&ranges, &nodes(3));
    assert!(counts(&placed).into_values().eq([2.0, 2.0, 2.0]));
    assert_eq!(moved(&placed, &nodes(4)), 1.0);
    assert_eq!(moved(&settled(&ranges, &nodes(10)), &nodes(11)), 0.0);
}

#[test]
fn ranges_of_many_keyspaces_do_not_meet_on_the_same_nodes() {
    let one = units(&ShardStrategy::Range(SplitPoints::Integers(&[])), 12);
    let keyspaces = (0..100).map(|number| format!("type-{number}"));
    let placed = keyspaces.flat_map(|keyspace| place(&keyspace, &one, &nodes(5)).unwrap());
    let placed: Vec<Unit> = placed.map(|node| Unit::new(PlaceRange::ALL).at(node)).collect();
    assert!(counts(&placed).into_values().all(|held| held > 8.0));
}

#[test]
fn s8_units_cover_all_places_exactly_once() {
    let zones: &'static [&'static str] = &["a", "b", "c"];
    let points = SplitPoints::Text(&["g", "n"]);
    for (strategy, bits) in [
        (ShardStrategy::Hash, 12),
        (ShardStrategy::Composite(&[2]), 8),
        (ShardStrategy::Range(points), 12),
        (ShardStrategy::Zone(zones), 0),
        (ShardStrategy::Zone(zones), 8),
        (ShardStrategy::Zone(zones), 12),
        (ShardStrategy::Zone(&[]), 8),
    ] {
        let units = units(&strategy, bits);
        let sum: u128 = units
            .iter()
            .map(|unit| u128::from(unit.places.last().value() - unit.places.first().value()) + 1)
            .sum();
        assert_eq!(sum, 1 << 64, "{strategy}");
        assert!(
            units
                .iter()
                .zip(units.iter().skip(1))
                .all(|(one, next)| one.places.last() < next.places.first())
        );
    }
    assert_eq!(units(&ShardStrategy::Zone(zones), 12).len(), 4096);
    assert_eq!(units(&ShardStrategy::Zone(zones), 8).len(), 258);
    assert_eq!(units(&ShardStrategy::Directory, 12), []);
}
