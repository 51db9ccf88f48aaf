//! What movers do: as `moving/driver.rs`, `moving/copying.rs` and `Node::step`.

use super::{
    search::Action,
    state::{Events, Mover, Size, State, other},
    variant::Variant,
};
use crate::shard::{
    fence::{Fence, FenceStep, MoveId, Stepped},
    map::SlotChange,
    moving::{Move, Outcome, Side, Step},
};

pub(super) fn actions(state: &State, variant: Variant, size: Size, out: &mut Vec<(Action, State)>) {
    for number in 0..state.movers.len() {
        let mover = state.movers[number];
        let Some(step) = mover.next else {
            out.extend(begun(state, size, number));
            continue;
        };
        let (outcome, next) = carried_out(state, variant, number, step);
        let reads = next.movers[number].read.is_some();
        out.push((
            Action::Step { mover: number, step, reads },
            after(next, variant, number, step, outcome),
        ));
        let mut dead = *state;
        dead.movers[number] = Mover::default();
        out.push((Action::Die(number), dead));
        if step.can_abort() {
            out.extend(aborted(state, variant, number));
        }
    }
}

/// What is left is deleted where nobody needs it.
pub(super) fn deletions(state: &State, variant: Variant, out: &mut Vec<(Action, State)>) {
    let absent = |node: &usize| matches!(state.fence(*node), Fence::Absent { .. });
    let left = |node: &usize| state.logs[*node] != Events::default();
    let deleted = |node: usize| {
        let mut next = *state;
        next.logs[node] = Events::default();
        (Action::Delete(node), next)
    };
    if variant == Variant::DeletesWhereAbsent {
        out.extend([0, 1].into_iter().filter(|node| absent(node) && left(node)).map(deleted));
    }
}

/// A move that is under way is gone on with; else one is planned.
fn begun(state: &State, size: Size, number: usize) -> Option<(Action, State)> {
    let mut next = *state;
    if let Some(mover) = Mover::resuming(&state.map.entry()) {
        next.movers[number] = mover;
        return Some((Action::Resume(number), next));
    }
    if state.map.moves == size.moves {
        return None;
    }
    next.map.moves += 1;
    let (id, to) = (MoveId(next.map.moves.into()), other(state.map.owner()));
    let planned = state.map.entry().changed(&SlotChange::Plan { to }, id)?;
    next.map.set(&planned);
    next.movers[number] = Mover::resuming(&planned)?;
    Some((Action::Plan(number), next))
}

fn after(mut next: State, variant: Variant, number: usize, step: Step, outcome: Outcome) -> State {
    let entry = next.map.entry();
    let mover = &mut next.movers[number];
    if mover.read.is_some() {
        return next;
    }
    mover.next = variant.after(step, outcome);
    if mover.next.is_none() {
        // The end of its own move, if another mover has come further with it.
        let further =
            |found: &Mover| found.current().id == mover.current().id && found.next > Some(step);
        let refused = outcome == Outcome::Refused;
        *mover =
            Mover::resuming(&entry).filter(|found| refused && further(found)).unwrap_or_default();
    }
    next
}

fn aborted(state: &State, variant: Variant, number: usize) -> Option<(Action, State)> {
    let mut next = *state;
    let mv = next.movers[number].current();
    let before = state.map.entry();
    let decided = before.is_decided_by(&SlotChange::Abort, mv.id).then(|| before.clone());
    let mut entry = before.changed(&SlotChange::Abort, mv.id).or(decided)?;
    let mover = &mut next.movers[number];
    (mover.next, mover.read) = (Some(Step::Reopen), None);
    if variant == Variant::AbortKeepsEpoch {
        entry.epoch = mv.epoch;
        mover.forget_decision();
    }
    next.map.set(&entry);
    Some((Action::Abort(number), next))
}

fn carried_out(state: &State, variant: Variant, number: usize, step: Step) -> (Outcome, State) {
    let mover = state.movers[number];
    if let Some((fence, side)) = step.fence() {
        let node = if side == Side::Source { mover.source() } else { mover.target() };
        return fence_changed(state, variant, &mover.current(), node, fence);
    }
    match step {
        Step::Bulk | Step::Tail | Step::Delta => copied(state, variant, number),
        Step::Commit => map_changed(state, &mover.current(), &SlotChange::Commit),
        Step::Finish => ended(state, &mover.current(), &SlotChange::Finish),
        _ => ended(state, &mover.current(), &SlotChange::Aborted),
    }
}

fn fence_changed(
    state: &State,
    variant: Variant,
    mv: &Move,
    node: usize,
    step: FenceStep,
) -> (Outcome, State) {
    let (mut next, fence) = (*state, state.fence(node));
    let stepped = match (variant, step) {
        (Variant::SealAnyEpoch, FenceStep::Seal) => {
            fence.step(step, &Move { epoch: fence.epoch(), ..mv.clone() })
        }
        _ => fence.step(step, mv),
    };
    if let Stepped::To(fence) = stepped {
        next.set_fence(node, fence);
    }
    let collects = step == FenceStep::Collect;
    if collects && (matches!(stepped, Stepped::To(_)) || variant == Variant::CollectUnfenced) {
        next.logs[node] = Events::default();
    }
    let refused = stepped == Stepped::Refused;
    (if refused { Outcome::Refused } else { Outcome::Done }, next)
}

/// Reads, and then in a transaction of its own adds what was read, if the fence of the target allows it then.
fn copied(state: &State, variant: Variant, number: usize) -> (Outcome, State) {
    let mut next = *state;
    let mover = &mut next.movers[number];
    let Some(read) = mover.read.take() else {
        mover.read = Some(state.logs[mover.source()]);
        return (Outcome::Done, next);
    };
    let (mv, target) = (mover.current(), mover.target());
    let allowed = state.fence(target).accepts_copies_of(&mv);
    if !allowed && variant != Variant::CopyUnfenced {
        return (Outcome::Refused, next);
    }
    next.logs[target] = next.logs[target].and(read);
    (Outcome::Done, next)
}

fn map_changed(state: &State, mv: &Move, change: &SlotChange) -> (Outcome, State) {
    let (mut next, entry) = (*state, state.map.entry());
    match entry.changed(change, mv.id) {
        Some(changed) => next.map.set(&changed),
        None if entry.is_decided_by(change, mv.id) => {}
        None => return (Outcome::Refused, next),
    }
    (Outcome::Done, next)
}

/// Somebody else may have written the end of the move.
fn ended(state: &State, mv: &Move, change: &SlotChange) -> (Outcome, State) {
    (Outcome::Done, map_changed(state, mv, change).1)
}
