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
}

impl View {
    pub(super) fn new(segments: impl IntoIterator<Item = Segment>) -> Self {
        let segments = segments.into_iter().map(|segment| (segment.number, Arc::new(segment)));
        Self { segments: segments.collect() }
    }

    /// The same with one more segment, or with its new state.
    pub(super) fn with(&self, segment: Segment) -> Self {
        let mut segments = self.segments.clone();
        segments.insert(segment.number, Arc::new(segment));
        Self { segments }
    }

    pub(in crate::store::sled) fn segments(&self) -> impl Iterator<Item = &Arc<Segment>> {
        self.segments.values()
    }

    pub(super) fn segment(&self, number: u64) -> Result<&Segment, StoreError> {
        let missing = || StoreError::damaged(format!("segment {number} is not registered"), 0);
        self.segments.get(&number).map(|segment| &**segment).ok_or_else(missing)
    }

    /// What all segments hold together.
    pub(in crate::store::sled) fn total(&self, of: impl Fn(&Segment) -> u64) -> u64 {
        self.segments().map(|segment| of(segment)).sum()
    }
}
