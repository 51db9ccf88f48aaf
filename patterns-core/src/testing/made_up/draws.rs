//! Where choices come from.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    sync::Arc,
};

use super::stored::{StoredValues, Value};

/// What was stored, by place; elsewhere values are made up.
pub(in crate::testing) type Stored = BTreeMap<String, StoredValues>;

/// The choices of one value.
#[derive(Clone, Debug)]
pub(in crate::testing) enum Draws<'a> {
    /// One after the other; when they have run out, always the simplest.
    Listed(core::slice::Iter<'a, u64>),
    /// Each by the place it is for.
    ByPlace(ByPlace),
}

/// Choices that depend on their place in the value only, so that a value can be varied at one place without touching the others.
#[derive(Clone, Debug)]
pub(in crate::testing) struct ByPlace {
    seed: u64,
    /// The place where the choices are those of another seed.
    varied: Option<(String, u64)>,
    /// How many choices each place has taken.
    taken: HashMap<String, u64>,
    stored: Arc<Stored>,
}

impl<'a> Draws<'a> {
    pub(in crate::testing) fn listed(choices: &'a [u64]) -> Self {
        Self::Listed(choices.iter())
    }
}

impl ByPlace {
    pub(in crate::testing) fn new(seed: u64, stored: &Arc<Stored>) -> Self {
        Self { seed, varied: None, taken: HashMap::new(), stored: Arc::clone(stored) }
    }

    /// The same but for one place.
    pub(in crate::testing) fn varied(self, place: &str, by: u64) -> Self {
        Self { varied: Some((place.to_owned(), by)), ..self }
    }

    pub(super) fn stored(&mut self, path: &[&'static str]) -> Option<Value> {
        let stored = Arc::clone(&self.stored);
        let values = stored.get(&path.join("."))?;
        values.pick(|limit| scaled(self.next(path), limit))
    }

    pub(super) fn next(&mut self, path: &[&'static str]) -> u64 {
        let place = path.join(".");
        let by = self.varied.as_ref().filter(|(varied, _)| *varied == place).map(|(_, by)| *by);
        let taken = self.taken.entry(place.clone()).or_default();
        *taken += 1;
        // Fixed keys: the same choices at every call.
        BuildHasherDefault::<DefaultHasher>::default().hash_one((self.seed, by, place, *taken))
    }
}

/// A number below `limit`. Scaled, not the remainder: halving a choice halves what it leads to.
pub(super) fn scaled(choice: u64, limit: u64) -> u64 {
    ((u128::from(choice) * u128::from(limit)) >> 64) as u64
}
