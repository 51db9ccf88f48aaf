//! Goes through every state that a slot on its way can get into, with the production code for what fences, map and movers do.
//!
//! One slot on two nodes; two writers, each with a route of its own that may be old and an append that may be on its way for ever; two movers,
//! each of which may be a twin, too late, dead, or the successor of a dead one; aborts at any time before the decision. Every action is one
//! transaction at one place, as in production.
//!
//! ```text
//! cargo test --release -p patterns-core --lib -- shard::model --nocapture
//! PATTERNS_EXPLORE=long cargo test -p patterns-core --lib -- shard::model --nocapture
//! ```
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and this one tells what it did"
)]

mod movers;
mod promises;
mod search;
mod state;
mod variant;
mod writers;

use search::{Found, Search};
use state::Size;
use variant::Variant;

/// Enough for what is wrong with one rule.
const SMALLEST: Size = Size { appends: [1, 0], moves: 2 };
/// What a build without optimizations can go through every time.
const SMALL: Size = Size { appends: [1, 1], moves: 2 };
/// Two appends by each writer: enough for a fork, a gap and an event between two others to be lost.
const FULL: Size = Size { appends: [2, 2], moves: 2 };
/// There, back and there again.
const FARTHER: Size = Size { appends: [1, 1], moves: 3 };

/// What a protocol is explored in that is to be safe.
fn sizes(variant: Variant) -> &'static [Size] {
    let long = std::env::var("PATTERNS_EXPLORE").is_ok_and(|how| how == "long");
    match (long, cfg!(debug_assertions)) {
        (true, _) => &[SMALL, FULL, FARTHER],
        (false, false) if variant == Variant::AsShipped => &[SMALL, FULL],
        (false, true) if variant == Variant::AsShipped => &[SMALL],
        (false, _) => &[SMALLEST],
    }
}

fn explored(variant: Variant, size: Size) -> Search {
    let search = Search::everything(variant, size);
    print!("{search}");
    search
}

fn is_safe_and_never_stuck(variant: Variant) {
    for size in sizes(variant) {
        let search = explored(variant, *size);
        assert!(search.found.is_none(), "{variant:?}: {:?}", search.found);
    }
}

fn breaks(variant: Variant, promises: &[&str]) {
    let search = explored(variant, SMALLEST);
    let Some(Found::Broken { promise, .. }) = &search.found else {
        panic!("{variant:?} must be caught")
    };
    assert!(promises.iter().any(|one| promise.starts_with(one)), "{variant:?} breaks {promise}");
}

fn gets_stuck(variant: Variant) {
    let search = explored(variant, SMALLEST);
    assert!(matches!(search.found, Some(Found::Stuck { .. })), "{variant:?}: {:?}", search.found);
}

#[test]
fn s1_to_s6_hold_in_every_state_and_none_is_stuck() {
    is_safe_and_never_stuck(Variant::AsShipped);
}

/// What is recorded never changes, so that a late copy does no harm; the fence spares the target what it does not need.
#[test]
fn copies_that_no_fence_stops_do_no_harm() {
    is_safe_and_never_stuck(Variant::CopyUnfenced);
}

/// So what a move or an abort has left behind can be reclaimed later.
#[test]
fn s5_deleting_where_a_node_has_no_part_in_the_slot_does_no_harm() {
    is_safe_and_never_stuck(Variant::DeletesWhereAbsent);
}

#[test]
fn a_check_outside_of_the_append_s_transaction_is_caught() {
    breaks(Variant::CheckBeforeAppend, &["S2", "S4"]);
}

#[test]
fn a_fence_that_only_the_client_looks_at_is_caught() {
    breaks(Variant::FenceInClient, &["S2", "S4"]);
}

#[test]
fn activating_before_the_decision_is_caught() {
    breaks(Variant::ActivateBeforeCommit, &["S1"]);
}

#[test]
fn activating_before_retiring_the_source_is_caught() {
    breaks(Variant::ActivateBeforeRetire, &["S2"]);
}

#[test]
fn sealing_without_copying_the_rest_is_caught() {
    breaks(Variant::NoDelta, &["S2", "S4"]);
}

#[test]
fn collecting_what_has_moved_back_is_caught() {
    breaks(Variant::CollectUnfenced, &["S2", "S4"]);
}

#[test]
fn sealing_whatever_the_epoch_gets_stuck() {
    gets_stuck(Variant::SealAnyEpoch);
}

#[test]
fn aborting_without_a_new_epoch_gets_stuck() {
    gets_stuck(Variant::AbortKeepsEpoch);
}
