//! What readers see of the archive.

use std::{collections::BTreeMap, sync::Arc};

use super::Segment;
use crate::store::StoreError;

/// When a reader began.
#[derive(Debug)]
pub(in crate::store::sled) struct Moment {
    pub(in crate::store::sled) view: Arc<View>,
    pub(super) removals: u64,
}

/// The segments at one moment.
#[derive(Clone, Debug, Default)]
pub(in crate::store::sled) struct View {
    segments: BTreeMap<u64, Arc<Segment>>,
    /// In the order of their first positions.
    by_position: Vec<Reaching>,
}

/// A segment, and the last position that it has, or one of those that begin before it.
#[derive(Clone, Debug)]
struct Reaching {
    segment: Arc<Segment>,
    last: u64,
}

impl View {
    pub(super) fn new(segments: impl IntoIterator<Item = Segment>) -> Self {
        let segments = segments.into_iter().map(|segment| (segment.number, Arc::new(segment)));
        let segments: BTreeMap<_, _> = segments.collect();
        Self { by_position: by_position(&segments), segments }
    }

    /// The same with one more segment, or with its new state.
    pub(super) fn with(&self, segment: Segment) -> Self {
        let mut segments = self.segments.clone();
        segments.insert(segment.number, Arc::new(segment));
        Self { by_position: by_position(&segments), segments }
    }

    pub(in crate::store::sled) fn segments(&self) -> impl Iterator<Item = &Arc<Segment>> {
        self.segments.values()
    }

    pub(super) fn segment(&self, number: u64) -> Result<&Segment, StoreError> {
        let missing = || StoreError::damaged(format!("segment {number} is not registered"), 0);
        self.segments.get(&number).map(|segment| &**segment).ok_or_else(missing)
    }

    /// The segments that have positions before and after `position`, or just there.
    pub(super) fn around(&self, position: u64) -> impl Iterator<Item = &Segment> {
        let begun =
            self.by_position.partition_point(|own| own.segment.totals.first_position <= position);
        let begun = self.by_position.get(..begun).unwrap_or_default();
        let reaching = begun.iter().rev().take_while(move |own| own.last >= position);
        let reaching = reaching.map(|own| &*own.segment);
        reaching.filter(move |segment| segment.totals.last_position >= position)
    }

    /// The segments that can have slices which begin at `from` or behind it, and before `until`.
    pub(super) fn between(&self, from: u64, until: u64) -> impl Iterator<Item = &Arc<Segment>> {
        self.segments().filter(move |segment| {
            segment.totals.last_position >= from && segment.totals.first_position < until
        })
    }

    /// The position behind all that is archived.
    pub(in crate::store::sled) fn end(&self) -> u64 {
        self.by_position.last().map_or(0, |last| last.last.saturating_add(1))
    }

    /// What all segments hold together.
    pub(in crate::store::sled) fn total(&self, of: impl Fn(&Segment) -> u64) -> u64 {
        self.segments().map(|segment| of(segment)).sum()
    }
}

fn by_position(segments: &BTreeMap<u64, Arc<Segment>>) -> Vec<Reaching> {
    let mut sorted: Vec<_> = segments.values().cloned().collect();
    sorted.sort_by_key(|segment| segment.totals.first_position);
    let mut last = 0;
    let reaching = sorted.into_iter().map(|segment| {
        last = segment.totals.last_position.max(last);
        Reaching { segment, last }
    });
    reaching.collect()
}
