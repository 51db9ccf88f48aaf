//! The lock after the code has been accepted as it is.

use std::collections::BTreeMap;

use super::{
    Declared, DeclaredEvent, Lock, LockedAggregate, LockedEvent, LockedShape, compare::unknown,
};

/// What the lock becomes: the code as it is today, and what is older and still read, so that upcasters stay compared with it.
pub fn accepted(lock: &Lock, code: &[Declared]) -> Lock {
    let aggregates = code.iter().map(|declared| {
        let before = lock.aggregates.get(&declared.aggregate);
        (declared.aggregate.clone(), aggregate(before, declared))
    });
    Lock { aggregates: aggregates.collect() }
}

fn aggregate(before: Option<&LockedAggregate>, code: &Declared) -> LockedAggregate {
    let mut events: BTreeMap<String, LockedEvent> = BTreeMap::new();
    // What lies under other names is no longer recorded, and stays what it was.
    for (name, event) in before.iter().flat_map(|before| &before.events) {
        if let Some(declared) = code.events.iter().find(|declared| declared.is_called(name)) {
            let mut event = LockedEvent { versions: still_read(event, declared), ..event.clone() };
            // What is given up with it is accepted as well.
            event.aliases.retain(|alias| declared.is_called(alias));
            events.insert(name.clone(), event);
        }
    }
    events.retain(|_, event| !event.versions.is_empty());
    for declared in &code.events {
        let event = events.entry(declared.name.clone()).or_default();
        event.aliases = declared.aliases.iter().cloned().collect();
        event.retired = declared.retired;
        event.versions.insert(declared.version, declared.shape.clone());
    }
    for declared in &code.events {
        // The lock says what it does not know: in a review it is seen, and it can be written down by hand.
        let unknown = unknown(&events, declared).into_iter();
        let unknown = unknown.map(|version| (version, LockedShape::default()));
        events.entry(declared.name.clone()).or_default().versions.extend(unknown);
    }
    LockedAggregate { events }
}

fn still_read(event: &LockedEvent, declared: &DeclaredEvent) -> BTreeMap<u16, LockedShape> {
    let read = event.versions.iter();
    let read = read.filter(|(version, _)| (declared.oldest..=declared.version).contains(version));
    let read = read.map(|(version, shape)| {
        let today = *version == declared.version;
        (*version, if today { declared.shape.clone() } else { shape.clone() })
    });
    read.collect()
}
