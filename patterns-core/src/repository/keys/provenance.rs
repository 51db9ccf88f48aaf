//! Where a state comes from, as far as somebody in it may be forgotten.

use std::{collections::HashMap, sync::Arc};

use super::ring::{Ring, Since};
use crate::{
    cache::Moment,
    personal::{KeyDigest, Subject},
};

/// Since when, and with whose keys, a state was read: what a cache that keeps it must know.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    /// Before the first of it was read.
    since: Since,
    /// When all of its keys were last seen to be there.
    pub(super) checked: Moment,
    keys: Option<Arc<Used>>,
}

/// Whose keys, and which they were: digests, because the keys themselves are to go with the operation that needs them.
type Used = HashMap<Subject, KeyDigest>;

impl Provenance {
    pub(super) const fn new(since: Since, checked: Moment) -> Self {
        Self { since, checked, keys: None }
    }

    pub(super) const fn since(&self) -> Since {
        self.since
    }

    /// There is something in it that took the keys of `ring`.
    pub(crate) fn add(&mut self, ring: &Ring) {
        self.since = self.since.min(ring.since());
        self.add_keys(ring.used());
    }

    /// There is all in it that is in `other`.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.since = self.since.min(other.since);
        self.checked = self.checked.min(other.checked);
        self.add_keys(other.keys().map(|(subject, key)| (subject.clone(), *key)));
    }

    fn add_keys(&mut self, used: impl Iterator<Item = (Subject, KeyDigest)>) {
        for (subject, key) in used {
            // Most are known already, and then nothing is copied.
            if self.keys.as_ref().is_none_or(|keys| !keys.contains_key(&subject)) {
                Arc::make_mut(self.keys.get_or_insert_default()).insert(subject, key);
            }
        }
    }

    /// The keys that it took.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&Subject, &KeyDigest)> {
        self.keys.iter().flat_map(|keys| keys.iter())
    }

    /// When its keys were last seen to be there; `None` if it took none.
    pub(crate) fn checked(&self) -> Option<Moment> {
        self.keys.as_ref().map(|_| self.checked)
    }

    /// Roughly how many bytes it takes.
    pub(crate) fn weight(&self) -> u64 {
        let entry = |(subject, _): (&Subject, _)| subject.as_bytes().len() + ENTRY;
        self.keys().map(entry).sum::<usize>() as u64
    }
}

const ENTRY: usize = size_of::<(Subject, KeyDigest)>();
