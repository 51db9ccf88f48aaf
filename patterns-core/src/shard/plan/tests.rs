use super::*;
use crate::{
    key::{ALGORITHM, PlaceRange},
    shard::map::{KeyspaceRule, MapChange, Region, StoreIdentity},
};

fn added(node: Node) -> MapChange {
    MapChange::NodeAdded { node, store: StoreIdentity(7) }
}

/// A map of 64 slots, each region of zones on the nodes of its zone, in turn.
fn map(nodes: &[Node], zones: &[Option<&str>]) -> ShardMap {
    let mut map = ShardMap::default();
    map.apply(&MapChange::Created { algorithm: ALGORITHM.into() }).unwrap();
    nodes.iter().for_each(|node| {
        map.apply(&added(node.clone())).unwrap();
    });
    let region = |(index, zone): (usize, &Option<&str>)| Region {
        range: PlaceRange::share(index as u32, zones.len() as u32),
        zone: zone.map(Into::into),
        whole: false,
    };
    let regions: Vec<_> = zones.iter().enumerate().map(region).collect();
    let owner = |number: u32| {
        let place = PlaceRange::slot(6, number).first();
        let zone = regions.iter().find(|region| region.range.contains(place)).unwrap().zone.clone();
        let fits = |node: &&Node| zone.is_none() || node.zone == zone;
        let fitting: Vec<_> = nodes.iter().filter(fits).collect();
        let chosen = fitting.iter().cycle().nth(number as usize).unwrap();
        nodes.iter().position(|node| node.name == chosen.name).unwrap() as u16
    };
    let slots = (0..64).map(|number| (PlaceRange::slot(6, number), owner(number))).collect();
    let rule = KeyspaceRule { regions: regions.clone(), directory: false };
    let nodes = nodes.iter().map(|node| node.name.clone()).collect();
    map.apply(&MapChange::KeyspaceAdded { name: "default".into(), rule, slots, nodes }).unwrap();
    map
}

fn nodes(number: u32) -> Vec<Node> {
    (0..number).map(|number| Node::new(format!("node-{number}"))).collect()
}

/// The load of each node after the plan.
fn after(map: &ShardMap, load: &dyn Fn(Slot) -> f64, planned: &[Planned]) -> BTreeMap<NodeId, f64> {
    let mut loads: BTreeMap<_, _> = map.nodes().map(|node| (node.node.name.clone(), 0.0)).collect();
    for (slot, entry) in map.slots() {
        let moved = planned.iter().rev().find(|planned| planned.slot == slot);
        let owner = moved.map_or(&entry.owner, |planned| &planned.to);
        *loads.get_mut(owner).unwrap() += load(slot);
    }
    loads
}

fn imbalance(loads: &BTreeMap<NodeId, f64>) -> f64 {
    let most = loads.values().copied().fold(0.0, f64::max);
    most * loads.len() as f64 / loads.values().sum::<f64>()
}

fn number(slot: Slot) -> u64 {
    slot.range.first().value() >> 58
}

#[test]
fn an_even_load_needs_no_move() {
    assert_eq!(plan(&map(&nodes(4), &[None]), &|_| 100.0, 100), []);
    assert_eq!(plan(&map(&nodes(4), &[None]), &|_| 0.0, 100), []);
}

#[test]
fn a_skewed_load_is_spread_as_far_as_slots_allow() {
    let map = map(&nodes(4), &[None]);
    let load = |slot: Slot| 1_000.0 / (1.0 + number(slot) as f64);
    let planned = plan(&map, &load, 100);
    let hottest = 1_000.0 * 4.0 / map.slots().map(|(slot, _)| load(slot)).sum::<f64>();
    assert!(imbalance(&after(&map, &load, &[])) > 1.2);
    assert!(imbalance(&after(&map, &load, &planned)) <= hottest.max(1.05), "{planned:?}");
}

#[test]
fn every_single_move_is_an_improvement() {
    let map = map(&nodes(5), &[None]);
    let load = |slot: Slot| ((number(slot) * 7_919) % 101) as f64;
    let planned = plan(&map, &load, 100);
    assert!(!planned.is_empty());
    let spread = |done: usize| {
        let loads = after(&map, &load, planned.get(..done).unwrap());
        let mean = loads.values().sum::<f64>() / loads.len() as f64;
        loads.values().map(|load| (load - mean).powi(2)).sum::<f64>()
    };
    for done in 1..=planned.len() {
        assert!(spread(done) < spread(done - 1) + 1e-6, "move {done}");
    }
}

#[test]
fn a_new_node_gets_its_share() {
    let mut map = map(&nodes(4), &[None]);
    map.apply(&added(Node::new("new"))).unwrap();
    let planned = plan(&map, &|_| 10.0, 1_000);
    assert!(planned.iter().all(|planned| planned.to == "new".into()));
    assert!(planned.len() >= 12 && planned.len() <= 13, "{}", planned.len());
}

#[test]
fn a_drained_node_ends_empty_and_gets_nothing() {
    let mut map = map(&nodes(3), &[None]);
    map.apply(&MapChange::NodeDraining { name: "node-1".into() }).unwrap();
    let planned = plan(&map, &|slot| number(slot) as f64, 1_000);
    let left = after(&map, &|_| 1.0, &planned);
    assert_eq!(*left.get(&"node-1".into()).unwrap(), 0.0);
    assert!(planned.iter().all(|planned| planned.to != "node-1".into()));
}

#[test]
fn nothing_leaves_its_zone() {
    let nodes: Vec<_> = ["eu", "eu", "us"]
        .iter()
        .enumerate()
        .map(|(number, zone)| Node::new(format!("{zone}-{number}")).zone(*zone))
        .collect();
    let map = map(&nodes, &[Some("eu"), Some("us")]);
    let load = |slot: Slot| if number(slot) < 32 { 100.0 * (number(slot) % 2) as f64 } else { 1.0 };
    let planned = plan(&map, &load, 1_000);
    assert!(!planned.is_empty());
    let zone_of = |name: &NodeId| name.as_str().split('-').next().unwrap().to_owned();
    assert!(planned.iter().all(|planned| zone_of(&planned.from) == zone_of(&planned.to)));
}

#[test]
fn weights_decide_the_share() {
    let nodes = [Node::new("small"), Node::new("large").weight(3)];
    let map = map(&nodes, &[None]);
    let planned = plan(&map, &|_| 1.0, 1_000);
    let loads = after(&map, &|_| 1.0, &planned);
    assert!((loads.get(&"large".into()).unwrap() - 48.0).abs() <= 1.0, "{loads:?}");
}
