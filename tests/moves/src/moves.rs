//! The moves: plain ones, and those whose movers die, are doubled, give up, or belong to a process that ends.

use std::{
    collections::HashMap,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use patterns_core::{
    shard::{Mover, NodeId, ShardedStore, Slot, Step},
    store::conformance::block_on,
};

use crate::{
    mover::{Done, Driven, Fate, drive},
    world::World,
};

/// What is to happen to one move.
#[derive(Clone, Copy, Debug, Default)]
struct Plan {
    dies: bool,
    aborts: bool,
    /// Two movers at once.
    doubled: bool,
    /// The sharded store is replaced by another over the same stores while the move is under way.
    restarts: bool,
    /// Appends of the movers fail now and then.
    fails: bool,
}

/// What one move was like.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    pub slot: usize,
    pub deaths: u32,
    pub aborted: bool,
    pub doubled: bool,
    pub restarted: bool,
    pub failed: bool,
    pub events: u64,
    /// As the mover says that had the move for itself and lived.
    pub pause: Option<Duration>,
    pub done: Vec<Done>,
}

impl Moved {
    /// From when on writers waited, and until when.
    pub fn window(&self) -> Option<(Instant, Instant)> {
        let begin = self.done.iter().find(|done| done.step == Step::Seal)?.begin;
        let opened = |done: &&Done| matches!(done.step, Step::Activate | Step::Reopen);
        Some((begin, self.done.iter().find(opened)?.end))
    }

    /// Whether one mover did everything undisturbed.
    pub fn is_plain(&self) -> bool {
        self.deaths == 0 && !self.aborted && !self.doubled && !self.restarted && !self.failed
    }
}

/// Copies are about a thousand events each; with this, a slot's are interrupted a few times.
const EVENTS_A_FAILURE: u64 = 3_000;

/// Moves slots, until there were so many moves or something is wrong.
pub struct Moves<'a> {
    world: &'a World,
    random: Rng,
    nodes: Vec<NodeId>,
    /// Of so many appends of copies one fails in moves with failing stores: every time all that is to be copied is looked at again.
    failing: u32,
    /// Where a slot was before.
    before: HashMap<usize, NodeId>,
}

impl<'a> Moves<'a> {
    pub fn new(world: &'a World, slot_events: u64, random: Rng) -> Self {
        let (nodes, before) = (world.live.stores.node_ids(), HashMap::new());
        let failing = (slot_events / EVENTS_A_FAILURE).clamp(4, 1_000) as u32;
        Self { world, random, nodes, failing, before }
    }

    /// `number` counts the moves: what happens to them takes turns, so that everything happens in short runs, too.
    pub fn one(&mut self, number: u32, slots: u32) -> Result<Moved, String> {
        let slot = self.random.usize(..slots as usize);
        let plan = Plan {
            dies: number % 2 == 1,
            aborts: number % 7 == 3,
            doubled: number % 5 == 4,
            restarts: number % 6 == 5,
            fails: number % 4 == 2,
        };
        let moved = self.carry_out(slot, plan);
        self.world.live.stores.faults.set(0);
        moved
    }

    fn carry_out(&mut self, slot: usize, plan: Plan) -> Result<Moved, String> {
        let store = self.world.live.store();
        let found = slot_of(self.world, &store, slot)?;
        let (owner, to) = self.target(&store, slot, found)?;
        let mover = block_on(store.begin_move(found, &to));
        let mover = mover.map_err(|error| format!("no move begins: {error}"))?;
        let (doubled, restarted, failed) = (plan.doubled, plan.restarts, plan.fails);
        let mut moved = Moved { slot, doubled, restarted, failed, ..Moved::default() };
        self.world.live.stores.faults.set(if plan.fails { self.failing } else { 0 });
        let fate = self.fate(plan.dies, plan.aborts);
        if plan.doubled {
            self.both(mover, fate, plan, &mut moved)?;
        } else {
            note(&mut moved, drive(mover, fate), true)?;
        }
        if plan.restarts {
            self.world.live.replace()?;
        }
        self.go_on(found, plan, &mut moved)?;
        self.check_end(found, &owner, &to, &moved)?;
        self.before.insert(slot, owner);
        Ok(moved)
    }

    /// The owner, and another node: now and then the one that was the owner before.
    fn target(
        &mut self,
        store: &ShardedStore,
        slot: usize,
        found: Slot,
    ) -> Result<(NodeId, NodeId), String> {
        let map = store.map();
        let owner = map.slot(found).ok_or("the slot is gone")?.owner.clone();
        let before = self.before.get(&slot).filter(|before| **before != owner);
        if let Some(before) = before.filter(|_| self.random.u32(..3) == 0) {
            return Ok((owner, before.clone()));
        }
        let others: Vec<_> = self.nodes.iter().filter(|node| **node != owner).collect();
        let other = others[self.random.usize(..others.len())].clone();
        Ok((owner, other))
    }

    fn fate(&mut self, dies: bool, aborts: bool) -> Fate {
        match (dies, aborts) {
            (true, _) => Fate::death(&mut self.random),
            (false, true) => Fate::abort(&mut self.random),
            (false, false) if self.random.u32(..3) == 0 => Fate::stumble(&mut self.random),
            (false, false) => Fate::Lives,
        }
    }

    /// Two movers of one move; the second may be that of another process.
    fn both(
        &mut self,
        first: Mover,
        fate: Fate,
        plan: Plan,
        moved: &mut Moved,
    ) -> Result<(), String> {
        let other = if self.random.bool() {
            Arc::new(self.world.live.stores.cluster()?)
        } else {
            self.world.live.store()
        };
        let second = unfinished(&other, first.current().slot)?;
        let second_fate = self.fate(false, plan.aborts && plan.dies);
        let delay = Duration::from_millis(self.random.u64(..20));
        let late = |mover: Mover| {
            thread::sleep(delay);
            drive(mover, second_fate)
        };
        let (one, two) = thread::scope(|scope| {
            let two = second.map(|second| scope.spawn(move || late(second)));
            let one = drive(first, fate);
            (one, two.map(|two| two.join().expect("a mover does not panic")))
        });
        note(moved, one, false)?;
        two.map_or(Ok(()), |two| note(moved, two, false))
    }

    /// Others go on with what is left, and may die as well.
    fn go_on(&mut self, found: Slot, plan: Plan, moved: &mut Moved) -> Result<(), String> {
        loop {
            let store = self.world.live.store();
            let Some(mover) = unfinished(&store, found)? else { return Ok(()) };
            let dies = self.random.u32(..3) == 0;
            let aborts = plan.aborts || self.random.u32(..6) == 0;
            let fate = self.fate(dies, aborts);
            note(moved, drive(mover, fate), false)?;
        }
    }

    /// The map says what the movers have said.
    fn check_end(
        &self,
        found: Slot,
        from: &NodeId,
        to: &NodeId,
        moved: &Moved,
    ) -> Result<(), String> {
        let map = self.world.live.store().map();
        let owner = &map.slot(found).ok_or("the slot is gone")?.owner;
        let expected = if moved.aborted { from } else { to };
        let same = owner == expected;
        same.then_some(()).ok_or_else(|| format!("{found} is on {owner} after {moved:?}"))
    }
}

fn note(moved: &mut Moved, driven: Result<Driven, String>, alone: bool) -> Result<(), String> {
    let Driven { died, aborted, mover, done } = driven?;
    moved.deaths += u32::from(died);
    // What became of an abort can be unknown; what was done after it is not.
    moved.aborted |= aborted || done.iter().any(|done| done.step == Step::Reopen);
    moved.events += mover.report().events;
    moved.pause = mover.report().pause.filter(|_| alone && !died && !moved.failed);
    moved.done.extend(done);
    Ok(())
}

/// Where a slot that is moved is.
fn slot_of(world: &World, store: &ShardedStore, slot: usize) -> Result<Slot, String> {
    let found = block_on(store.slot_of(&world.layout.stream_in(slot)));
    let found = found.map_err(|error| format!("no slot is found: {error}"))?;
    found.ok_or_else(|| "the slot has no streams".into())
}

/// Brings every move that is under way to its end, or gives it up; answers how many there were.
pub fn settle(world: &World, mut random: Rng) -> Result<u64, String> {
    let store = world.live.store();
    let movers = block_on(store.unfinished_moves());
    let movers = movers.map_err(|error| format!("the moves cannot be read: {error}"))?;
    let found = movers.len() as u64;
    for mover in movers {
        let fate = if random.bool() { Fate::abort(&mut random) } else { Fate::Lives };
        drive(mover, fate)?;
    }
    Ok(found)
}

/// A mover for the move of a slot, if there is one under way.
fn unfinished(store: &ShardedStore, slot: Slot) -> Result<Option<Mover>, String> {
    let movers = block_on(store.unfinished_moves());
    let movers = movers.map_err(|error| format!("the moves cannot be read: {error}"))?;
    Ok(movers.into_iter().find(|mover| mover.current().slot == slot))
}
