//! Belady's optimum: the most hits that any cache of a capacity can have on a trace.
//!
//! It may let a key pass without keeping it, as caches with an admission policy may, so it bounds them, too.
//! L. A. Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 5(2), 1966.

use std::collections::BinaryHeap;

/// A key is used for the last time.
const NEVER: u32 = u32::MAX;

/// For every access, which access is the next of the same key.
pub(crate) struct Future(Vec<u32>);

impl Future {
    pub(crate) fn of(keys: &[u32], distinct: usize) -> Self {
        let mut seen = vec![NEVER; distinct];
        let mut next = vec![NEVER; keys.len()];
        for (i, (key, next)) in keys.iter().zip(&mut next).enumerate().rev() {
            if let Some(seen) = seen.get_mut(*key as usize) {
                *next = std::mem::replace(seen, i as u32);
            }
        }
        Self(next)
    }

    /// What is kept is known by the access that it is kept for. Keeping a key and letting go of what is used last is the same as choosing
    /// whom to keep among those kept and the one that passes.
    pub(crate) fn hits(&self, capacity: usize) -> u64 {
        let mut kept = vec![false; self.0.len()];
        let (mut size, mut hits) = (0, 0);
        // Accesses that have passed stay in the heap: they are the smallest, so nobody meets them before all others are gone.
        let mut by_next_use = BinaryHeap::new();
        for (now, next) in self.0.iter().enumerate() {
            if kept.get(now) == Some(&true) {
                hits += 1;
                size -= 1;
            }
            let Some(keep) = kept.get_mut(*next as usize) else { continue };
            *keep = true;
            by_next_use.push(*next);
            size += 1;
            if size > capacity {
                let last = by_next_use.pop().and_then(|last| kept.get_mut(last as usize));
                last.into_iter().for_each(|kept| *kept = false);
                size -= 1;
            }
        }
        hits
    }
}
