//! Whether the events of a slice follow a hash, and what was done to them if they do not.

use core::ops::RangeInclusive;

use super::layout::{RawSlice, Tag};
use crate::{
    event::{ChainHash, EventData, Timestamp},
    store::FindingKind,
};

/// With so many events in a slice, swapped ones are not looked for any more.
const MOST_SWAPPED: usize = 4096;

/// How a slice follows a hash.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// The first event after which the hash is another than the slice says.
    pub(super) first_misfit: Option<u32>,
    misfits: u32,
    /// The hash after the last event, if all can be read.
    pub(super) end: Option<ChainHash>,
}

impl Fit {
    pub(super) const fn is_whole(&self) -> bool {
        self.misfits == 0
    }
}

/// What was done to a slice.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) kind: FindingKind,
    /// Which events.
    pub(super) indices: RangeInclusive<u32>,
    pub(super) what: &'static str,
}

/// A slice, and what the first event of it follows.
#[derive(Clone, Copy)]
pub(super) struct Links<'a> {
    pub(super) slice: &'a RawSlice,
    /// The hash that the slice says it ends with.
    pub(super) hash: ChainHash,
    pub(super) recorded_at: Timestamp,
}

impl<'a> Links<'a> {
    /// Follows the events from `base`, the first of them numbered `version`.
    pub(super) fn fit(&self, base: ChainHash, version: u64) -> Fit {
        let mut fit = Fit { first_misfit: None, misfits: 0, end: Some(base) };
        for index in 0..self.slice.count {
            fit.end = self.link(fit.end, version, index);
            if !fit.end.is_some_and(|hash| self.says(index, &hash)) {
                fit.first_misfit.get_or_insert(index);
                fit.misfits += 1;
            }
            if fit.end.is_none() {
                break;
            }
        }
        fit
    }

    /// Whether the first event follows `base`: far less work than all of them.
    pub(super) fn begins(&self, base: ChainHash, version: u64) -> bool {
        let hash = self.link(Some(base), version, 0);
        hash.is_some_and(|hash| self.says(0, &hash))
    }

    /// Bytes of the first event.
    pub(super) fn first_length(&self) -> usize {
        let first = self.slice.events.first().and_then(Option::as_ref);
        first.map_or(0, EventData::length)
    }

    fn link(&self, hash: Option<ChainHash>, version: u64, index: u32) -> Option<ChainHash> {
        let event = self.slice.events.get(index as usize)?.as_ref()?;
        Some(hash?.link(version.wrapping_add(index.into()), self.recorded_at, event))
    }

    /// Whether the slice has this hash after the event `index`.
    pub(super) fn says(&self, index: u32, hash: &ChainHash) -> bool {
        if index + 1 == self.slice.count {
            return *hash == self.hash;
        }
        self.slice.tags.get(index as usize) == Some(&hash.tag())
    }

    /// What was done, given that the slice does not fit `base`.
    pub(super) fn diagnose(&self, base: ChainHash, version: u64) -> Verdict {
        let fit = self.fit(base, version);
        let (first, last) =
            (fit.first_misfit.unwrap_or_default(), self.slice.count.saturating_sub(1));
        let verdict = |kind, until, what| Verdict { kind, indices: first..=until, what };
        if fit.misfits == 1 && first < last && fit.end.is_some() {
            return verdict(FindingKind::Changed, first, "the hash beside the event is another");
        }
        let before = self.upto(base, version, first);
        if let Some(other) = self.swapped_with(before, version, first) {
            let what = "two events stand in each other's places";
            return verdict(FindingKind::OutOfOrder, other, what);
        }
        if let Some(index) = self.inserted(before, version, first) {
            let what = "the event was not recorded here";
            return Verdict { kind: FindingKind::Inserted, indices: index..=index, what };
        }
        if (self.slice.events.len() as u32) < self.slice.count && self.ends_early() {
            let what = "an event of these is gone";
            return verdict(FindingKind::Missing, last, what);
        }
        match self.slice.events.get(first as usize) {
            Some(Some(_)) => {
                let what =
                    "the event is not what was recorded, or does not follow what stands before it";
                verdict(FindingKind::Changed, first, what)
            }
            _ => verdict(FindingKind::Unreadable, first, "the event cannot be read"),
        }
    }

    /// Whether the bytes end after an event, and not within one.
    fn ends_early(&self) -> bool {
        self.slice.events.len() == self.slice.tags.len() + 1
    }

    /// The hash before the event `index`.
    pub(super) fn upto(&self, base: ChainHash, version: u64, index: u32) -> Option<ChainHash> {
        (0..index).try_fold(base, |hash, index| self.link(Some(hash), version, index))
    }

    /// The event that fits in the place of the event `index`, if the event `index` fits in its place as well.
    fn swapped_with(&self, before: Option<ChainHash>, version: u64, index: u32) -> Option<u32> {
        let events: Option<Vec<&EventData>> =
            self.slice.events.iter().map(Option::as_ref).collect();
        let events = events.filter(|events| events.len() <= MOST_SWAPPED)?;
        let at = index as usize;
        let fits = |event: &&EventData| {
            let hash = before?.link(version + u64::from(index), self.recorded_at, event);
            self.says(index, &hash).then_some(())
        };
        let candidates =
            (at + 1..events.len()).filter(|other| events.get(*other).and_then(fits).is_some());
        let mut swapped = candidates.map(|other| {
            let mut order = events.clone();
            order.swap(at, other);
            (other, order)
        });
        let whole = |(_, order): &(usize, Vec<&EventData>)| {
            self.is_whole_as(
                before,
                version,
                index,
                order.get(at..).unwrap_or_default(),
                self.tags_from(at),
            )
        };
        swapped.find(whole).map(|(other, _)| other as u32)
    }

    /// The event without which the slice is whole.
    fn inserted(&self, before: Option<ChainHash>, version: u64, index: u32) -> Option<u32> {
        let events: Option<Vec<&EventData>> =
            self.slice.events.iter().map(Option::as_ref).collect();
        let events = events?;
        let at = index as usize;
        // What was written beside it stands before or after it.
        let places = [(at, at), (at + 1, at)];
        let found = places.into_iter().find(|(event, tag)| {
            let without = |from: usize, which: usize, length: usize| {
                (from..length).filter(move |other| *other != which)
            };
            let left: Vec<_> =
                without(at, *event, events.len()).filter_map(|n| events.get(n).copied()).collect();
            let tags: Vec<_> = without(at, *tag, self.slice.tags.len())
                .filter_map(|n| self.slice.tags.get(n).copied())
                .collect();
            *event < events.len() && self.is_whole_as(before, version, index, &left, &tags)
        });
        found.map(|(event, _)| event as u32)
    }

    fn tags_from(&self, index: usize) -> &'a [Tag] {
        self.slice.tags.get(index..).unwrap_or_default()
    }

    /// Whether `events`, numbered from the event `index` on, lead from `hash` past `tags` to the end of the slice.
    fn is_whole_as(
        &self,
        hash: Option<ChainHash>,
        version: u64,
        index: u32,
        events: &[&EventData],
        tags: &[Tag],
    ) -> bool {
        let Some(mut hash) = hash else { return false };
        let first = version + u64::from(index);
        for (number, event) in (0_usize..).zip(events) {
            hash = hash.link(first + number as u64, self.recorded_at, event);
            let last = number + 1 == events.len();
            if !last && tags.get(number) != Some(&hash.tag()) {
                return false;
            }
        }
        // Nothing is left of an append of which only the inserted event can be read.
        hash == self.hash && events.len() == tags.len() + 1
    }
}
