//! Verification of one stream of an open database.

use super::{
    findings::Findings,
    layout::{Header, slices},
    raw::{Raw, RawFrame, RawFrames},
    streams::{Placed, Streams},
};
use crate::{
    event::{StreamHash, StreamId},
    store::{
        Finding, FindingKind, StoreError, Verification,
        sled::{
            archive::View,
            events::Events,
            frame::{Frame, HEADER, Posting, Slice},
            index::{ArchivedRun, Found},
        },
    },
};

/// A pass over the slices of one stream, by the index.
pub(in crate::store::sled) struct OneStream<'a> {
    events: &'a Events,
    view: &'a View,
    stream: &'a StreamId,
    streams: Streams,
    findings: Findings,
}

impl<'a> OneStream<'a> {
    pub(in crate::store::sled) fn new(
        events: &'a Events,
        view: &'a View,
        stream: &'a StreamId,
    ) -> Self {
        let (streams, findings) = (Streams::default(), Findings::default());
        Self { events, view, stream, streams, findings }
    }

    /// Checks all of `found`, and what was `signed` off.
    pub(in crate::store::sled) fn verify(
        mut self,
        found: &Found,
        signed: &[StreamHash],
    ) -> Result<Verification, StoreError> {
        for run in &found.located.archived {
            self.archived(*run, signed);
        }
        for posting in &found.located.live {
            self.slice(posting, signed)?;
        }
        let furthest = signed.iter().map(|end| end.version).max().unwrap_or_default();
        self.check_reaches(found.head, "events of the stream are gone");
        self.check_reaches(furthest, "events that were signed off are gone");
        self.streams.swaps.explain(&mut self.findings);
        let streams = u64::from(found.head > 0);
        Ok(Verification { events: found.head, streams, findings: self.findings.finish() })
    }

    /// Follows the slices of a segment.
    fn archived(&mut self, run: ArchivedRun, signed: &[StreamHash]) {
        let (Self { events, view, stream, .. }, versions) =
            (&*self, run.first_version..=run.last_version());
        let mut frames = Vec::new();
        let read = events.archive.each_slice_of(view, stream, run, (1, u64::MAX), |slice| {
            let slice = Slice::of(slice).map_err(|what| StoreError::damaged(what, 0))?;
            frames.extend(alone(&slice));
            Ok(())
        });
        for (frame, posting) in frames {
            self.slice_of(&frame, &posting, signed);
        }
        if let Err(error) = read {
            let finding = Finding::new(FindingKind::Unreadable, error.to_string());
            self.findings.add(finding.in_stream(self.stream, versions));
        }
    }

    fn slice(&mut self, posting: &Posting, signed: &[StreamHash]) -> Result<(), StoreError> {
        let known = self.findings.len();
        let read = match self.frame(posting)? {
            None => false,
            Some(frame) => match self.thinned(&frame, posting) {
                Some((frame, posting)) => self.slice_of(&frame, &posting, signed),
                None => self.slice_of(&frame, posting, signed),
            },
        };
        if !read && self.findings.len() == known {
            let what = "the events are not where the index says";
            let versions = posting.first_version..=posting.last_version();
            self.findings
                .add(Finding::new(FindingKind::Missing, what).in_stream(self.stream, versions));
        }
        Ok(())
    }

    fn frame(&self, posting: &Posting) -> Result<Option<RawFrame>, StoreError> {
        let entries = self.events.log.entries_of(posting.frame);
        RawFrames::new(entries).next().transpose().map(|raw| match raw {
            Some(Raw::Frame(frame)) => Some(frame),
            _ => None,
        })
    }

    /// The slice that `posting` tells of, alone, if it is in a frame that others were taken out of: there it stands elsewhere.
    fn thinned(&self, frame: &RawFrame, posting: &Posting) -> Option<(RawFrame, Posting)> {
        let frame = Frame::read(frame.bytes.clone()).ok().filter(|frame| frame.thinned)?;
        let slice = frame.find(self.stream, posting).ok().flatten()?;
        alone(&slice)
    }

    /// Follows the slice that `posting` tells of; answers whether it belongs to the stream.
    fn slice_of(&mut self, frame: &RawFrame, posting: &Posting, signed: &[StreamHash]) -> bool {
        let Some(header) = Header::read(&frame.bytes) else { return false };
        let slices = slices(&frame.bytes, header.events);
        let Some(slice) = slices.iter().find(|slice| slice.offset == posting.offset) else {
            return false;
        };
        let first_position = frame.position.saturating_add(slice.index);
        let placed = Placed { slice, first_position, recorded_at: header.recorded_at };
        let (before, known) = (self.streams.end(self.stream), self.findings.len());
        self.streams.begin_frame();
        let link = self.streams.slice(placed, &mut self.findings);
        if self.findings.len() == known {
            self.check_signed(signed, &placed, before);
        }
        link.is_ok_and(|link| link.stream == *self.stream)
    }

    /// A version that was signed off can be in the midst of a slice: elsewhere, its events were appended otherwise.
    fn check_signed(&mut self, signed: &[StreamHash], placed: &Placed<'_>, before: StreamHash) {
        let end = self.streams.end(self.stream).version;
        let here = |signed: &&StreamHash| (before.version + 1..=end).contains(&signed.version);
        for signed in signed.iter().filter(here) {
            let count = (signed.version - before.version) as u32;
            if placed.hash_after(before, count) != Some(signed.hash) {
                let what = "these are not the events that were signed off";
                let finding = Finding::new(FindingKind::Rewritten, what);
                self.findings.add(finding.in_stream(self.stream, 1..=signed.version));
            }
        }
    }

    fn check_reaches(&mut self, version: u64, what: &str) {
        let end = self.streams.version(self.stream);
        if version > end {
            let finding = Finding::new(FindingKind::Missing, what);
            self.findings.add(finding.in_stream(self.stream, end + 1..=version));
        }
    }
}

/// A slice in a frame of its own, at the place in it that it had in the one that it was written in.
fn alone(slice: &Slice<'_>) -> Option<(RawFrame, Posting)> {
    let bytes = Frame::alone(slice).ok()?;
    let posting = Posting { offset: HEADER as u32, ..slice.indexed().posting };
    Some((RawFrame::new(posting.frame, bytes.into()), posting))
}
