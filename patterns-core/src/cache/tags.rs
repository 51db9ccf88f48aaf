//! Tags by counters: invalidating a tag advances a number, and entries that were loaded before are recognised when they are read.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

/// All tags of one cache. Holds only those that some entry still has.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// How many invalidations there were.
    sequence: AtomicU64,
    names: Mutex<Names>,
}

#[derive(Debug, Default)]
struct Names {
    /// Per tag the number of its last invalidation.
    known: HashMap<String, Weak<AtomicU64>>,
    /// No tag that is not `known` was invalidated after this number. Such an invalidation may concern a load on its way.
    unknown: u64,
    /// Names of dropped tags are swept when there are so many.
    sweep_at: usize,
}

/// When a load began, in invalidations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Since(u64);

/// The tags of one entry.
#[derive(Debug)]
pub(super) struct Tagged {
    since: u64,
    invalidated: Box<[Arc<AtomicU64>]>,
}

impl Tags {
    /// To be taken before what is to be tagged is read.
    pub(super) fn since(&self) -> Since {
        Since(self.sequence.load(Ordering::SeqCst))
    }

    pub(super) fn tag(&self, since: Since, names: Vec<String>) -> Option<Tagged> {
        if names.is_empty() {
            return None;
        }
        let mut known = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.sequence.load(Ordering::SeqCst);
        let invalidated = names.into_iter().map(|name| known.tag(name, now)).collect();
        Some(Tagged { since: since.0, invalidated })
    }

    pub(super) fn invalidate(&self, name: &str) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.sequence.fetch_add(1, Ordering::SeqCst) + 1;
        match names.known.get(name).and_then(Weak::upgrade) {
            Some(last) => last.store(now, Ordering::SeqCst),
            None => names.unknown = now,
        }
    }
}

impl Names {
    fn tag(&mut self, name: String, now: u64) -> Arc<AtomicU64> {
        let known = self.known.get(&name);
        if let Some(last) = known.and_then(Weak::upgrade) {
            return last;
        }
        // The number that a dropped tag had is lost; it was at most the present one.
        let last = Arc::new(AtomicU64::new(if known.is_some() { now } else { self.unknown }));
        if self.known.len() >= self.sweep_at {
            self.sweep(now);
        }
        self.known.insert(name, Arc::downgrade(&last));
        last
    }

    fn sweep(&mut self, now: u64) {
        self.known.retain(|_, last| last.strong_count() > 0);
        self.unknown = now;
        self.sweep_at = (2 * self.known.len()).max(64);
    }
}

impl Tagged {
    /// Whether one of the tags was invalidated after the entry's load began.
    pub(super) fn invalidated(&self) -> bool {
        self.invalidated.iter().any(|last| last.load(Ordering::SeqCst) > self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tagged(tags: &Tags, since: Since, names: &[&str]) -> Tagged {
        tags.tag(since, names.iter().map(|name| (*name).to_owned()).collect()).unwrap()
    }

    #[test]
    fn only_entries_of_the_tag_that_were_loaded_before_are_invalidated() {
        let tags = Tags::default();
        let (red, blue) =
            (tagged(&tags, tags.since(), &["red"]), tagged(&tags, tags.since(), &["blue", "sky"]));
        tags.invalidate("sky");
        let later = tagged(&tags, tags.since(), &["sky"]);
        assert!(!red.invalidated() && blue.invalidated() && !later.invalidated());
    }

    #[test]
    fn a_load_on_its_way_is_invalidated_even_if_no_entry_has_its_tag_yet() {
        let tags = Tags::default();
        let since = tags.since();
        tags.invalidate("red");
        assert!(tagged(&tags, since, &["red"]).invalidated());
        assert!(!tagged(&tags, tags.since(), &["red"]).invalidated());
    }

    #[test]
    fn a_tag_that_was_dropped_and_came_back_remembers_its_invalidation() {
        for swept in [0, 200] {
            let tags = Tags::default();
            let since = tags.since();
            let red = tagged(&tags, since, &["red"]);
            tags.invalidate("red");
            drop(red);
            let others: Vec<Tagged> =
                (0..swept).map(|n| tagged(&tags, tags.since(), &[&n.to_string()])).collect();
            assert!(others.iter().all(|tagged| !tagged.invalidated()));
            assert!(tagged(&tags, since, &["red"]).invalidated());
            assert!(!tagged(&tags, tags.since(), &["red"]).invalidated());
        }
    }

    #[test]
    fn names_of_dropped_tags_do_not_pile_up() {
        let tags = Tags::default();
        for n in 0..10_000 {
            drop(tagged(&tags, tags.since(), &[&n.to_string()]));
        }
        assert!(tags.names.lock().unwrap().known.len() <= 64);
    }
}
