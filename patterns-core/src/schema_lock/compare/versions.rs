//! Compares the versions of an event: which there are, and what each looks like.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, at, newest, shapes::Shapes};
use crate::schema_lock::{
    Addition, Change, Declared, DeclaredEvent, LockedAggregate, LockedEvent, LockedFields,
    LockedShape, Place,
};

/// Each version of the event that the lock has under `name`.
pub(super) fn versions(
    name: &str,
    event: &LockedEvent,
    code: &Declared,
    declared: &DeclaredEvent,
    found: &mut Found,
) {
    for (version, stored) in &event.versions {
        let here = at(&code.aggregate, name, *version);
        if *version > declared.version {
            found.add(here, Change::VersionDown { to: declared.version });
        } else if *version < declared.oldest {
            found.add(here, Change::VersionDropped { oldest: declared.oldest });
        } else if *version < declared.version {
            upcasters(here, *version, stored, declared, found);
        } else {
            Shapes { stored, read: &declared.shape }.compare(&here, found);
        }
    }
    if newest(event) < declared.version && declared.name == name {
        found.addition(at(&code.aggregate, name, declared.version), Addition::Version);
    }
}

fn upcasters(
    here: Place,
    version: u16,
    stored: &LockedShape,
    declared: &DeclaredEvent,
    found: &mut Found,
) {
    let Some(upcasters) = declared.upcasters else { return };
    // With what is not known nothing can be compared.
    if stored.fields == LockedFields::Undeclared {
        return;
    }
    for mismatch in upcasters.mismatches(version, stored) {
        found.add(here.clone(), Change::Upcaster(mismatch));
    }
}

/// The older versions that can lie in a store, and that the lock does not have.
pub(super) fn older(
    locked: &LockedAggregate,
    code: &Declared,
    declared: &DeclaredEvent,
    found: &mut Found,
) {
    let first = known(&locked.events, declared).first().copied();
    for version in unknown(&locked.events, declared) {
        let here = at(&code.aggregate, &declared.name, version);
        // What came before the lock it cannot have; what came later it has lost.
        match first.is_some_and(|first| first < version) {
            true => found.add(here, Change::VersionMissing),
            false => found.addition(here, Addition::VersionUnknown),
        }
    }
}

/// The older versions of the event that are read, and that none of these has.
pub(in crate::schema_lock) fn unknown(
    events: &BTreeMap<String, LockedEvent>,
    declared: &DeclaredEvent,
) -> Vec<u16> {
    let known = known(events, declared);
    (declared.oldest..declared.version).filter(|version| !known.contains(version)).collect()
}

// Under whatever name they were stored.
fn known(events: &BTreeMap<String, LockedEvent>, declared: &DeclaredEvent) -> BTreeSet<u16> {
    let own = events.iter().filter(|(name, _)| declared.is_called(name));
    own.flat_map(|(_, event)| event.versions.keys().copied()).collect()
}
