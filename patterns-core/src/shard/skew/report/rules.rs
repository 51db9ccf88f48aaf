//! Which advice when.

use super::{
    Advice, Advised, KeyShare, Measured,
    board::{Board, Step},
};
use crate::shard::skew::text::{grouped, percent, ratio};

/// Below so many operations a node, figures are chance.
const TOO_FEW: f64 = 100.0;
/// A key with this share of its slot is what the slot is about.
const OF_SLOT: f64 = 0.5;
/// What bears less than this of a fair share is not worth a slot of its own.
const WORTH_A_SLOT: f64 = 0.1;
/// What a single move must gain, in fair shares.
const WORTH_A_MOVE: f64 = 0.01;
/// How near to what is attainable is near enough.
const NEAR: f64 = 1.05;
/// Advice of one kind is given so often at most.
const MOST: usize = 8;

/// What would help; never empty.
pub(super) fn advise(
    measured: &Measured<'_>,
    board: &Board<'_>,
    keys: &[KeyShare],
) -> Vec<Advised> {
    if let Some(settled) = settled(board) {
        return vec![settled];
    }
    let mut advice = too_hot_keys(measured, board, keys);
    advice.extend(too_hot_slots(measured, board, keys));
    advice.extend(worth_isolating(measured, board, keys));
    advice.extend(moves(board));
    if advice.is_empty() {
        advice.push(Advised::new(Advice::Balanced, balanced(board)));
    }
    advice
}

fn settled(board: &Board<'_>) -> Option<Advised> {
    let operations = grouped(board.total().operations());
    if board.takers() < 2 {
        let why = format!(
            "fewer than two nodes can take slots, so there is nothing to even out; {operations} operations"
        );
        return Some(Advised::new(Advice::Balanced, why));
    }
    let why = || {
        format!(
            "{operations} operations on {} nodes are too few to tell skew from chance",
            board.takers()
        )
    };
    (board.fair() < TOO_FEW).then(|| Advised::new(Advice::Wait, why()))
}

fn balanced(board: &Board<'_>) -> String {
    let (imbalance, tolerance) = (board.imbalance(), board.tolerance());
    match imbalance <= tolerance {
        true => format!(
            "the fullest of {} nodes bears {imbalance:.2} fair shares, within the {tolerance:.2} that are tolerated",
            board.takers()
        ),
        false => format!(
            "the fullest node bears {imbalance:.2} fair shares, and no placement of these slots is clearly better"
        ),
    }
}

/// Past one fair share no placement helps.
fn too_hot_keys(measured: &Measured<'_>, board: &Board<'_>, keys: &[KeyShare]) -> Vec<Advised> {
    let too_hot = keys.iter().filter(|key| key.fair_shares > board.tolerance());
    too_hot.take(MOST).map(|key| too_hot_key(measured, key)).collect()
}

fn too_hot_key(measured: &Measured<'_>, share: &KeyShare) -> Advised {
    let load = measured.slots.get(share.key.slot).map(|slot| slot.load).unwrap_or_default();
    let reads = ratio(load.reads as f64, load.operations() as f64);
    let (key, shares) = (share.key.key.clone(), share.fair_shares);
    let hot = format!("it bears {shares:.2} fair shares at least, so no placement helps");
    match reads >= 0.5 {
        true => Advised::new(
            Advice::Cache { key },
            format!(
                "{hot}; {} of its slot's operations are reads, which a cache can answer",
                percent(reads)
            ),
        ),
        false => Advised::new(
            Advice::CompositeKey { key },
            format!(
                "{hot}; {} of its slot's operations are appends, which only a finer key spreads",
                percent(1.0 - reads)
            ),
        ),
    }
}

fn too_hot_slots(measured: &Measured<'_>, board: &Board<'_>, keys: &[KeyShare]) -> Vec<Advised> {
    let explained = |slot| keys.iter().any(|key| key.key.slot == slot && key.of_slot >= OF_SLOT);
    let shares = |operations: u64| ratio(operations as f64, board.fair());
    let all = measured
        .slots
        .iter()
        .enumerate()
        .map(|(number, slot)| (number, slot, shares(slot.load.operations())));
    let hot = all.filter(|(number, slot, shares)| {
        *shares > board.tolerance() && !slot.one_key && !explained(*number)
    });
    let why = |shares: f64| {
        format!("it bears {shares:.2} fair shares, and no single key is known to bear half of that")
    };
    hot.take(MOST)
        .map(|(slot, _, shares)| Advised::new(Advice::Split { slot }, why(shares)))
        .collect()
}

fn worth_isolating(measured: &Measured<'_>, board: &Board<'_>, keys: &[KeyShare]) -> Vec<Advised> {
    let shared =
        |key: &KeyShare| measured.slots.get(key.key.slot).is_some_and(|slot| !slot.one_key);
    let bears = |key: &KeyShare| (WORTH_A_SLOT..=board.tolerance()).contains(&key.fair_shares);
    let worth = keys.iter().filter(|key| shared(key) && bears(key) && key.of_slot >= OF_SLOT);
    worth.take(MOST).map(isolated).collect()
}

fn isolated(share: &KeyShare) -> Advised {
    let (of_slot, slot, shares) = (percent(share.of_slot), share.key.slot, share.fair_shares);
    let why = format!(
        "{of_slot} of slot {slot} is its own at least, {shares:.2} fair shares: in a slot of its own it moves without the other keys"
    );
    Advised::new(Advice::Isolate { key: share.key.key.clone() }, why)
}

/// Moves while the fullest node is above what is tolerated and above what is attainable.
fn moves(board: &Board<'_>) -> Vec<Advised> {
    let target = board.tolerance().max(board.attainable() * NEAR);
    let mut after = board.clone();
    let mut advice = Vec::new();
    while after.imbalance() > target && advice.len() < MOST {
        let Some(step) = after.step(WORTH_A_MOVE) else { break };
        advice.push(moved(&step));
    }
    if after.imbalance() > target {
        advice.push(rebalanced(board, &after, advice.len()));
    }
    advice
}

fn moved(step: &Step<'_>) -> Advised {
    let Step { slot, from, to, before, after } = step;
    let why = format!(
        "{} bears {:.2} fair shares and {} {:.2}; then they bear {:.2} and {:.2}",
        from.name, before.0, to.name, before.1, after.0, after.1
    );
    Advised::new(Advice::Move { slot: *slot, to: to.name.clone() }, why)
}

fn rebalanced(board: &Board<'_>, after: &Board<'_>, moves: usize) -> Advised {
    let (now, then, best) = (board.imbalance(), after.imbalance(), board.attainable());
    let why = format!(
        "the fullest node bears {now:.2} fair shares, {then:.2} after {moves} moves; placing all slots by load reaches {best:.2}"
    );
    Advised::new(Advice::Rebalance, why)
}
