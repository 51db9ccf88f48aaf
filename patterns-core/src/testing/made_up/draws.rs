//! Where choices come from.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

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
}

impl<'a> Draws<'a> {
    pub(in crate::testing) fn listed(choices: &'a [u64]) -> Self {
        Self::Listed(choices.iter())
    }
}

impl ByPlace {
    pub(in crate::testing) fn new(seed: u64) -> Self {
        Self { seed, varied: None, taken: HashMap::new() }
    }

    pub(in crate::testing) fn varied(seed: u64, place: &str, by: u64) -> Self {
        Self { varied: Some((place.to_owned(), by)), ..Self::new(seed) }
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
