//! Loads for the tests of this room.

use crate::key::ShardKey;

/// The weights of keys by Zipf's law: key `i` has `1 / (i + 1)^skew` of 10^12.
pub(super) fn zipf(keys: u32, skew: f64) -> Vec<u64> {
    (0..keys).map(|key| (1e12 / f64::from(key + 1).powf(skew)) as u64).collect()
}

/// What 4,096 slots get of keys with these weights; every salt places the keys in another way.
pub(super) fn slots_of(keys: &[u64], salt: u32) -> Vec<u64> {
    let mut slots = vec![0; 4_096];
    for (number, weight) in (0..).zip(keys) {
        *slots.get_mut((number, salt).place().slot(12) as usize).unwrap() += weight;
    }
    slots
}
