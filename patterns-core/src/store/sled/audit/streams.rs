//! The chains of all streams, slice by slice.

use std::collections::HashMap;

use super::{
    chain::{Chain, Origin, Point, shifted, shifts},
    findings::{FindingId, Findings, detached, explain_shift},
    layout::{Head, RawSlice},
    links::{Links, Verdict},
    log_chain::REHASHED,
    swaps::{Misfit, Swaps},
};
use crate::{
    event::{ChainHash, Marks, StreamHash, StreamId, Timestamp},
    store::{
        Finding, FindingKind,
        sled::frame::{Indexed, Posting},
    },
};

/// So many slices at most are looked for under the names of other streams.
const MOST_MISNAMED: u32 = 1000;
/// So many first slices at most are kept, in case their streams turn out to have other names.
const MOST_ORPHANS: usize = 64;
/// Of so many events at most.
const MOST_ORPHANED: usize = 4096;

/// A slice, and where in the log it is.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) slice: &'a RawSlice,
    pub(super) first_position: u64,
    pub(super) recorded_at: Timestamp,
}

/// What the log's chain has of a slice.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) stream: StreamId,
    /// As it stands there.
    pub(super) number: u64,
    /// As recorded.
    pub(super) first_version: u64,
    pub(super) count: u32,
    /// As it stands there.
    pub(super) hash: ChainHash,
    /// As the events give it, where that is another.
    pub(super) computed: Option<ChainHash>,
    pub(super) marks: Marks,
    pub(super) finding: Option<FindingId>,
    /// The finding about what stands before it in the stream, which may be that events are gone.
    pub(super) before: Option<FindingId>,
}

/// The first slice of a stream that does not follow from the stream's name.
struct Orphan {
    stream: StreamId,
    slice: RawSlice,
    recorded_at: Timestamp,
    finding: FindingId,
}

/// The chains of all streams.
#[derive(Default)]
pub(super) struct Streams {
    chains: HashMap<StreamId, Chain>,
    /// Of the streams of the current frame: as they were before it.
    before: HashMap<StreamId, Chain>,
    orphans: Vec<Orphan>,
    misnamed: u32,
    pub(super) swaps: Swaps,
}

impl Streams {
    pub(super) fn len(&self) -> usize {
        self.chains.len()
    }

    /// The last version of a stream as its events are numbered; 0 for one that is not there.
    pub(super) fn version(&self, stream: &StreamId) -> u64 {
        self.chains.get(stream).map_or(0, |chain| chain.end.number)
    }

    /// The end of a stream's chain as it stands there.
    pub(super) fn end(&self, stream: &StreamId) -> StreamHash {
        let end = self.chain(stream).end;
        StreamHash { version: end.number, hash: end.hash }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &StreamId> {
        self.chains.keys()
    }

    pub(super) fn begin_frame(&mut self) {
        self.before.clear();
    }

    /// Adds a slice to its stream; `Err` when nobody can tell which that is.
    pub(super) fn slice(
        &mut self,
        placed: Placed<'_>,
        findings: &mut Findings,
    ) -> Result<Link, FindingId> {
        let Some(head) = self.believed(placed.slice) else {
            let what = "nothing of an append can be read but how many events it had";
            let unreadable = Finding::new(FindingKind::Unreadable, what);
            return Err(findings.add(unreadable.at(placed.positions(0, placed.last()))));
        };
        let link = self.follow(head, placed, findings);
        let link = link.or_else(|| self.follow_renamed(head, placed, findings));
        let mut link = link.unwrap_or_else(|| self.refuse(head, placed, findings));
        if link.finding.is_none() && !placed.slice.is_counted() {
            let what = "it says that it has another number of events";
            link.finding = Some(findings.add(placed.finding(head, FindingKind::Changed, what)));
        }
        Ok(link)
    }

    /// The beginning of a slice, if its stream can be believed.
    fn believed<'a>(&self, slice: &'a RawSlice) -> Option<&'a Head> {
        let head = slice.head.as_ref()?;
        (slice.is_whole || self.chains.contains_key(&head.stream)).then_some(head)
    }

    fn chain(&self, stream: &StreamId) -> Chain {
        let known = self.chains.get(stream).copied();
        known.unwrap_or_else(|| Chain::beginning(ChainHash::genesis(stream)))
    }

    fn set(&mut self, stream: &StreamId, chain: Chain) {
        let before = self.chain(stream);
        self.before.entry(stream.clone()).or_insert(before);
        match self.chains.get_mut(stream) {
            Some(known) => *known = chain,
            // A name read from a frame keeps all of it in memory.
            None => drop(self.chains.insert(detached(stream), chain)),
        }
    }

    /// Takes a slice that follows its stream, if it does, from wherever.
    fn follow(&mut self, head: &Head, placed: Placed<'_>, findings: &mut Findings) -> Option<Link> {
        let chain = self.chain(&head.stream);
        let links = placed.links(head);
        let fits = |(_, from): &(Origin, Point)| links.fit(from.hash, from.original + 1).is_whole();
        if let Some((origin, from)) = chain.origins().find(fits) {
            return Some(self.accept(head, placed, chain, origin, from, findings));
        }
        // Only where something was found can events have been taken out or put in.
        chain.doubt?;
        let begins = |by: &i64| {
            let first = shifted(chain.end.original + 1, *by);
            first.is_some_and(|first| links.begins(chain.end.hash, first))
        };
        let by = shifts(links.first_length()).find(begins)?;
        let original = shifted(chain.end.original, by)?;
        let from = Point { original, ..chain.end };
        if !links.fit(from.hash, from.original + 1).is_whole() {
            return None;
        }
        explain_shift(chain.doubt, by, findings);
        Some(self.accept(head, placed, chain, Origin::End, from, findings))
    }

    fn accept(
        &mut self,
        head: &Head,
        placed: Placed<'_>,
        chain: Chain,
        origin: Origin,
        from: Point,
        findings: &mut Findings,
    ) -> Link {
        if let Some(doubt) = chain.doubt {
            match origin {
                Origin::End => {}
                Origin::Computed => {
                    findings.explain(
                        doubt,
                        FindingKind::Changed,
                        "the hash of the stream after it is another",
                    );
                }
                Origin::Trusted => {
                    findings.explain(doubt, FindingKind::Inserted, "it was not recorded there");
                }
            }
        }
        let count = u64::from(placed.slice.count);
        let (mut first, mut finding) = (head.first_version, None);
        // Whoever took events out or put some in can have numbered anew what follows, or not.
        let possible = [from.number, from.original, chain.end.number].map(|before| before + 1);
        if !possible.contains(&head.first_version) {
            first = from.number + 1;
            let what = format!("it says that it begins with version {}", head.first_version);
            let wrong = Finding::new(FindingKind::Changed, what);
            let wrong = wrong.in_stream(&head.stream, first..=first + count - 1);
            finding = Some(findings.add(wrong.at(placed.positions(0, placed.last()))));
        }
        let end =
            Point { number: first + count - 1, original: from.original + count, hash: head.hash };
        self.set(&head.stream, Chain::followed(end));
        placed.link(head, from.original + 1, None, finding)
    }

    /// Takes a slice that follows another stream than it says.
    fn follow_renamed(
        &mut self,
        head: &Head,
        placed: Placed<'_>,
        findings: &mut Findings,
    ) -> Option<Link> {
        if self.misnamed >= MOST_MISNAMED {
            return None;
        }
        self.misnamed += 1;
        self.adopt(head, findings);
        if let Some(link) = self.follow(head, placed, findings) {
            return Some(link);
        }
        let links = placed.links(head);
        let precedes = |(stream, chain): &(&StreamId, &Chain)| {
            chain.end.number + 1 == head.first_version
                && **stream != head.stream
                && links.begins(chain.end.hash, chain.end.original + 1)
                && links.fit(chain.end.hash, chain.end.original + 1).is_whole()
        };
        let (stream, chain) = self.chains.iter().find(precedes)?;
        let (stream, chain) = (stream.clone(), *chain);
        let what = format!("it says that it belongs to stream {}", head.stream);
        let named = head.of(stream);
        let finding = findings.add(placed.finding(&named, FindingKind::Changed, what));
        let mut link = self.accept(&named, placed, chain, Origin::End, chain.end, findings);
        link.finding = Some(finding);
        Some(link)
    }

    /// Looks for the first slice of a stream under another name.
    fn adopt(&mut self, head: &Head, findings: &mut Findings) {
        if self.chains.contains_key(&head.stream) {
            return;
        }
        let genesis = ChainHash::genesis(&head.stream);
        let is_own = |orphan: &Orphan| {
            let own = orphan.slice.head.as_ref();
            own.is_some_and(|own| orphan.placed().links(own).fit(genesis, 1).is_whole())
        };
        let Some(at) = self.orphans.iter().position(is_own) else { return };
        let orphan = self.orphans.swap_remove(at);
        let what = format!("it says that it belongs to stream {}", orphan.stream);
        findings.explain(orphan.finding, FindingKind::Changed, what);
        findings.change(orphan.finding, |finding| finding.stream = Some(head.stream.clone()));
        if let Some(chain) = self.chains.remove(&orphan.stream) {
            self.chains.insert(detached(&head.stream), Chain::followed(chain.end));
        }
    }

    /// Takes a slice that follows nothing.
    fn refuse(&mut self, head: &Head, placed: Placed<'_>, findings: &mut Findings) -> Link {
        let chain = self.chain(&head.stream);
        let count = u64::from(placed.slice.count);
        let original = head.first_version.saturating_add_signed(chain.shift());
        let end = Point {
            number: head.first_version.saturating_add(count - 1),
            original: original.saturating_add(count - 1),
            hash: head.hash,
        };
        if head.first_version <= chain.end.number {
            let what = "the stream has other events under these versions";
            let finding = findings.add(placed.finding(head, FindingKind::Inserted, what));
            return placed.link(head, original, None, Some(finding));
        }
        if head.first_version > chain.end.number + 1 {
            let missing = chain.end.number + 1..=head.first_version - 1;
            let what = "events of the stream are gone";
            let finding = Finding::new(FindingKind::Missing, what).in_stream(&head.stream, missing);
            let finding = findings.add(finding);
            self.set(&head.stream, chain.doubted(end, None, finding));
            return placed.link(head, original, None, None);
        }
        let links = placed.links(head);
        if let Some(link) = self.follow_rehashed(&chain, head, placed, end, findings) {
            return link;
        }
        let verdict = links.diagnose(chain.end.hash, chain.end.original + 1);
        let finding = findings.add(placed.verdict(head, &verdict));
        self.note_misfit(&links, &chain, &verdict, finding);
        self.note_orphan(head, placed, &chain, finding);
        let computed = links.fit(chain.end.hash, chain.end.original + 1).end;
        self.set(&head.stream, chain.doubted(end, computed, finding));
        placed.link(head, chain.end.original + 1, computed, Some(finding))
    }

    /// Where the log's chain has already found something in the frame with the end of the stream, and the first event does not follow that
    /// end, it was not the event that was changed.
    fn follow_rehashed(
        &mut self,
        chain: &Chain,
        head: &Head,
        placed: Placed<'_>,
        end: Point,
        findings: &mut Findings,
    ) -> Option<Link> {
        let doubt = chain.doubt.filter(|doubt| findings.get(*doubt).is_some_and(is_unnamed))?;
        let first = chain.end.original + 1;
        if placed.links(head).fit(chain.end.hash, first).first_misfit != Some(0) {
            return None;
        }
        let since = chain.trusted.map_or(1, |trusted| trusted.number + 1);
        findings.change(doubt, |finding| {
            finding.what = REHASHED.into();
            finding.stream = Some(detached(&head.stream));
            finding.versions = Some(since..=chain.end.number);
        });
        self.set(&head.stream, Chain::followed(end));
        Some(Link { before: Some(doubt), ..placed.link(head, first, None, None) })
    }

    fn note_misfit(
        &mut self,
        links: &Links<'_>,
        chain: &Chain,
        verdict: &Verdict,
        finding: FindingId,
    ) {
        if verdict.kind == FindingKind::Changed {
            let first = chain.end.original + 1;
            let misfit =
                Misfit::new(links, chain.end.hash, first, *verdict.indices.start(), finding);
            self.swaps.extend(misfit);
        }
    }

    fn note_orphan(&mut self, head: &Head, placed: Placed<'_>, chain: &Chain, finding: FindingId) {
        let short = placed.slice.events.len() <= MOST_ORPHANED
            && placed.links(head).first_length() <= MOST_ORPHANED;
        if chain.end.number == 0 && short && self.orphans.len() < MOST_ORPHANS {
            let (stream, slice) = (head.stream.clone(), placed.slice.clone());
            let recorded_at = placed.recorded_at;
            self.orphans.push(Orphan { stream, slice, recorded_at, finding });
        }
    }

    /// The hash that stands at the end of a stream is not the one it had; that of its events is.
    pub(super) fn settle(&mut self, stream: &StreamId, hash: ChainHash) {
        if let Some(chain) = self.chains.get_mut(stream) {
            *chain = Chain::followed(Point { hash, ..chain.end });
        }
    }

    /// `by` more events were recorded, up to the end of a stream, than are there.
    pub(super) fn shift(&mut self, stream: &StreamId, by: i64) {
        if let Some(chain) = self.chains.get_mut(stream)
            && let Some(original) = shifted(chain.end.original, by)
        {
            *chain = Chain::followed(Point { original, ..chain.end });
        }
    }

    /// Of what the current frame has of a stream, only `links` were recorded; `inserted` events were put in.
    pub(super) fn take_out(&mut self, stream: &StreamId, inserted: u32, links: &[&Link]) {
        let Some(mut end) = self.before.get(stream).map(|before| before.end) else { return };
        for link in links {
            end.original += u64::from(link.count);
            end.hash = link.hash;
        }
        let recorded: u64 = links.iter().map(|link| u64::from(link.count)).sum();
        end.number += recorded + u64::from(inserted);
        if end.original > 0 {
            self.chains.insert(detached(stream), Chain::followed(end));
        } else {
            self.chains.remove(stream);
        }
    }

    /// What the current frame has of a stream may have been put in.
    pub(super) fn doubt(&mut self, stream: &StreamId, finding: FindingId) {
        if let (Some(chain), Some(before)) = (self.chains.get_mut(stream), self.before.get(stream))
        {
            chain.trusted.get_or_insert(before.trusted.unwrap_or(before.end));
            chain.doubt.get_or_insert(finding);
        }
    }
}

/// Whether a finding says of a frame only that something is wrong with it.
fn is_unnamed(finding: &Finding) -> bool {
    finding.kind == FindingKind::Changed && finding.stream.is_none()
}

impl Link {
    /// A slice as it stands there; `None` when it cannot be read.
    pub(super) fn plain(slice: &RawSlice) -> Option<Self> {
        let head = slice.head.as_ref()?;
        let placed = Placed { slice, first_position: 0, recorded_at: Timestamp::default() };
        Some(placed.link(head, head.first_version, None, None))
    }

    /// What the index would learn of it.
    pub(super) fn indexed(&self, posting: Posting) -> Indexed {
        let posting = Posting { first_version: self.number, ..posting };
        Indexed { stream: detached(&self.stream), posting, hash: self.hash }
    }
}

impl Orphan {
    const fn placed(&self) -> Placed<'_> {
        Placed { slice: &self.slice, first_position: 0, recorded_at: self.recorded_at }
    }
}

impl<'a> Placed<'a> {
    /// The hash of the stream after so many events of the slice, which follows `before`.
    pub(super) fn hash_after(&self, before: StreamHash, count: u32) -> Option<ChainHash> {
        let head = self.slice.head.as_ref()?;
        self.links(head).upto(before.hash, before.version + 1, count)
    }

    const fn links(&self, head: &Head) -> Links<'a> {
        Links { slice: self.slice, hash: head.hash, recorded_at: self.recorded_at }
    }

    const fn last(&self) -> u32 {
        self.slice.count.saturating_sub(1)
    }

    fn positions(&self, first: u32, last: u32) -> core::ops::RangeInclusive<u64> {
        self.first_position.saturating_add(first.into())
            ..=self.first_position.saturating_add(last.into())
    }

    pub(super) fn finding(
        &self,
        head: &Head,
        kind: FindingKind,
        what: impl Into<String>,
    ) -> Finding {
        let last = head.first_version.saturating_add(self.last().into());
        let finding = Finding::new(kind, what).in_stream(&head.stream, head.first_version..=last);
        finding.at(self.positions(0, self.last()))
    }

    fn verdict(&self, head: &Head, verdict: &Verdict) -> Finding {
        let (first, last) = (*verdict.indices.start(), *verdict.indices.end());
        let version = |index: u32| head.first_version.saturating_add(index.into());
        let finding = Finding::new(verdict.kind, verdict.what);
        finding
            .in_stream(&head.stream, version(first)..=version(last))
            .at(self.positions(first, last))
    }

    fn link(
        &self,
        head: &Head,
        first_version: u64,
        computed: Option<ChainHash>,
        finding: Option<FindingId>,
    ) -> Link {
        Link {
            stream: head.stream.clone(),
            number: head.first_version,
            first_version,
            count: self.slice.count,
            hash: head.hash,
            computed,
            marks: self.slice.marks(),
            finding,
            before: None,
        }
    }
}
