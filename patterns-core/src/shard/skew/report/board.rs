//! The loads of nodes, and what moves of slots would make of them.

use super::{Measured, NodeShare, SlotLoad};
use crate::shard::{
    Node,
    skew::{load::Load, placement::tolerance, text::ratio},
};

/// Nodes with what they bear; slots can be moved on it.
#[derive(Clone)]
pub(super) struct Board<'a> {
    seats: Vec<Seat<'a>>,
    slots: Vec<SlotLoad>,
    zoned: bool,
}

#[derive(Clone)]
struct Seat<'a> {
    node: &'a Node,
    /// Operations.
    load: f64,
    /// The operations that are its fair share.
    fair: f64,
}

/// A move of a slot, with the fair shares of both nodes before and after.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step<'a> {
    pub(super) slot: usize,
    pub(super) from: &'a Node,
    pub(super) to: &'a Node,
    pub(super) before: (f64, f64),
    pub(super) after: (f64, f64),
}

impl<'a> Board<'a> {
    pub(super) fn new(measured: &Measured<'a>) -> Self {
        let slots: Vec<_> =
            measured.slots.iter().map(|slot| SlotLoad { node: slot.node, ..*slot }).collect();
        let mut board = Self { seats: Vec::new(), slots, zoned: measured.zoned };
        let total = |of: &dyn Fn(&SlotLoad) -> bool| -> f64 {
            measured
                .slots
                .iter()
                .filter(|slot| of(slot))
                .map(|slot| slot.load.operations() as f64)
                .sum()
        };
        let all = total(&|slot| slot.node < measured.nodes.len());
        let weights: f64 = measured.nodes.iter().map(|node| f64::from(node.weight)).sum();
        let seat = |(number, node): (usize, &'a Node)| Seat {
            node,
            load: total(&|slot| slot.node == number),
            fair: ratio(all * f64::from(node.weight), weights),
        };
        board.seats = measured.nodes.iter().enumerate().map(seat).collect();
        board
    }

    pub(super) fn total(&self) -> Load {
        let on_a_node = self.slots.iter().filter(|slot| slot.node < self.seats.len());
        on_a_node.fold(Load::default(), |sum, slot| sum + slot.load)
    }

    pub(super) fn nodes(&self) -> Vec<NodeShare> {
        let share = |(number, seat): (usize, &Seat<'_>)| {
            let own = || self.slots.iter().filter(|slot| slot.node == number);
            let load = own().fold(Load::default(), |sum, slot| sum + slot.load);
            NodeShare {
                node: seat.node.name.clone(),
                slots: own().count(),
                load,
                fair_shares: seat.shares(),
            }
        };
        self.seats.iter().enumerate().map(share).collect()
    }

    /// The operations that are the fair share of the strongest node.
    pub(super) fn fair(&self) -> f64 {
        self.seats.iter().map(|seat| seat.fair).fold(0.0, f64::max)
    }

    /// How many nodes may be given slots.
    pub(super) fn takers(&self) -> usize {
        self.seats.iter().filter(|seat| seat.node.weight > 0).count()
    }

    pub(super) fn tolerance(&self) -> f64 {
        tolerance(self.fair())
    }

    pub(super) fn imbalance(&self) -> f64 {
        match self.fair() > 0.0 {
            true => self.seats.iter().map(Seat::shares).fold(0.0, f64::max),
            false => 1.0,
        }
    }

    /// What placing all slots anew would reach, the heaviest first, each where it makes the least of a peak.
    pub(super) fn attainable(&self) -> f64 {
        let mut order: Vec<_> =
            self.slots.iter().filter(|slot| slot.node < self.seats.len()).collect();
        order.sort_by_key(|slot| core::cmp::Reverse(slot.load.operations()));
        let mut anew = self.clone();
        anew.seats.iter_mut().for_each(|seat| seat.load = 0.0);
        for slot in order {
            let load = slot.load.operations() as f64;
            let best = anew.least(slot.node, |seat| seat.shares_with(load));
            if let Some(seat) = best.and_then(|best| anew.seats.get_mut(best)) {
                seat.load += load;
            }
        }
        anew.imbalance()
    }

    /// The node with the least of something among those that a slot of this node may go to.
    fn least(&self, from: usize, of: impl Fn(&Seat<'a>) -> f64) -> Option<usize> {
        let zone = self.seats.get(from).map(|seat| &seat.node.zone);
        let may =
            |seat: &Seat<'_>| seat.fair > 0.0 && (!self.zoned || Some(&seat.node.zone) == zone);
        let takers = self.seats.iter().enumerate().filter(|(_, seat)| may(seat));
        takers.min_by(|(_, a), (_, b)| of(a).total_cmp(&of(b))).map(|(number, _)| number)
    }

    /// Moves the slot that evens the fullest node and the emptiest the most; none if that gains less than `gain` fair shares.
    pub(super) fn step(&mut self, gain: f64) -> Option<Step<'a>> {
        let full = |seat: &Seat<'_>| seat.shares();
        let (from, _) =
            self.seats.iter().enumerate().max_by(|(_, a), (_, b)| full(a).total_cmp(&full(b)))?;
        let to = self.least(from, Seat::shares)?;
        let (giver, taker) = (self.seats.get(from)?, self.seats.get(to)?);
        let after = |slot: &SlotLoad| {
            let load = slot.load.operations() as f64;
            (giver.shares_with(-load), taker.shares_with(load))
        };
        let peak = |slot: &SlotLoad| after(slot).0.max(after(slot).1);
        let own = self.slots.iter().enumerate().filter(|(_, slot)| slot.node == from);
        let (slot, best) = own.min_by(|(_, a), (_, b)| peak(a).total_cmp(&peak(b)))?;
        let (before, after) = ((giver.shares(), taker.shares()), after(best));
        if from == to || before.0 - peak(best) < gain {
            return None;
        }
        let step = Step { slot, from: giver.node, to: taker.node, before, after };
        self.take(slot, from, to);
        Some(step)
    }

    fn take(&mut self, slot: usize, from: usize, to: usize) {
        let Some(moved) = self.slots.get_mut(slot) else { return };
        moved.node = to;
        let load = moved.load.operations() as f64;
        for (node, change) in [(from, -load), (to, load)] {
            if let Some(seat) = self.seats.get_mut(node) {
                seat.load += change;
            }
        }
    }
}

impl Seat<'_> {
    fn shares(&self) -> f64 {
        self.shares_with(0.0)
    }

    fn shares_with(&self, more: f64) -> f64 {
        ratio(self.load + more, self.fair)
    }
}
