//! How evenly a keyspace is spread, and what would help.

mod advice;
mod board;
mod display;
mod rules;
#[cfg(test)]
mod tests;

use core::cmp::Reverse;

pub use advice::{Advice, Advised};
use board::Board;
pub(super) use display::predictions;

use super::{
    load::Load,
    placement::{Prediction, predict},
    text::ratio,
};
use crate::shard::{Node, NodeId};

/// The hottest slots and keys that are listed.
const LISTED: usize = 10;

/// What was measured of a keyspace: the input of a [`Report`].
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The nodes.
    pub nodes: &'a [Node],
    /// Slot by slot, by its index.
    pub slots: &'a [SlotLoad],
    /// The hottest keys, counted over the same time.
    pub keys: &'a [HotKey],
    /// Whether slots must stay in the zone they are in.
    pub zoned: bool,
}

/// A slot, where it is, and what it was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotLoad {
    /// The node it is on, as an index of [`Measured::nodes`]. A slot that is on none of them is left out.
    pub node: usize,
    /// Its load.
    pub load: Load,
    /// Whether it holds one key only, so that it can be split no more.
    pub one_key: bool,
}

/// A hot key: its operations are `estimate - error` at least and `estimate` at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotKey {
    /// The key, as text.
    pub key: String,
    /// The slot it lies in, as an index of [`Measured::slots`].
    pub slot: usize,
    /// The most operations it can have had.
    pub estimate: u64,
    /// How many of them may belong to other keys.
    pub error: u64,
}

impl HotKey {
    /// The least operations it can have had.
    pub fn least(&self) -> u64 {
        self.estimate.saturating_sub(self.error)
    }
}

/// How evenly a keyspace is spread, and what would help. `Display` writes it as tables for a terminal.
///
/// A *fair share* is the load of a node if all operations were spread by the weights of the nodes; 1.0 everywhere is perfect. Loads are judged by
/// operations, appends and reads together.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// What was measured, in all.
    pub total: Load,
    /// Node by node.
    pub nodes: Vec<NodeShare>,
    /// The fullest node, in fair shares; 1.0 if nothing was measured. Nodes of weight 0 are left out.
    pub imbalance: f64,
    /// The ten hottest slots.
    pub slots: Vec<SlotShare>,
    /// The ten hottest keys, by what they have at least.
    pub keys: Vec<KeyShare>,
    /// How even 1, 2, 3 .. equal nodes would be.
    pub predictions: Vec<Prediction>,
    /// What would help, the most pressing first; never empty.
    pub advice: Vec<Advised>,
}

/// What a node bears.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NodeShare {
    /// The node.
    pub node: NodeId,
    /// Its slots.
    pub slots: usize,
    /// Its load.
    pub load: Load,
    /// The load in fair shares of this node; 0 for a node of weight 0.
    pub fair_shares: f64,
}

/// What a slot bears.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SlotShare {
    /// The slot.
    pub slot: usize,
    /// The node it is on.
    pub node: NodeId,
    /// Its load.
    pub load: Load,
    /// The load in mean loads of a slot.
    pub means: f64,
    /// The load in fair shares of the strongest node.
    pub fair_shares: f64,
}

/// What a key bears.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct KeyShare {
    /// The key and its bounds.
    pub key: HotKey,
    /// The share of its slot that is its own at least, from 0 to 1.
    pub of_slot: f64,
    /// The least it bears, in fair shares of the strongest node. Above 1 no placement helps.
    pub fair_shares: f64,
}

impl Report {
    /// The report of what was measured, with predictions for up to so many nodes, 1,024 at most.
    pub fn of(measured: &Measured<'_>, most_nodes: u32) -> Self {
        let board = Board::new(measured);
        let loads: Vec<_> = measured.slots.iter().map(|slot| slot.load.operations()).collect();
        let keys = keys(measured, &board);
        let largest = keys.first().map_or(0, |key| key.key.least());
        Self {
            total: board.total(),
            nodes: board.nodes(),
            imbalance: board.imbalance(),
            slots: slots(measured, &board),
            predictions: predict(&loads, largest, most_nodes),
            advice: rules::advise(measured, &board, &keys),
            keys: keys.into_iter().take(LISTED).collect(),
        }
    }
}

fn slots(measured: &Measured<'_>, board: &Board<'_>) -> Vec<SlotShare> {
    let mut hottest: Vec<_> =
        measured.slots.iter().enumerate().filter(|(_, slot)| slot.load.operations() > 0).collect();
    hottest.sort_by_key(|(_, slot)| Reverse(slot.load.operations()));
    let mean = board.total().operations() as f64 / measured.slots.len().max(1) as f64;
    let share = |(slot, of): (usize, &SlotLoad)| {
        let operations = of.load.operations() as f64;
        let node = measured.nodes.get(of.node)?.name.clone();
        Some(SlotShare {
            slot,
            node,
            load: of.load,
            means: ratio(operations, mean),
            fair_shares: ratio(operations, board.fair()),
        })
    };
    hottest.into_iter().filter_map(share).take(LISTED).collect()
}

fn keys(measured: &Measured<'_>, board: &Board<'_>) -> Vec<KeyShare> {
    let mut hottest: Vec<_> = measured.keys.iter().filter(|key| key.least() > 0).collect();
    hottest.sort_by_key(|key| Reverse(key.least()));
    let share = |key: &HotKey| {
        let (least, slot) = (
            key.least() as f64,
            measured.slots.get(key.slot).map_or(0, |slot| slot.load.operations()),
        );
        KeyShare {
            key: key.clone(),
            of_slot: ratio(least, slot as f64).min(1.0),
            fair_shares: ratio(least, board.fair()),
        }
    };
    hottest.into_iter().map(share).collect()
}
