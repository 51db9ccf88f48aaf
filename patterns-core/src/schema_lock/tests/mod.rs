//! What is found between a lock and the code, word by word.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod additions;
mod breaking;
mod files;
mod format;
mod properties;
mod versions;

use super::{Declared, DeclaredEvent, Finding, Lock, LockedEvent, compare, parse};

/// A lock of the aggregate `account` with these events, written as in a file but for the indentation of the whole.
fn lock(events: &str) -> Lock {
    let lines = events.lines().map(|line| format!("  {line}\n"));
    let text = format!("patterns-lock 1\naggregate account\n{}", lines.collect::<String>());
    parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The code that has these events, each in one version.
fn code(events: &str) -> Vec<Declared> {
    of_lock(&lock(events))
}

/// The code that has the newest version of each event of a lock.
fn of_lock(lock: &Lock) -> Vec<Declared> {
    let aggregates = lock.aggregates.iter().map(|(name, aggregate)| Declared {
        aggregate: name.clone(),
        events: aggregate.events.iter().map(|(name, event)| declared(name, event)).collect(),
    });
    aggregates.collect()
}

fn declared(name: &str, event: &LockedEvent) -> DeclaredEvent {
    let (version, shape) = event.versions.last_key_value().unwrap();
    DeclaredEvent {
        aliases: event.aliases.iter().cloned().collect(),
        version: *version,
        retired: event.retired,
        ..DeclaredEvent::new(name, shape.clone())
    }
}

/// What is shown of the differences, those that break apart from those that do not.
fn differences(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    shown(compare(&lock(before), &code(after)))
}

fn shown(findings: Vec<Finding>) -> (Vec<String>, Vec<String>) {
    let (breaking, additions): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(Finding::is_breaking);
    let text = |findings: Vec<Finding>| findings.iter().map(Finding::to_string).collect();
    (text(breaking), text(additions))
}
