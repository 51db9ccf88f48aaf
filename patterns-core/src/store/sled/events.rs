//! All events of a database, live and archived: whoever reads them need not know where they are.

use std::sync::Arc;

use super::{
    archive::{Archive, View},
    frame::{Posting, Slice},
    index::{Found, Newest},
    log::{self, Log},
};
use crate::{
    event::{RecordedEvent, StreamHash, StreamId},
    store::{StoreError, Verification},
};

/// The log and the archive.
#[derive(Clone, Debug)]
pub(super) struct Events {
    pub(super) log: Log,
    pub(super) archive: Arc<Archive>,
}

impl Events {
    /// Reads, and again if something was missing and events have been archived in between.
    pub(super) fn steadily<T>(
        &self,
        read: impl FnMut(&View) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.repeatedly(read, |_| false)
    }

    /// Verifies, and again if something was found and events have been archived in between.
    pub(super) fn settled(
        &self,
        verify: impl FnMut(&View) -> Result<Verification, StoreError>,
    ) -> Result<Verification, StoreError> {
        self.repeatedly(verify, |found| !found.findings.is_empty())
    }

    fn repeatedly<T>(
        &self,
        mut read: impl FnMut(&View) -> Result<T, StoreError>,
        is_doubtful: impl Fn(&T) -> bool,
    ) -> Result<T, StoreError> {
        loop {
            let moment = self.archive.now();
            let outcome = read(&moment.view);
            let doubtful = match &outcome {
                Ok(found) => is_doubtful(found),
                Err(error) => matches!(error, StoreError::Damaged { .. }),
            };
            if !doubtful || self.archive.is_as_at(&moment) {
                return outcome;
            }
        }
    }

    /// The events that were found, ascending.
    pub(super) fn read(
        &self,
        view: &View,
        stream: &StreamId,
        found: &Found,
    ) -> Result<Vec<RecordedEvent>, StoreError> {
        let &Found { first, last, .. } = found;
        if first == 0 {
            return Ok(Vec::new());
        }
        let mut events = Vec::with_capacity((last + 1 - first) as usize);
        for run in &found.located.archived {
            self.archive.each_slice_of(view, stream, *run, (first, last), |slice| {
                let slice = Slice::of(slice).map_err(unreadable)?;
                push(&slice, first, last, &mut events)
            })?;
        }
        let mut open = None;
        for posting in &found.located.live {
            let frame = match open.take() {
                Some(frame) => frame,
                None => self.log.frame(posting.frame)?,
            };
            let frame = if frame.first_position == posting.frame {
                frame
            } else {
                self.log.frame(posting.frame)?
            };
            let slice =
                frame.find(stream, posting).map_err(|what| log::damaged(posting.frame, what))?;
            push(&slice.ok_or_else(|| moved(stream, posting))?, first, last, &mut events)?;
            open = Some(frame);
        }
        let whole = events.len() as u64 == last + 1 - first;
        whole.then_some(events).ok_or_else(|| missing(stream, first, last))
    }

    /// The end of a stream's chain after its newest events.
    pub(super) fn stream_hash(
        &self,
        view: &View,
        stream: &StreamId,
        newest: Newest,
    ) -> Result<StreamHash, StoreError> {
        match newest {
            Newest::Live(posting) => {
                let frame = self.log.frame(posting.frame)?;
                let slice = frame.find(stream, &posting);
                let slice = slice.map_err(|what| log::damaged(posting.frame, what))?;
                let slice = slice.ok_or_else(|| moved(stream, &posting))?;
                Ok(StreamHash { version: posting.last_version(), hash: slice.hash })
            }
            Newest::Archived(run) => {
                let version = run.last_version();
                let mut end = None;
                self.archive.each_slice_of(view, stream, run, (version, version), |slice| {
                    end = Some(Slice::of(slice).map_err(unreadable)?.hash);
                    Ok(())
                })?;
                let hash = end.ok_or_else(|| missing(stream, version, version))?;
                Ok(StreamHash { version, hash })
            }
        }
    }

    /// Gives `take` all slices that hold the positions `first..=last`, in the order of positions.
    ///
    /// # Errors
    /// When one is missing, or `take` fails.
    pub(super) fn each_slice(
        &self,
        first: u64,
        last: u64,
        mut take: impl FnMut(&Slice<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut next = first;
        // After events were archived it goes on behind the last one that was taken.
        self.steadily(|view| self.slices(view, &mut next, last, &mut take))
    }

    fn slices(
        &self,
        view: &View,
        next: &mut u64,
        last: u64,
        take: &mut impl FnMut(&Slice<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if *next > last {
            return Ok(());
        }
        for frame in self.log.frames_from(*next)? {
            let frame = frame?;
            for slice in frame.slices() {
                let slice = slice.map_err(|what| log::damaged(frame.first_position, what))?;
                if slice.next_position() <= *next {
                    continue;
                }
                self.archived(view, next, last.min(slice.first_position.saturating_sub(1)), take)?;
                if *next > last {
                    return Ok(());
                }
                take(&slice)?;
                *next = slice.next_position();
            }
        }
        self.archived(view, next, last, take)
    }

    /// Those up to the position `last`, all of which must be archived.
    fn archived(
        &self,
        view: &View,
        next: &mut u64,
        last: u64,
        take: &mut impl FnMut(&Slice<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        while *next <= last {
            let slice = self.archive.slice_at(view, *next)?;
            let slice = slice.ok_or_else(|| log::damaged(*next, "events are missing"))?;
            take(&Slice::of(&slice).map_err(unreadable)?)?;
            *next = slice.next_position();
        }
        Ok(())
    }
}

/// Adds the events of a slice that have the versions `first..=last`.
fn push(
    slice: &Slice<'_>,
    first: u64,
    last: u64,
    events: &mut Vec<RecordedEvent>,
) -> Result<(), StoreError> {
    let skip = first.saturating_sub(slice.first_version) as u32;
    let wanted = (last + 1).saturating_sub(slice.first_version.max(first)) as usize;
    for event in slice.events(skip).take(wanted) {
        events.push(event.map_err(|what| log::damaged(slice.first_position, what))?);
    }
    Ok(())
}

fn unreadable(what: &str) -> StoreError {
    StoreError::damaged(what, 0)
}

fn moved(stream: &StreamId, posting: &Posting) -> StoreError {
    let what = format!("the events of stream {stream} from version {}", posting.first_version);
    log::damaged(posting.frame, &format!("{what} are not in the frame"))
}

fn missing(stream: &StreamId, first: u64, last: u64) -> StoreError {
    StoreError::damaged(format!("stream {stream} misses events between {first} and {last}"), 0)
}
