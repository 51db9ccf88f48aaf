//! Compares a lock with the code. Everything in the lock can lie in a store, so the code must read each of it.

mod fields;
mod shapes;
mod versions;

use super::{
    Addition, Change, Declared, DeclaredEvent, Finding, Lock, LockedAggregate, LockedEvent, Place,
};
use versions::versions;

pub(super) use versions::unknown;

/// All differences between the lock and the code, in the order of their places. Nothing is read or written.
pub fn compare(lock: &Lock, code: &[Declared]) -> Vec<Finding> {
    let mut found = Found::default();
    for (name, locked) in &lock.aggregates {
        match code.iter().find(|declared| declared.aggregate == *name) {
            Some(declared) => aggregate(locked, declared, &mut found),
            None => found
                .add(place(name), Change::AggregateGone { now: renamed_to(locked, lock, code) }),
        }
    }
    let new = code.iter().filter(|declared| !lock.aggregates.contains_key(&declared.aggregate));
    new.for_each(|declared| found.addition(place(&declared.aggregate), Addition::Aggregate));
    found.0.sort_by(|one, other| one.place.cmp(&other.place));
    found.0
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, place: Place, change: Change) {
        self.0.push(Finding { place, change });
    }

    fn addition(&mut self, place: Place, addition: Addition) {
        self.add(place, Change::Addition(addition));
    }
}

fn place(aggregate: &str) -> Place {
    Place { aggregate: aggregate.to_owned(), event: None, within: Vec::new() }
}

fn at(aggregate: &str, event: &str, version: u16) -> Place {
    Place { event: Some((event.to_owned(), version)), ..place(aggregate) }
}

// An aggregate that the lock does not know and that has most of the events.
fn renamed_to(locked: &LockedAggregate, lock: &Lock, code: &[Declared]) -> Option<String> {
    let shared = |declared: &Declared| {
        declared.events.iter().filter(|event| locked.events.contains_key(&event.name)).count()
    };
    let new = code.iter().filter(|declared| !lock.aggregates.contains_key(&declared.aggregate));
    let likeliest = new.max_by_key(|declared| shared(declared))?;
    (shared(likeliest) * 2 >= locked.events.len().max(1)).then(|| likeliest.aggregate.clone())
}

fn aggregate(locked: &LockedAggregate, code: &Declared, found: &mut Found) {
    for (name, event) in &locked.events {
        match reader(name, code) {
            Some(declared) => versions(name, event, code, declared, found),
            None => {
                let now = called_now(event, locked, code);
                found.add(at(&code.aggregate, name, newest(event)), Change::EventGone { now });
            }
        }
        event_names(name, event, code, found);
    }
    code.events.iter().for_each(|declared| versions::older(locked, code, declared, found));
    for declared in code.events.iter().filter(|event| !locked.events.contains_key(&event.name)) {
        let before = locked.events.keys().find(|name| declared.is_called(name));
        let addition = before.map_or(Addition::Event, |before| Addition::Renamed(before.clone()));
        found.addition(at(&code.aggregate, &declared.name, declared.version), addition);
    }
}

fn newest(event: &LockedEvent) -> u16 {
    event.versions.keys().next_back().copied().unwrap_or(1)
}

// The only event that the lock does not know and whose fields are the same.
fn called_now(gone: &LockedEvent, locked: &LockedAggregate, code: &Declared) -> Option<String> {
    let (_, shape) = gone.versions.last_key_value()?;
    let new = code.events.iter().filter(|declared| !locked.events.contains_key(&declared.name));
    let mut alike = new.filter(|declared| declared.shape == *shape);
    let only = alike.next().filter(|_| alike.next().is_none())?;
    Some(only.name.clone())
}

fn event_names(name: &str, event: &LockedEvent, code: &Declared, found: &mut Found) {
    let Some(declared) = reader(name, code) else { return };
    event_aliases(name, event, declared, code, found);
    // What is said of the event is compared with its own entry, not with those of names that it had.
    if declared.name != name {
        return;
    }
    let here = || at(&code.aggregate, name, declared.version);
    for alias in declared.aliases.iter().filter(|alias| !event.aliases.contains(*alias)) {
        found.addition(here(), Addition::EventAlias(alias.clone()));
    }
    match (event.retired, declared.retired) {
        (false, true) => found.addition(here(), Addition::Retired),
        (true, false) => found.addition(here(), Addition::BroughtBack),
        _ => {}
    }
}

// All names of one event are read as one event, whichever it is now.
fn event_aliases(
    name: &str,
    event: &LockedEvent,
    declared: &DeclaredEvent,
    code: &Declared,
    found: &mut Found,
) {
    for alias in event.aliases.iter().filter(|alias| !declared.is_called(alias)) {
        let (event, alias) = (declared.name.clone(), alias.clone());
        let change = match reader(&alias, code) {
            Some(other) => Change::EventAliasMoved { event, alias, to: other.name.clone() },
            None => Change::EventAliasGone { alias },
        };
        found.add(at(&code.aggregate, name, declared.version), change);
    }
}

/// The event that is read where `name` is stored.
fn reader<'a>(name: &str, code: &'a Declared) -> Option<&'a DeclaredEvent> {
    code.events.iter().find(|declared| declared.is_called(name))
}
