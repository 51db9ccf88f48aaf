//! Parts of segments, from the cache or from their files.

use std::sync::Arc;

use super::{Archive, Segment};
use crate::store::{
    StoreError,
    sled::segment::{ArchivedSlice, Placed, SegmentFile, StreamRun, file_name},
};

/// What is cached of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Footer,
    Block(usize),
    Positions,
}

/// A part in memory.
#[derive(Clone, Debug)]
pub(super) enum Cached {
    Footer(Arc<SegmentFile>),
    /// Its slices, in the order of streams and versions.
    Block(Arc<[ArchivedSlice]>),
    Positions(Arc<[Placed]>),
}

impl Cached {
    fn weight(&self) -> u64 {
        let bytes = match self {
            Self::Footer(file) => file.weight(),
            Self::Block(slices) => {
                size_of_val(&**slices) + slices.iter().map(|slice| slice.bytes.len()).sum::<usize>()
            }
            Self::Positions(positions) => size_of_val(&**positions),
        };
        bytes as u64
    }
}

impl Archive {
    /// The file of a segment, opened; not from the cache.
    pub(super) fn open_file(&self, segment: &Segment) -> Result<SegmentFile, StoreError> {
        let path = self.folder.join(file_name(segment.number));
        let file = SegmentFile::open(&path, segment.number, &segment.root)?;
        if file.totals == segment.totals {
            Ok(file)
        } else {
            Err(file.damaged("has other events than the database says"))
        }
    }

    pub(super) fn file(&self, segment: &Segment) -> Result<Arc<SegmentFile>, StoreError> {
        match self.cached(segment, Part::Footer) {
            Some(Cached::Footer(file)) => Ok(file),
            _ => {
                let file = Arc::new(self.open_file(segment)?);
                self.keep(segment, Part::Footer, Cached::Footer(Arc::clone(&file)));
                Ok(file)
            }
        }
    }

    /// The slices of a block, in the order of streams and versions; `None` after the last block.
    pub(super) fn block(
        &self,
        segment: &Segment,
        index: usize,
    ) -> Result<Option<Arc<[ArchivedSlice]>>, StoreError> {
        let part = Part::Block(index);
        if let Some(Cached::Block(slices)) = self.cached(segment, part) {
            return Ok(Some(slices));
        }
        let file = self.file(segment)?;
        let Some(bytes) = file.block(index)? else { return Ok(None) };
        let slices: Arc<[_]> = file.slices(&bytes).collect::<Result<_, _>>()?;
        self.keep(segment, part, Cached::Block(Arc::clone(&slices)));
        Ok(Some(slices))
    }

    /// Where the slices of a segment are, in the order of positions.
    pub(super) fn positions(&self, segment: &Segment) -> Result<Arc<[Placed]>, StoreError> {
        match self.cached(segment, Part::Positions) {
            Some(Cached::Positions(positions)) => Ok(positions),
            _ => {
                let file = self.file(segment)?;
                let positions: Arc<[_]> = file.positions()?.collect::<Result<_, _>>()?;
                let cached = Cached::Positions(Arc::clone(&positions));
                self.keep(segment, Part::Positions, cached);
                Ok(positions)
            }
        }
    }

    /// Which streams a segment has; not from the cache.
    pub(in crate::store::sled) fn streams(
        &self,
        segment: &Segment,
    ) -> Result<Vec<StreamRun>, StoreError> {
        self.open_file(segment)?.streams()
    }

    fn cached(&self, segment: &Segment, part: Part) -> Option<Cached> {
        self.cache.get(&(segment.number, part), Cached::clone)
    }

    fn keep(&self, segment: &Segment, part: Part, cached: Cached) {
        let weight = cached.weight();
        // What had to make room is dropped here; what is too large for the cache is read again.
        drop(self.cache.insert((segment.number, part), cached, weight));
    }
}
