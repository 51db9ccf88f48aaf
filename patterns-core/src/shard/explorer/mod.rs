//! Runs the real sharded store over stores that answer late, wrongly or never, and looks at what came of it.
//!
//! Three processes on three nodes, one of which only reads, each with a map and fences of its own that may be old. Writers, readers, listers and readers of the
//! logs go on while slots are moved and cut; movers are aborted, interrupted, killed and succeeded by others, and what they have sent arrives
//! after that. All on one thread, in an order that follows from a seed.
//!
//! ```text
//! PATTERNS_EXPLORE=long cargo test --release -p patterns-core --lib -- shard::explorer --nocapture
//! ```
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and this one tells what it did"
)]

mod actors;
mod flaw;
mod network;
mod operators;
mod record;
mod world;

use flaw::Flaw;
use world::broken;

fn runs() -> u64 {
    let long = std::env::var("PATTERNS_EXPLORE").is_ok_and(|how| how == "long");
    let few = if cfg!(debug_assertions) { 150 } else { 1_500 };
    if long { 100 * few } else { few }
}

/// The only seed to run, if one is given: to look at what it does.
fn only() -> Option<u64> {
    std::env::var("PATTERNS_SEED").ok()?.parse().ok()
}

#[test]
fn s1_to_s8_hold_whatever_goes_wrong() {
    let seeds = only().map_or(0..runs(), |seed| seed..seed + 1);
    let (count, mut steps) = (seeds.end - seeds.start, 0);
    for seed in seeds {
        let (broken, taken) = broken(seed, Flaw::None);
        steps += taken;
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}");
    }
    println!("{count} runs of {steps} steps: nothing is broken");
}

#[test]
fn runs_repeat_with_their_seed() {
    for seed in 0..20 {
        assert_eq!(broken(seed, Flaw::None), broken(seed, Flaw::None), "seed {seed}");
    }
}

/// The checks are worth something: they find what a store lets through that does not keep its promises. `first` is a seed by which it was found
/// once; when it is not any more, others are tried.
fn is_found(flaw: Flaw, first: u64, promises: &[&str]) {
    for seed in [first].into_iter().chain(0..4_000) {
        let (broken, _) = broken(seed, flaw);
        if let Some(first) = broken.first() {
            println!("{flaw:?}: seed {seed}: {first:.200}");
            assert!(promises.iter().any(|one| first.contains(one)), "{first}");
            return;
        }
    }
    panic!("{flaw:?} is not found");
}

#[test]
fn appends_that_do_not_check_the_fences_are_found() {
    is_found(Flaw::ChecksIgnored, 0, &["S2", " was "]);
}

#[test]
fn appends_that_check_the_fences_too_early_are_found() {
    // Either an event is missing where reads are answered, or two readers see two events of one version.
    is_found(Flaw::ChecksEarly, 0, &["S2", " was "]);
}

#[test]
fn maps_that_overwrite_each_other_are_found() {
    is_found(Flaw::MapOverwritten, 0, &[""]);
}

#[test]
fn fences_that_are_read_old_are_found() {
    is_found(Flaw::FencesReadOld, 0, &["read", "S8"]);
}

#[test]
fn copies_that_come_twice_are_found() {
    is_found(Flaw::VersionsIgnored, 0, &[""]);
}
