//! Explores interleavings of the real cache, and shows what each of its protections is for.
//!
//! Two nodes cache what one store holds; three clients read and write, messages between the nodes come in any order or never, an entry may be
//! evicted. Nothing of the cache is imitated: futures of the real code are polled one step at a time. Every change of an entry happens
//! under a lock that is not held across an await, so what happens between awaits on many threads happens in some order of these steps.
//!
//! ```text
//! cargo test --release -p patterns-core --lib explorer -- --nocapture
//! PATTERNS_EXPLORE=long cargo test --release -p patterns-core --lib explorer -- --nocapture
//! ```
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and this one tells what it did"
)]

mod protocol;
mod script;
mod search;
mod shuttled;
mod site;
mod world;

use std::collections::BTreeMap;

use protocol::{Kind, PROTOCOLS, Protocol};
use search::Findings;
use site::{ALL, Programs, Step};

/// The least that still has two writers and a reader on either side: what a build without optimizations can go through every time.
const FEW: Programs = &[
    ("A", &[Step::Write(0), Step::Read(0)]),
    ("B", &[Step::Read(0)]),
    ("C", &[Step::Read(1), Step::Write(1)]),
];

/// One more write and one more reader on each side than the model has.
const MORE: Programs = &[
    ("A", &[Step::Write(0), Step::Read(0), Step::Read(1), Step::Write(1)]),
    ("B", &[Step::Read(0), Step::Read(0)]),
    ("C", &[Step::Read(1), Step::Write(1), Step::Read(0)]),
    ("D", &[Step::Read(1), Step::Read(0)]),
];

fn long() -> bool {
    std::env::var("PATTERNS_EXPLORE").is_ok_and(|how| how == "long")
}

const fn protocol(number: usize) -> Protocol {
    PROTOCOLS[number - 1]
}

fn report(protocol: Protocol, how: &str, found: &BTreeMap<Kind, String>) {
    let kinds = found.keys().map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join(", ");
    let kinds = if kinds.is_empty() { "nothing" } else { &kinds };
    let mut lines = format!("{}: {how}: {kinds}\n", protocol.name);
    for (kind, story) in found {
        lines += &format!("    {kind:?}: {story}\n");
    }
    print!("{lines}");
}

fn stories(protocol: Protocol, programs: Programs, findings: &Findings) -> BTreeMap<Kind, String> {
    let story = |path: &Vec<_>| search::story(protocol, programs, path);
    findings.found.iter().map(|(kind, path)| (*kind, story(path))).collect()
}

/// A protocol that is not safe is caught, by all that the model reports of it.
fn is_caught(number: usize) {
    let protocol = protocol(number);
    let mut findings = Findings::default();
    let missing = |findings: &Findings| {
        protocol.violates.iter().any(|kind| !findings.found.contains_key(kind))
    };
    for seed in 0..40 {
        if missing(&findings) {
            findings.add(search::at_random(protocol, ALL, seed, 200, None));
        }
    }
    let found = stories(protocol, ALL, &findings);
    report(protocol, &format!("{} schedules at random", findings.schedules), &found);
    for kind in protocol.violates {
        assert!(found.contains_key(kind), "{} must be caught by {kind:?}", protocol.name);
    }
    if long() {
        let (findings, map) = search::everything(protocol, ALL, u64::MAX);
        let states = map.states();
        let how = format!("all of {states} states, by {} schedules", findings.schedules);
        report(protocol, &how, &stories(protocol, ALL, &findings));
        assert!(findings.complete);
        search::at_random(protocol, ALL, 2, 20_000, Some(&map));
    }
}

/// The cache as it is, used as it is to be used.
fn is_safe(number: usize) {
    let protocol = protocol(number);
    let quick = cfg!(debug_assertions) && !long();
    let (programs, which) = if quick { (FEW, "fewer steps") } else { (ALL, "the model's steps") };
    let (findings, map) = search::everything(protocol, programs, u64::MAX);
    let (states, schedules) = (map.states(), findings.schedules);
    let found = stories(protocol, programs, &findings);
    report(protocol, &format!("{which}, all of {states} states, by {schedules} schedules"), &found);
    assert!(findings.complete && found.is_empty());

    let count = if long() { 200_000 } else { 500 };
    let findings = search::at_random(protocol, programs, 3, count, Some(&map));
    let found = stories(protocol, programs, &findings);
    let how = format!("{count} schedules at random, no step of which was new");
    report(protocol, &how, &found);
    assert!(found.is_empty());
    if long() {
        let limit = 10_000_000;
        let (findings, map) = search::everything(protocol, MORE, limit);
        let found = stories(protocol, MORE, &findings);
        let all = if findings.complete { "all" } else { "not all" };
        let how = format!(
            "four clients, {all} states ({}), {} schedules",
            map.states(),
            findings.schedules
        );
        report(protocol, &how, &found);
        assert!(found.is_empty());
    }
}

fn is_safe_by_other_schedulers(number: usize) {
    let protocol = protocol(number);
    for (programs, clients) in [(ALL, "three"), (MORE, "four")] {
        let count = if long() { 100_000 } else { 300 };
        let found = shuttled::at_random(protocol, programs, 1, count);
        report(protocol, &format!("{clients} clients, shuttle, {count} at random"), &found);
        assert!(found.is_empty());
        let found = shuttled::by_priority(protocol, programs, 1, count);
        let changes = shuttled::CHANGES;
        let how = format!("{clients} clients, shuttle, {count} by priorities, {changes} changes");
        report(protocol, &how, &found);
        assert!(found.is_empty());
    }
}

macro_rules! tests {
    ($($(#[$doc:meta])* $name:ident => $what:ident($number:literal)),* $(,)?) => {$(
        #[test]
        fn $name() {
            $what($number);
        }
    )*};
}

tests! {
    c1_c2_publishing_is_safe_in_every_interleaving => is_safe(8),
    c1_c2_invalidating_is_safe_in_every_interleaving => is_safe(9),
    c1_c2_publishing_is_safe_by_other_schedulers => is_safe_by_other_schedulers(8),
    c1_c2_invalidating_is_safe_by_other_schedulers => is_safe_by_other_schedulers(9),
    only_living_for_a_time_is_caught => is_caught(1),
    invalidating_before_the_write_is_caught => is_caught(2),
    loads_without_fences_are_caught => is_caught(3),
    invalidating_without_a_token_is_caught => is_caught(4),
    publishing_without_fences_is_caught => is_caught(5),
    publishing_without_a_fence_and_a_token_is_caught => is_caught(6),
    publishing_without_a_fence_is_caught => is_caught(7),
}

/// The other schedulers are worth something: they catch, too.
#[test]
fn other_schedulers_catch_what_is_not_safe() {
    for number in 1..=7 {
        let protocol = protocol(number);
        let (mut found, mut rounds) = (BTreeMap::new(), 0);
        while rounds < 20 && protocol.violates.iter().any(|kind| !found.contains_key(kind)) {
            found.extend(shuttled::at_random(protocol, ALL, rounds, 200));
            found.extend(shuttled::by_priority(protocol, ALL, rounds, 100));
            rounds += 1;
        }
        let how = format!("shuttle, {rounds} times 200 at random and 100 by priorities");
        report(protocol, &how, &found);
        for kind in protocol.violates {
            assert!(found.contains_key(kind), "{} must be caught by {kind:?}", protocol.name);
        }
    }
}
