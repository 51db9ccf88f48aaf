//! Whether what is missing in the live log is archived, exactly once.

use core::cmp::Reverse;
use std::{collections::BinaryHeap, sync::Arc};

use super::{Archive, Segment};
use crate::store::{
    StoreError,
    sled::{log::damaged, segment::Positions},
};

/// Goes through the positions of all segments in order, holding the tables only of those that have some around where it is.
#[derive(Debug)]
pub(in crate::store::sled) struct Gaps<'a> {
    archive: &'a Archive,
    /// Those that begin later, the next one last.
    waiting: Vec<Arc<Segment>>,
    /// Those that have begun: the next positions of each, first and behind the last, and where in `tables` the others are.
    next: BinaryHeap<Reverse<(u64, u64, usize)>>,
    tables: Vec<Positions>,
}

impl<'a> Gaps<'a> {
    pub(in crate::store::sled) fn new(archive: &'a Archive) -> Self {
        let mut waiting: Vec<_> = archive.view().segments().cloned().collect();
        waiting.sort_by_key(|segment| Reverse(segment.totals.first_position));
        Self { archive, waiting, next: BinaryHeap::new(), tables: Vec::new() }
    }

    /// Whether the positions from `from` until before `to` are archived, each once. Asked in the order of positions.
    pub(in crate::store::sled) fn fill(&mut self, from: u64, to: u64) -> Result<(), StoreError> {
        let mut next = from;
        while next < to {
            self.begin(next)?;
            let Some(Reverse((first, end, table))) = self.next.pop().filter(|top| top.0.0 <= next)
            else {
                return Err(damaged(next, "events are missing"));
            };
            if first < next || end > to {
                return Err(twice(first));
            }
            self.follow(table)?;
            next = end;
        }
        Ok(())
    }

    /// Nothing is left that was not asked for.
    pub(in crate::store::sled) fn end(mut self) -> Result<(), StoreError> {
        self.begin(u64::MAX)?;
        self.next.pop().map_or(Ok(()), |Reverse((first, ..))| Err(twice(first)))
    }

    /// Begins the segments that have positions up to `position`.
    fn begin(&mut self, position: u64) -> Result<(), StoreError> {
        while let Some(segment) = self.waiting.pop_if(|next| next.totals.first_position <= position)
        {
            self.tables.push(self.archive.open_file(&segment)?.positions()?);
            self.follow(self.tables.len() - 1)?;
        }
        Ok(())
    }

    fn follow(&mut self, table: usize) -> Result<(), StoreError> {
        if let Some(placed) = self.tables.get_mut(table).and_then(Iterator::next).transpose()? {
            self.next.push(Reverse((placed.first, placed.end(), table)));
        }
        Ok(())
    }
}

fn twice(position: u64) -> StoreError {
    damaged(position, "events are archived that are live or archived as well")
}
