//! Which slots should move, by the load that was measured. Pure.
//!
//! Greedy: the move that improves the worst node most, again and again, as long as each one is worth it. What counts is load, not the number of
//! slots (Shard Manager, SOSP 2021; E-Store, VLDB 2014): a slot without measured load counts as very little, so that idle slots are spread as well.

use std::collections::BTreeMap;

use super::{
    map::{MapNode, Phase, ShardMap, Slot},
    node_id::{Node, NodeId},
};

/// An improvement below this share of a node's fair load is not worth a move.
const WORTH: f64 = 0.02;

/// A move that a plan wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The slot.
    pub slot: Slot,
    /// The node that owns it.
    pub from: NodeId,
    /// The node that is to own it.
    pub to: NodeId,
    /// The load that moves.
    pub load: f64,
}

/// A slot, and what it weighs.
#[derive(Clone, Debug)]
struct Weighed {
    slot: Slot,
    load: f64,
    zone: Option<String>,
}

/// A node, and the slots on it, lightest first.
#[derive(Debug)]
struct Bearer {
    node: Node,
    draining: bool,
    load: f64,
    slots: Vec<Weighed>,
}

impl Bearer {
    /// Load in shares of the node's weight.
    fn pressure(&self) -> f64 {
        self.load / f64::from(self.node.weight.max(1))
    }

    fn may_bear(&self, slot: &Weighed) -> bool {
        let zone = slot.zone.is_none() || slot.zone == self.node.zone;
        zone && !self.draining && self.node.weight > 0
    }
}

/// The moves that spread `load` evenly over the nodes and empty those that are drained, best first; at most `most`.
///
/// Nothing is planned for slots that are moving, and nothing against the zone of a slot.
pub fn plan(map: &ShardMap, load: &dyn Fn(Slot) -> f64, most: usize) -> Vec<Planned> {
    let mut bearers = bearers(map, load);
    let mut planned = Vec::new();
    while planned.len() < most {
        let Some(next) = next_drain(&bearers).or_else(|| next_move(&bearers)) else { break };
        carry_out(&mut bearers, &next);
        planned.push(next);
    }
    planned
}

fn bearers(map: &ShardMap, load: &dyn Fn(Slot) -> f64) -> BTreeMap<NodeId, Bearer> {
    let bearer = |node: &MapNode| Bearer {
        node: node.node.clone(),
        draining: !node.is_active(),
        load: 0.0,
        slots: Vec::new(),
    };
    let mut bearers: BTreeMap<_, _> =
        map.nodes().map(|node| (node.node.name.clone(), bearer(node))).collect();
    let measured: f64 = map.slots().map(|(slot, _)| load(slot)).sum();
    let slots = map.slots().count().max(1);
    // All idle slots together weigh as much as a hundredth of what was measured.
    let idle = if measured > 0.0 { measured / (100.0 * slots as f64) } else { 1.0 };
    for (slot, entry) in map.slots().filter(|(_, entry)| entry.phase == Phase::Stable) {
        if let Some(bearer) = bearers.get_mut(&entry.owner) {
            let load = load(slot) + idle;
            bearer.load += load;
            bearer.slots.push(Weighed { slot, load, zone: map.zone(slot).map(Into::into) });
        }
    }
    for bearer in bearers.values_mut() {
        bearer.slots.sort_by(|left, right| left.load.total_cmp(&right.load));
    }
    bearers
}

/// The heaviest slot of a node that is drained, to the node with the least pressure.
fn next_drain(bearers: &BTreeMap<NodeId, Bearer>) -> Option<Planned> {
    let drained = bearers.values().filter(|bearer| bearer.draining);
    let moves = drained.flat_map(|from| from.slots.iter().rev().map(move |slot| (from, slot)));
    let mut moves = moves.filter_map(|(from, slot)| {
        let targets = bearers.values().filter(|to| to.may_bear(slot));
        let to = targets.min_by(|left, right| left.pressure().total_cmp(&right.pressure()))?;
        Some(planned(from, to, slot))
    });
    moves.next()
}

/// The slot whose move takes most pressure from the pair of the fullest node that can give and the emptiest that can take.
fn next_move(bearers: &BTreeMap<NodeId, Bearer>) -> Option<Planned> {
    let mut by_pressure: Vec<_> = bearers.values().filter(|bearer| !bearer.draining).collect();
    by_pressure.sort_by(|left, right| left.pressure().total_cmp(&right.pressure()));
    let loads: f64 = by_pressure.iter().map(|bearer| bearer.load).sum();
    let weights: f64 = by_pressure.iter().map(|bearer| f64::from(bearer.node.weight)).sum();
    let worth = WORTH * loads / weights.max(1.0);
    by_pressure.iter().rev().find_map(|from| {
        let targets = by_pressure.iter().filter(|to| to.pressure() < from.pressure());
        targets.clone().find_map(|to| best_of_pair(from, to, worth))
    })
}

/// The heaviest slot that does not merely turn the two nodes around.
fn best_of_pair(from: &Bearer, to: &Bearer, worth: f64) -> Option<Planned> {
    let better = |slot: &&Weighed| {
        let after_from = (from.load - slot.load) / f64::from(from.node.weight.max(1));
        let after_to = (to.load + slot.load) / f64::from(to.node.weight.max(1));
        from.pressure() - after_from.max(after_to) > 0.0
    };
    let fitting = from.slots.iter().rev().filter(|slot| to.may_bear(slot));
    let gap = from.pressure() - to.pressure();
    fitting.filter(|_| gap > worth).find(better).map(|slot| planned(from, to, slot))
}

fn planned(from: &Bearer, to: &Bearer, slot: &Weighed) -> Planned {
    let (from, to) = (from.node.name.clone(), to.node.name.clone());
    Planned { slot: slot.slot, from, to, load: slot.load }
}

fn carry_out(bearers: &mut BTreeMap<NodeId, Bearer>, planned: &Planned) {
    let taken = bearers.get_mut(&planned.from).and_then(|from| {
        let index = from.slots.iter().position(|slot| slot.slot == planned.slot)?;
        from.load -= planned.load;
        Some(from.slots.remove(index))
    });
    if let Some((slot, to)) = taken.zip(bearers.get_mut(&planned.to)) {
        let at = to.slots.partition_point(|other| other.load < slot.load);
        to.load += slot.load;
        to.slots.insert(at, slot);
    }
}

#[cfg(test)]
mod tests;
