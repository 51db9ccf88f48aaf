//! The log as it was before events were archived: every frame with its slices put back, so that all that is said of frames and of their chain
//! holds for archived events as well.

use core::iter::Peekable;
use std::sync::Arc;

use super::{
    layout::Header,
    raw::{Raw, RawFrame, RawFrames},
    remains::put_together,
};
use crate::{
    event::ChainHash,
    store::{
        FindingKind, StoreError,
        sled::{
            archive::{Archive, Restored, View},
            frame::Frame,
            tree::Entry,
        },
    },
};

/// The frames of a log, live and archived.
pub(super) struct WholeFrames<'a, I: Iterator<Item = Result<Entry, StoreError>>> {
    live: Peekable<RawFrames<I>>,
    archive: &'a Archive,
    view: Arc<View>,
    /// The position behind the last frame, and the hash of the log there.
    next: u64,
    hash: ChainHash,
}

impl<'a, I: Iterator<Item = Result<Entry, StoreError>>> WholeFrames<'a, I> {
    pub(super) fn new(entries: I, archive: &'a Archive) -> Self {
        let live = RawFrames::new(entries).peekable();
        let hash = ChainHash::log_genesis();
        Self { live, archive, view: archive.view(), next: 1, hash }
    }

    /// What is archived before the next live frame, which stands at `to`.
    fn archived(&mut self, to: u64) -> Option<Raw> {
        match self.restored_before(to) {
            Ok(whole) => whole.map(|whole| Raw::Frame(self.put_back(whole))),
            Err(error) => {
                let next = self.archive.frame_from(&self.view, self.next.saturating_add(1), to);
                self.next = next.ok().flatten().unwrap_or(to);
                Some(Raw::Unreadable(error))
            }
        }
    }

    fn restored_before(&mut self, to: u64) -> Result<Option<Restored>, StoreError> {
        let restored = self.archive.restore_at(&self.view, self.next, &self.hash)?;
        if restored.is_some() {
            return Ok(restored);
        }
        // Events are missing here: what is archived behind them is there all the same.
        match self.archive.frame_from(&self.view, self.next, to)? {
            Some(next) => {
                self.next = next;
                self.archive.restore_at(&self.view, next, &self.hash)
            }
            None => Ok(None),
        }
    }

    fn put_back(&mut self, whole: Restored) -> RawFrame {
        let mut frame = RawFrame::new(self.next, whole.bytes);
        (frame.archived, frame.is_derived) = (whole.archived, true);
        self.pass(&frame);
        frame
    }

    /// A live frame as it was.
    fn live(&mut self, mut frame: RawFrame) -> RawFrame {
        let read = Frame::read(frame.bytes.clone()).ok().filter(|_| frame.flaws.is_empty());
        let restored = match &read {
            // A frame behind the archive can have nothing in it.
            Some(_) if frame.position >= self.view.end() => {
                self.pass(&frame);
                Ok(None)
            }
            Some(read) => self.restored(&frame, read),
            None => self.remains(&frame),
        };
        match restored {
            Ok(Some(whole)) => (frame.bytes, frame.archived) = (whole.bytes, whole.archived),
            Ok(None) => {}
            Err(error) => frame.flaw(FindingKind::Unreadable, error.to_string()),
        }
        frame
    }

    /// A frame with its archived slices, if it has any. Its header can be another although its checksum fits.
    fn restored(&mut self, frame: &RawFrame, read: &Frame) -> Result<Option<Restored>, StoreError> {
        let restored = self.archive.restore(&self.view, read);
        let fits = frame.position == read.first_position
            && read.end() <= self.stands()
            && !self.archive.is_within(&self.view, frame.position, read.end())?;
        match restored {
            Ok(whole) if fits => {
                self.pass(frame);
                Ok(Some(whole).filter(|whole| !whole.archived.is_empty()))
            }
            _ => self.remains(frame),
        }
    }

    /// A damaged frame around which its archived slices are put back. What it says of its own length is not believed.
    fn remains(&mut self, frame: &RawFrame) -> Result<Option<Restored>, StoreError> {
        self.next = self.next.max(frame.position.saturating_add(1));
        let until = self.stands();
        let slices = self.archive.slices_of(&self.view, frame.position, until)?;
        let Some(last) = slices.last() else { return Ok(None) };
        self.next = self.next.max(last.next_position());
        let bytes = put_together(&frame.bytes, frame.position, &slices);
        let archived = slices.iter().map(|slice| slice.first_position).collect();
        Ok(Some(Restored { bytes, archived }))
    }

    /// Where the next live frame stands.
    fn stands(&mut self) -> u64 {
        match self.live.peek() {
            Some(Ok(Raw::Frame(next))) => next.position,
            _ => u64::MAX,
        }
    }

    fn pass(&mut self, frame: &RawFrame) {
        if let Some(header) = Header::read(&frame.bytes) {
            self.next = frame.position.saturating_add(header.events.into()).max(self.next);
            self.hash = header.log_hash;
        }
    }
}

impl<I: Iterator<Item = Result<Entry, StoreError>>> Iterator for WholeFrames<'_, I> {
    type Item = Result<Raw, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let stands = match self.live.peek() {
            Some(Ok(Raw::Frame(frame))) => frame.position,
            None => u64::MAX,
            _ => return self.live.next(),
        };
        if self.next < stands
            && let Some(archived) = self.archived(stands)
        {
            return Some(Ok(archived));
        }
        match self.live.next()? {
            Ok(Raw::Frame(frame)) => Some(Ok(Raw::Frame(self.live(frame)))),
            other => Some(other),
        }
    }
}
