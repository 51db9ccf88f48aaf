//! How many different keys there are.
//!
//! Exact for a start, then HyperLogLog: Flajolet, Fusy, Gandouet, Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation
//! algorithm", AofA 2007. It begins well above 5 keys a register, where its raw estimate needs no correction.

use core::fmt;
use std::collections::HashSet;

use crate::{
    key::Place,
    shard::skew::{sampling::mixed, text::grouped},
};

/// So many keys are told apart exactly.
const EXACT: usize = 1 << 17;
/// 2^14 registers.
const BITS: u32 = 14;
const REGISTERS: usize = 1 << BITS;
/// The standard error, of the count: 1.04 / sqrt(2^14).
const ERROR: f64 = 0.008_125;

/// A number of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyCount {
    /// Exactly so many; up to 131,072 are counted exactly.
    Exact(u64),
    /// About so many, by HyperLogLog with 16,384 registers.
    About {
        /// The estimate.
        estimate: u64,
        /// Its standard error; within twice that lie 19 estimates of 20.
        error: u64,
    },
}

impl KeyCount {
    /// The number, or its estimate.
    pub fn value(self) -> u64 {
        match self {
            Self::Exact(count) => count,
            Self::About { estimate, .. } => estimate,
        }
    }
}

impl fmt::Display for KeyCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(count) => f.pad(&grouped(*count)),
            Self::About { estimate, .. } => f.pad(&format!("~{}", grouped(*estimate))),
        }
    }
}

#[derive(Debug)]
pub(super) enum Distinct {
    Exact(HashSet<u64>),
    About(Box<[u8]>),
}

impl Default for Distinct {
    fn default() -> Self {
        Self::Exact(HashSet::new())
    }
}

impl Distinct {
    pub(super) fn add(&mut self, place: Place) {
        // Places of ranges and zones are not spread over all bits; what is mixed is.
        let hash = mixed(place.value());
        match self {
            Self::Exact(hashes) => _ = hashes.insert(hash),
            Self::About(registers) => note(registers, hash),
        }
        if let Self::Exact(hashes) = self
            && hashes.len() > EXACT
        {
            let mut registers = vec![0; REGISTERS].into_boxed_slice();
            hashes.iter().for_each(|hash| note(&mut registers, *hash));
            *self = Self::About(registers);
        }
    }

    pub(super) fn count(&self) -> KeyCount {
        match self {
            Self::Exact(hashes) => KeyCount::Exact(hashes.len() as u64),
            Self::About(registers) => {
                let estimate = estimate(registers);
                KeyCount::About {
                    estimate: estimate.round() as u64,
                    error: (estimate * ERROR).ceil() as u64,
                }
            }
        }
    }
}

/// The register that the top bits choose keeps the longest run of zeros that followed.
fn note(registers: &mut [u8], hash: u64) {
    let run = ((hash << BITS) | (1 << (BITS - 1))).leading_zeros() as u8 + 1;
    if let Some(register) = registers.get_mut((hash >> (u64::BITS - BITS)) as usize) {
        *register = run.max(*register);
    }
}

fn estimate(registers: &[u8]) -> f64 {
    let count = REGISTERS as f64;
    let alpha = 0.7213 / (1.0 + 1.079 / count);
    let sum: f64 = registers.iter().map(|run| (-f64::from(*run)).exp2()).sum();
    alpha * count * count / sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(keys: u64) -> KeyCount {
        let mut distinct = Distinct::default();
        (0..keys).chain(0..keys.min(1_000)).for_each(|key| distinct.add(Place::new(key)));
        distinct.count()
    }

    #[test]
    fn few_keys_are_counted_exactly() {
        for keys in [0, 1, 38, EXACT as u64] {
            assert_eq!(counted(keys), KeyCount::Exact(keys));
        }
    }

    #[test]
    fn many_keys_are_counted_within_the_error() {
        for keys in [EXACT as u64 + 1, 700_000] {
            let KeyCount::About { estimate, error } = counted(keys) else {
                panic!("{keys} are counted one by one")
            };
            assert!(
                estimate.abs_diff(keys) <= 3 * error && error < keys / 100,
                "{keys}: {estimate} +- {error}"
            );
        }
    }
}
