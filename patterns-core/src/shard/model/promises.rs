//! The promises S1 to S6, in a state and from one state to the next.

use super::{state::State, variant::Variant};
use crate::shard::{
    fence::Fence,
    map::{Entry, Phase},
};

/// What is wrong with a state.
pub(super) fn broken(state: &State) -> Option<&'static str> {
    let all = |node: usize| state.logs[node].has(state.acknowledged);
    let fences = [0, 1].map(|node| state.fence(node));
    if fences.iter().all(|fence| fence.accepts_appends()) {
        return Some("S1: two nodes accept appends");
    }
    if [0, 1].into_iter().any(|node| fences[node].answers_reads() && !all(node)) {
        return Some("S2: a node that answers reads lacks an acknowledged event");
    }
    if state.acknowledged.fork() {
        return Some("S3: two acknowledged events have one version");
    }
    let entry = state.map.entry();
    if entry.phase == Phase::Stable && !all(state.map.owner()) {
        return Some("S4: the owner by a stable map lacks an acknowledged event");
    }
    (!all(0) && !all(1)).then_some("S4: no node has all acknowledged events")
}

/// What is wrong with how one state leads to another. A variant is judged by the harm that it does, not by the rule that it leaves out.
pub(super) fn broken_between(
    variant: Variant,
    before: &State,
    after: &State,
) -> Option<&'static str> {
    let deletes = |node: usize| !after.logs[node].has(before.logs[node]);
    let wrongly = |node| match before.fence(node) {
        Fence::Moved { .. } => false,
        Fence::Absent { .. } if variant == Variant::DeletesWhereAbsent => false,
        _ => variant != Variant::CollectUnfenced,
    };
    if [0, 1].into_iter().any(|node| deletes(node) && wrongly(node)) {
        return Some("S5: events go from a node that has not been told that another is the owner");
    }
    if variant == Variant::AbortKeepsEpoch {
        return None;
    }
    if [0, 1].into_iter().any(|node| after.fence(node).epoch() < before.fence(node).epoch()) {
        return Some("S6: the epoch of a fence goes back");
    }
    let (before, after) = (before.map.entry(), after.map.entry());
    let grows = after.epoch > before.epoch;
    let stays = after.epoch == before.epoch;
    let right = if decides(&before, &after) { grows } else { stays };
    (!right).then_some("S6: the epoch of the map does not follow the decisions")
}

fn decides(before: &Entry, after: &Entry) -> bool {
    let undecided = matches!(before.phase, Phase::Moving { .. });
    undecided && !matches!(after.phase, Phase::Moving { .. })
}
