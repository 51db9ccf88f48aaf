//! Many moves, one after the other, until the load is spread evenly or a node is empty.

use std::time::{Duration, Instant};

use futures_timer::Delay;

use super::driver::MoveReport;
use crate::shard::{
    ShardError, ShardedStore,
    map::{ShardMap, Slot},
    node_id::NodeId,
    plan::{Planned, plan},
};

/// However much it should rest.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How eagerly slots are moved.
#[derive(Clone, Copy, Debug)]
pub struct RebalanceOptions {
    /// So many moves at most.
    pub most_moves: usize,
    /// After each move it rests for so many times as long as the move took: 1 leaves half of the time to everybody else.
    pub rest: f64,
}

impl Default for RebalanceOptions {
    /// 4,096 moves at most, half of the time at rest.
    fn default() -> Self {
        Self { most_moves: 4_096, rest: 1.0 }
    }
}

/// What has been done so far, after each move.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The move that was just carried out.
    pub done: Planned,
    /// What it did.
    pub report: MoveReport,
    /// How many were carried out.
    pub moves: usize,
    /// How many more are planned now.
    pub left: usize,
}

/// What a rebalancing has done.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Rebalanced {
    /// How many slots were moved.
    pub moves: usize,
    /// How many events were copied.
    pub events: u64,
    /// The longest time for which writers of one slot had to wait.
    pub longest_pause: Duration,
}

impl ShardedStore {
    /// Moves slots until the measured load is spread over the nodes by their weights, and nodes that are drained are empty. The cluster is better
    /// after every single move. Dropping the future may leave one move under way, with the writers of its slot waiting:
    /// [`resume_moves`](Self::resume_moves) or [`settle_moves`](Self::settle_moves) brings it to its end.
    ///
    /// # Errors
    /// When a move fails; those before it stand.
    pub async fn rebalance(
        &self,
        options: RebalanceOptions,
        mut progress: impl FnMut(&Progress) + Send,
    ) -> Result<Rebalanced, ShardError> {
        let mut rebalanced = Rebalanced::default();
        let mut planned = self.plan(options.most_moves).into_iter();
        while let Some(next) = planned.next() {
            let begun = Instant::now();
            let report = self.move_slot(next.slot, &next.to).await?;
            rebalanced.note(&report);
            let (moves, left) = (rebalanced.moves, planned.len());
            progress(&Progress { done: next, report, moves, left });
            if left > 0 && options.rest > 0.0 {
                let rest = begun.elapsed().as_secs_f64() * options.rest;
                Delay::new(Duration::try_from_secs_f64(rest).unwrap_or(LONGEST_REST)).await;
            }
        }
        Ok(rebalanced)
    }

    /// Empties a node and takes it out of the map.
    ///
    /// # Errors
    /// When a move fails, or no other node may bear what it has.
    pub async fn drain_node(
        &self,
        name: &NodeId,
        options: RebalanceOptions,
        mut progress: impl FnMut(&Progress) + Send,
    ) -> Result<Rebalanced, ShardError> {
        self.begin_drain(name).await?;
        let mut drained = Rebalanced::default();
        while let Some(slot) = self.slot_on(name) {
            let done = self.rebalance(options, &mut progress).await?;
            if done.moves == 0 {
                let reason = "no other node may bear it".into();
                return Err(ShardError::Immovable { slot, reason });
            }
            drained.add(&done);
        }
        self.remove_node(name).await?;
        Ok(drained)
    }

    fn slot_on(&self, name: &NodeId) -> Option<Slot> {
        let map = self.map();
        let mut owned = map.slots().filter(|(_, entry)| entry.owner == *name);
        owned.next().map(|(slot, _)| slot)
    }

    /// The moves that [`rebalance`](Self::rebalance) would begin with now.
    pub fn plan(&self, most: usize) -> Vec<Planned> {
        let map = self.map();
        let operations = self.operations(&map);
        plan(&map, &|slot| load(&map, &operations, slot), most)
    }
}

fn load(map: &ShardMap, operations: &[Vec<u64>], slot: Slot) -> f64 {
    let keyspace = usize::from(slot.keyspace.value());
    let index = map.keyspace(slot.keyspace).and_then(|found| found.index(slot.range.first()));
    let found = operations.get(keyspace).zip(index).and_then(|(slots, index)| slots.get(index));
    found.map_or(0.0, |operations| *operations as f64)
}

impl Rebalanced {
    fn add(&mut self, more: &Self) {
        self.moves += more.moves;
        self.events += more.events;
        self.longest_pause = self.longest_pause.max(more.longest_pause);
    }

    fn note(&mut self, report: &MoveReport) {
        self.moves += usize::from(report.moved);
        self.events += report.events;
        self.longest_pause = self.longest_pause.max(report.pause.unwrap_or_default());
    }
}
