//! Makes a value up, and otherwise as long as it is refused.

use core::any::TypeId;
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use super::{
    CannotMakeUp, Range,
    choices::from_seed,
    draws::Draws,
    learned::{Facts, Learned},
    refusal::Refusal,
    source::{Seen, Source},
};
use crate::testing::codec::making_up;

/// So often a value is made up otherwise before it counts as one that cannot be made up.
const TRIES: usize = 3_000;

/// So many values of a type are made up to learn from.
const LESSONS: u64 = 24;

/// What is known about types, and about single variants of enums. It is learned once, from the same values always, so that what choices lead
/// to does not depend on what was made up before.
static KNOWN: LazyLock<Mutex<HashMap<Of, Arc<Facts>>>> = LazyLock::new(Mutex::default);

/// A type, or one version of one variant of it.
type Of = (TypeId, Option<(usize, u16)>);

/// What stands where in a value, if it was made up by its places.
pub(in crate::testing) type Told = Vec<(String, String)>;

/// A value that `draws` lead to; `variant` tells apart what is made of one type.
pub(super) fn attempt<T: 'static>(
    variant: Option<(usize, u16)>,
    draws: Draws<'_>,
    range: Range,
    make: impl Fn(&mut Source<'_>) -> Result<T, Refusal>,
) -> Result<(T, Told), CannotMakeUp> {
    making_up(|| {
        let facts = facts((TypeId::of::<T>(), variant), &make);
        insist(draws, range, facts, make).map(|made| (made.value, made.seen.told))
    })
}

fn facts<T>(of: Of, make: impl Fn(&mut Source<'_>) -> Result<T, Refusal>) -> Arc<Facts> {
    // Nothing that can panic runs under the lock.
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let found = known().get(&of).cloned();
    found.unwrap_or_else(|| {
        let learned = lessons(make);
        known().insert(of, Arc::clone(&learned));
        learned
    })
}

fn lessons<T>(make: impl Fn(&mut Source<'_>) -> Result<T, Refusal>) -> Arc<Facts> {
    let mut facts = Arc::<Facts>::default();
    for seed in 0..LESSONS {
        match insist(Draws::listed(&from_seed(seed)), Range::Whole, Arc::clone(&facts), &make) {
            Ok(made) => facts = made.learned.succeed(made.seen),
            Err(_) => return facts,
        }
    }
    for (place, kind) in facts.unknown_kinds() {
        // Some seed leads there; whatever else it leads to is taken by now.
        for seed in 0..LESSONS {
            let mut learned = Learned::trying(Arc::clone(&facts), place.clone(), kind);
            let (made, seen) =
                once(Draws::listed(&from_seed(seed)), Range::Whole, &mut learned, &make);
            if made.is_ok() && seen.kinds.contains(&(place.clone(), kind)) {
                facts = learned.succeed(seen);
                break;
            }
        }
    }
    facts
}

fn once<T>(
    draws: Draws<'_>,
    range: Range,
    learned: &mut Learned,
    make: impl Fn(&mut Source<'_>) -> Result<T, Refusal>,
) -> (Result<T, Refusal>, Seen) {
    let mut source = Source::new(draws, range, learned);
    let made = make(&mut source);
    (made, source.seen())
}

/// A value that was made up, and what was seen and learned on the way.
struct Made<T> {
    value: T,
    seen: Seen,
    learned: Learned,
}

fn insist<T>(
    draws: Draws<'_>,
    range: Range,
    facts: Arc<Facts>,
    make: impl Fn(&mut Source<'_>) -> Result<T, Refusal>,
) -> Result<Made<T>, CannotMakeUp> {
    let mut learned = Learned::knowing(facts);
    let mut tries = 0;
    loop {
        let (made, seen) = once(draws.clone(), range, &mut learned, &make);
        let refusal = match made {
            Ok(value) => return Ok(Made { value, seen, learned }),
            Err(refusal) => refusal,
        };
        tries += 1;
        let why = refusal.to_string();
        if tries == TRIES || !learned.learn(refusal, &seen) {
            return Err(CannotMakeUp::new::<T>(&seen.place(), why));
        }
    }
}
