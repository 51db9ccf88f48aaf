//! Verification of a database: every event, past whatever damage, by the hashes that stand beside them (promise E10).
//!
//! What opening checks is enough to know that nothing was lost; this tells what was changed on purpose, and where. Two chains cross each
//! other: each stream's, slice by slice, and the log's, frame by frame. What follows neither is looked into until something explains it: a hash
//! that was replaced, an event that was put in or taken out, a slice under another name, all that follows numbered anew. The memory that it
//! takes is bounded by the number of streams: about 300 bytes and the name of each.
//!
//! * `raw.rs`, `layout.rs`: frames and slices as far as they can be read. `whole.rs`, `remains.rs`: those that are archived put back.
//! * `links.rs`, `streams.rs`, `swaps.rs`: chains of streams. `log_chain.rs`, `tampering.rs`: the chain of the log. `chain.rs`: what both have in common.
//! * `index.rs`: what the index should hold. `online.rs`, `directory.rs`: an open database, and one that need not open at all.

mod chain;
mod directory;
mod findings;
mod index;
mod layout;
mod links;
mod log_chain;
mod one_stream;
mod online;
mod raw;
mod remains;
mod streams;
mod swaps;
mod tampering;
mod whole;

pub use directory::{verify_directory, verify_directory_against};
pub(super) use {one_stream::OneStream, online::Online};

use self::{
    chain::Point,
    findings::{FindingId, Findings, Flaw, explain_shift},
    index::{Digest, Digests, Incomparable},
    layout::{Header, RawSlice, slices},
    log_chain::LogChain,
    raw::{Raw, RawFrame},
    streams::{Link, Placed, Streams},
};
use std::collections::BTreeSet;

use super::{
    archive::Archive,
    frame::{Indexed, Posting},
    index::{ArchivedRun, Generation},
};
use crate::{
    event::{LogEnd, StreamId},
    store::{Finding, FindingKind, SignOff, StoreError, Verification},
};

/// A pass over the log.
struct Audit {
    streams: Streams,
    log: LogChain,
    findings: Findings,
    signed: Vec<LogEnd>,
    events: u64,
    /// The end of the last commit, if it can be believed.
    group_end: u64,
    digests: Digests,
    /// The last position of which the index must tell; postings behind it are kept.
    folded_until: u64,
    /// Whether a commit ends there.
    folded_at_end: bool,
    unfolded: Generation,
    incomparable: Incomparable,
    /// Segments whose tables cannot be read: what the index tells of them is of no account.
    unreadable_segments: BTreeSet<u64>,
}

/// A frame, and where it stands.
struct Framed {
    position: u64,
    header: Header,
    slices: Vec<RawSlice>,
    /// The first positions of those that are archived.
    archived: Vec<u64>,
    is_derived: bool,
}

impl Framed {
    fn is_archived(&self, slice: &RawSlice) -> bool {
        self.archived.binary_search(&self.position.saturating_add(slice.index)).is_ok()
    }

    fn last_position(&self) -> u64 {
        let last = self.slices.last();
        let events = last.map_or(1, |last| last.index + u64::from(last.count));
        self.position.saturating_add(events.max(1) - 1)
    }

    fn positions(&self) -> core::ops::RangeInclusive<u64> {
        self.position..=self.last_position()
    }

    /// The slices as they stand there.
    fn plain_links(&self) -> Vec<Link> {
        let plain: Option<Vec<Link>> = self.slices.iter().map(Link::plain).collect();
        plain.unwrap_or_default()
    }

    fn events(&self) -> u64 {
        self.slices.iter().map(|slice| u64::from(slice.count)).sum()
    }
}

impl Audit {
    fn new(signed: &SignOff, folded_until: u64) -> Self {
        let mut findings = Findings::default();
        for finding in signed.unknown(|node| node.is_none()) {
            findings.add(finding);
        }
        Self {
            streams: Streams::default(),
            log: LogChain::new(),
            findings,
            signed: signed.ends().filter(|end| end.position > 0).collect(),
            events: 0,
            group_end: 0,
            digests: Digests::default(),
            folded_until,
            folded_at_end: false,
            unfolded: Generation::default(),
            incomparable: Incomparable::default(),
            unreadable_segments: BTreeSet::new(),
        }
    }

    fn end(&self) -> u64 {
        self.log.chain.end.number
    }

    fn raw(&mut self, raw: Raw) {
        match raw {
            Raw::Frame(frame) => self.frame(frame),
            Raw::Stray(key) => {
                let what =
                    format!("an entry under a key of {} bytes belongs to no frame", key.len());
                self.findings.add(Finding::new(FindingKind::Inserted, what));
            }
            Raw::Unreadable(error) => {
                self.findings.add(Finding::new(FindingKind::Unreadable, error.to_string()));
            }
        }
    }

    /// What the index should tell of the archive.
    fn archive(&mut self, archive: &Archive) {
        for segment in archive.view().segments() {
            match archive.streams(segment) {
                Ok(runs) => runs.iter().for_each(|run| {
                    self.digests.add_archived(&run.stream, &segment.lead_into(run));
                }),
                Err(error) => {
                    self.unreadable_segments.insert(segment.number);
                    self.findings.add(Finding::new(FindingKind::Unreadable, error.to_string()));
                }
            }
        }
    }

    fn frame(&mut self, raw: RawFrame) {
        let known = self.findings.len();
        let Some(header) = Header::read(&raw.bytes) else {
            let what = "too little is left of a frame";
            let finding =
                Finding::new(FindingKind::Unreadable, what).at(raw.position..=raw.position);
            self.findings.add(finding);
            return;
        };
        let position = self.position(&raw, &header);
        let slices = slices(&raw.bytes, header.events);
        let RawFrame { archived, is_derived, .. } = raw;
        let framed = Framed { position, header, slices, archived, is_derived };
        self.resume(&framed);
        if self.overlaps(&framed) {
            return;
        }
        self.check_gap(framed.position);
        let (is_right, indexed) = self.slices(&framed);
        self.check_flaws(&framed, raw.flaws, known, is_right);
        if self.findings.len() > known || !is_right {
            self.incomparable.damaged(raw.position);
        }
        if !self.incomparable.holds(framed.position) {
            indexed.into_iter().for_each(|indexed| self.index(indexed));
        }
        self.group_end = if is_right { header.group_end } else { 0 };
        self.folded_at_end |= is_right && header.group_end == self.folded_until;
        self.check_signed();
    }

    /// Where a frame belongs: where it stands, unless only what it says of itself fits.
    fn position(&mut self, raw: &RawFrame, header: &Header) -> u64 {
        let (stands, says) = (raw.position, header.first_position);
        if stands == says {
            return stands;
        }
        let position = if says == self.end() + 1 { says } else { stands };
        let what =
            format!("a frame that says it begins at position {says} stands at position {stands}");
        self.findings.add(Finding::new(FindingKind::Changed, what).at(position..=position));
        position
    }

    /// A frame that follows the hash before it, at a position that does not follow the one before it, tells how many events were there.
    fn resume(&mut self, framed: &Framed) {
        let end = self.log.chain.end;
        let Some(before) = framed.position.checked_sub(1).filter(|before| *before != end.number)
        else {
            return;
        };
        if before != end.original && self.log.resumes(&framed.links(&framed.plain_links())) {
            let by = before.wrapping_sub(end.number).cast_signed();
            explain_shift(self.log.chain.doubt, by, &mut self.findings);
        } else if before != end.original {
            return;
        }
        self.log.chain.end = Point { number: before, original: before, ..end };
    }

    /// Whether the positions of a frame are those of events before it, and it is the one that was put in.
    fn overlaps(&mut self, framed: &Framed) -> bool {
        if framed.position > self.end() {
            return false;
        }
        if self.log.precedes_doubt(&framed.links(&framed.plain_links())) {
            return false;
        }
        let what = "other events have these positions";
        self.findings.add(Finding::new(FindingKind::Inserted, what).at(framed.positions()));
        self.incomparable.damaged(framed.position);
        true
    }

    fn check_gap(&mut self, position: u64) {
        let end = self.end();
        if position > end + 1 {
            let missing = end + 1..=position - 1;
            let finding = Finding::new(FindingKind::Missing, "events are gone").at(missing.clone());
            let finding = self.findings.add(finding);
            self.incomparable.missing(missing);
            self.log.gap(position, finding);
        }
    }

    /// Follows all chains through a frame; answers whether nothing is wrong with any, and what the index should tell of it.
    fn slices(&mut self, framed: &Framed) -> (bool, Vec<Indexed>) {
        self.streams.begin_frame();
        let (mut links, mut indexed) = (Vec::new(), Vec::new());
        let (mut unfollowed, mut next) = (None, 0);
        for slice in &framed.slices {
            unfollowed = self.check_gap_before(framed, slice, next).or(unfollowed);
            next = slice.index + u64::from(slice.count);
            let placed = framed.placed(slice);
            match self.streams.slice(placed, &mut self.findings) {
                Ok(link) => {
                    if !framed.is_archived(slice) {
                        indexed.push(link.indexed(framed.posting(slice)));
                    }
                    links.push(link);
                }
                Err(finding) => unfollowed = Some(finding),
            }
        }
        self.events += framed.events();
        let shift = self.log.chain.shift();
        let doubted_from =
            self.log.chain.trusted.map_or(framed.position, |trusted| trusted.number + 1);
        let is_right = match unfollowed {
            Some(finding) => {
                self.log.pass(framed.last_position(), &framed.header, finding);
                false
            }
            None => self.log.frame(&framed.links(&links), &mut self.streams, &mut self.findings),
        };
        if shift != 0 || self.log.chain.shift() != 0 {
            self.incomparable.renumbered(framed.position.min(doubted_from));
        }
        (is_right, indexed)
    }

    fn check_gap_before(
        &mut self,
        framed: &Framed,
        slice: &RawSlice,
        next: u64,
    ) -> Option<FindingId> {
        (slice.index > next).then(|| {
            let missing = framed.position + next..=framed.position + slice.index - 1;
            self.findings.add(Finding::new(FindingKind::Missing, "events are gone").at(missing))
        })
    }

    fn index(&mut self, indexed: Indexed) {
        let frame = indexed.posting.frame;
        if frame <= self.folded_until {
            self.digests.add(&indexed.stream, &indexed.posting);
        } else {
            self.unfolded.extend([indexed], frame);
        }
    }

    /// What is wrong with a frame beside its events counts only where nothing else explains it.
    fn check_flaws(&mut self, framed: &Framed, flaws: Vec<Flaw>, known: usize, is_right: bool) {
        for flaw in flaws {
            self.findings.add(Finding::new(flaw.kind, flaw.what).at(framed.positions()));
        }
        if self.findings.len() == known {
            self.check_places(framed);
        }
        let header = &framed.header;
        let is_explained = self.findings.len() > known && !is_right;
        let what = match () {
            () if is_explained => return,
            () if u64::from(header.events) != framed.events() => {
                "a frame says that it has another number of events"
            }
            () if !header.format_fits => "a frame says that it has another format",
            () if !header.crc_fits && self.findings.len() == known => {
                "a checksum is wrong, and the events are as they were"
            }
            () => return,
        };
        self.findings.add(Finding::new(FindingKind::Changed, what).at(framed.positions()));
    }

    /// All slices behind the first that says that it stands elsewhere can stand elsewhere for the same reason.
    fn check_places(&mut self, framed: &Framed) {
        let Some(slice) = framed.slices.iter().find(|slice| !slice.is_placed()) else { return };
        let (placed, what) = (framed.placed(slice), "it says that it has other positions");
        if let Some(head) = &slice.head {
            self.findings.add(placed.finding(head, FindingKind::Changed, what));
        }
    }

    fn check_signed(&mut self) {
        let chain = &self.log.chain;
        let (end, hash) = (chain.end.original, chain.end.hash);
        let is_signed =
            |signed: &LogEnd| signed.hash == hash || chain.computed == Some(signed.hash);
        let wrong = |signed: &&LogEnd| signed.position == end && !is_signed(signed);
        if self.signed.iter().find(wrong).is_some() {
            let what = "these are not the events that were signed off";
            self.findings.add(Finding::new(FindingKind::Rewritten, what).at(1..=end));
        }
    }

    /// What must be at the end of a log whose commits are whole, and that was `acknowledged` as far as that.
    fn check_end(&mut self, acknowledged: u64) {
        self.streams.swaps.explain(&mut self.findings);
        self.log.attribute(&mut self.findings);
        let signed = self.signed.iter().max_by_key(|end| end.position).copied();
        let signed = signed.filter(|signed| signed.position > self.end());
        let is_last = |signed: &LogEnd| signed.hash == self.log.chain.end.hash;
        if let Some(signed) = signed.filter(is_last) {
            // The end is the one that was signed off, so what is missing is missing before it.
            self.explain_doubt(signed.position);
        }
        self.check_reaches(self.group_end, "the last commit is not complete");
        self.check_reaches(acknowledged, "events that were acknowledged are gone");
        let furthest = signed.map_or(0, |signed| signed.position);
        self.check_reaches(furthest, "events that were signed off are gone");
    }

    fn explain_doubt(&mut self, original: u64) {
        let chain = &mut self.log.chain;
        let by = original.wrapping_sub(chain.end.original).cast_signed();
        if chain.doubt.is_some() && by != 0 {
            explain_shift(chain.doubt, by, &mut self.findings);
            chain.end.original = original;
        }
    }

    fn check_reaches(&mut self, position: u64, what: &str) {
        let end = self.log.chain.end.original.max(self.end());
        if position > end {
            self.findings.add(Finding::new(FindingKind::Missing, what).at(end + 1..=position));
        }
    }

    fn verification(self) -> Verification {
        let streams = self.streams.len() as u64;
        Verification { events: self.events, streams, findings: self.findings.finish() }
    }

    /// Whether the index tells of a stream what the log does.
    fn agrees(&self, stream: &StreamId, told: Digest) -> bool {
        self.digests.of(stream) == told
    }

    /// Whether a commit ended at `position`, as far as can be told.
    fn is_end_of_commit(&self, position: u64) -> bool {
        position == 0 || self.folded_at_end || self.incomparable.holds(position)
    }

    fn derived(&mut self, what: String) {
        self.findings.add(Finding::new(FindingKind::Derived, what));
    }

    /// Adds to what the index tells of a stream.
    fn told_archived(&self, told: &mut Digests, stream: &StreamId, run: &ArchivedRun) {
        if !self.unreadable_segments.contains(&run.segment) {
            told.add_archived(stream, run);
        }
    }

    fn unreadable(&mut self, error: &StoreError) {
        let what = format!("nothing more of the log can be read: {error}");
        self.findings.add(Finding::new(FindingKind::Unreadable, what));
    }
}

impl Framed {
    const fn placed<'a>(&self, slice: &'a RawSlice) -> Placed<'a> {
        Placed {
            slice,
            first_position: self.position.saturating_add(slice.index),
            recorded_at: self.header.recorded_at,
        }
    }

    fn links<'a>(&'a self, links: &'a [Link]) -> log_chain::Links<'a> {
        log_chain::Links {
            header: &self.header,
            first_position: self.position,
            last_position: self.last_position(),
            links,
            is_derived: self.is_derived,
        }
    }

    const fn posting(&self, slice: &RawSlice) -> Posting {
        Posting { first_version: 0, count: slice.count, frame: self.position, offset: slice.offset }
    }
}
