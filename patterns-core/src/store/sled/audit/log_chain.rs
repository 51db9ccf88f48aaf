//! The chain of the log, frame by frame.

use core::ops::RangeInclusive;

use super::{
    chain::{self, Chain, Origin, Point, shifted},
    findings::{FindingId, Findings, detached, explain_gone, explain_shift},
    layout::Header,
    streams::{Link, Streams},
    tampering::Tampering,
};
use crate::{
    event::{ChainHash, LogLink, StreamId},
    store::{Finding, FindingKind},
};

/// So many frames at most are looked into for what was done to them.
const MOST_EXPLAINED: u32 = 100;
/// So many links at most are computed for it, each frame.
const MOST_LINKS: usize = 64 << 10;
/// So many for finding out how many events are missing before a frame, or from its commit, which can be as many as there are in one.
const MOST_SHIFTED: usize = 512 << 10;
/// So many frames that nothing explains are kept, in case they have a stream in common.
const MOST_UNEXPLAINED: usize = 10_000;

/// What is said of a stream whose hashes somebody has made anew.
pub(super) const REHASHED: &str = "the hashes of the stream are not those that were recorded";

/// The chain of the log.
pub(super) struct LogChain {
    pub(super) chain: Chain,
    explained: u32,
    /// The slices of frames that nothing explains.
    unexplained: Vec<(FindingId, Vec<Named>)>,
    /// Whether frames are missing, so that nobody knows the hash that the next one follows.
    is_cut: bool,
    /// Where a commit ended whose frames say otherwise.
    commit_end: Option<u64>,
}

/// A frame whose chain is followed.
pub(super) struct Links<'a> {
    pub(super) header: &'a Header,
    /// The position of its first event, as it stands there.
    pub(super) first_position: u64,
    /// That of its last.
    pub(super) last_position: u64,
    pub(super) links: &'a [Link],
    /// Whether the hash in its header tells nothing, because it was computed from what stands before.
    pub(super) is_derived: bool,
}

/// A slice of a frame that nothing explains.
struct Named {
    stream: StreamId,
    versions: RangeInclusive<u64>,
    positions: RangeInclusive<u64>,
}

impl LogChain {
    pub(super) fn new() -> Self {
        Self {
            chain: Chain::beginning(ChainHash::log_genesis()),
            explained: 0,
            unexplained: Vec::new(),
            is_cut: false,
            commit_end: None,
        }
    }

    /// Adds a frame; answers whether it is right, as far as its chain tells.
    pub(super) fn frame(
        &mut self,
        frame: &Links<'_>,
        streams: &mut Streams,
        findings: &mut Findings,
    ) -> bool {
        let flagged = frame.links.iter().find_map(|link| link.finding);
        if frame.is_derived
            && let Some(chain) = self.chain.advanced(|from| frame.after(from))
        {
            self.chain = chain;
            return flagged.is_none();
        }
        let is_cut = core::mem::take(&mut self.is_cut);
        let plain = |(_, from): &(Origin, Point)| frame.is_right(*from, Tampering::Nothing);
        if let Some((origin, from)) = self.chain.origins().find(plain) {
            self.accept(frame, origin, from, findings);
            return flagged.is_none();
        }
        match self.explanation(frame) {
            Some((from, tampering)) => self.explain(frame, from, tampering, streams, findings),
            None => self.refuse(frame, is_cut, streams, findings),
        }
        false
    }

    /// Positions before the next frame are missing, which `finding` says.
    pub(super) fn gap(&mut self, next: u64, finding: FindingId) {
        let number = next.saturating_sub(1);
        let original = shifted(number, self.chain.shift()).unwrap_or(number);
        let end = Point { number, original, hash: self.chain.end.hash };
        self.chain = self.chain.doubted(end, None, finding);
        self.is_cut = true;
    }

    /// Goes on behind a frame whose slices cannot all be read, which `finding` says.
    pub(super) fn pass(&mut self, last: u64, header: &Header, finding: FindingId) {
        let original = shifted(last, self.chain.shift()).unwrap_or(last);
        let end = Point { number: last, original, hash: header.log_hash };
        self.chain = self.chain.doubted(end, None, finding);
    }

    /// Whether a frame follows the hash before it, if not its position.
    pub(super) fn resumes(&self, frame: &Links<'_>) -> bool {
        let number = frame.first_position.saturating_sub(1);
        let from = Point { number, original: number, ..self.chain.end };
        self.chain.doubt.is_some() && frame.is_right(from, Tampering::Nothing)
    }

    /// Whether a frame follows what stands before all that is doubted.
    pub(super) fn precedes_doubt(&self, frame: &Links<'_>) -> bool {
        self.chain.trusted.is_some_and(|from| frame.is_right(from, Tampering::Nothing))
    }

    fn accept(&mut self, frame: &Links<'_>, origin: Origin, from: Point, findings: &mut Findings) {
        match (origin, self.chain.doubt) {
            (Origin::Computed, Some(doubt)) => {
                findings.explain(
                    doubt,
                    FindingKind::Changed,
                    "the hash of the log after it is another",
                );
            }
            (Origin::Trusted, Some(doubt)) => {
                findings.explain(doubt, FindingKind::Inserted, "it was not recorded there");
            }
            _ => {}
        }
        self.chain = Chain::followed(frame.end(from, Tampering::Nothing));
    }

    /// What was done to the frame, or before it, so that its chain is right otherwise.
    fn explanation(&mut self, frame: &Links<'_>) -> Option<(Point, Tampering)> {
        self.explained += 1;
        if self.explained > MOST_EXPLAINED {
            return None;
        }
        let origins: Vec<Point> = self.chain.origins().map(|(_, from)| from).collect();
        let is_right = |tampering: &Tampering| {
            let from = origins.iter().find(|from| frame.is_right(**from, *tampering));
            from.map(|from| (*from, *tampering))
        };
        // What was done to one frame of a commit was done to the next one, too.
        let header = frame.header.group_end;
        let again =
            self.commit_end.map(|end| Tampering::Ended(end.wrapping_sub(header).cast_signed()));
        again.into_iter().chain(frame.tamperings()).find_map(|tampering| is_right(&tampering))
    }

    fn explain(
        &mut self,
        frame: &Links<'_>,
        from: Point,
        tampering: Tampering,
        streams: &mut Streams,
        findings: &mut Findings,
    ) {
        let link = tampering.slice().and_then(|slice| frame.links.get(slice));
        let finding = link.and_then(|link| link.finding);
        match (tampering, link) {
            (Tampering::Hash(_), Some(Link { stream, computed: Some(computed), .. })) => {
                streams.settle(stream, *computed);
                if let Some(finding) = finding {
                    findings.explain(
                        finding,
                        FindingKind::Changed,
                        "the hash of the stream after it is another",
                    );
                }
            }
            (Tampering::Inserted(_), Some(link)) => {
                let others = frame.others(link);
                streams.take_out(&link.stream, link.count, &others);
                let known = others.iter().find_map(|other| other.finding);
                match finding.or(known) {
                    Some(finding) => {
                        findings.change(finding, |finding| *finding = frame.inserted(link))
                    }
                    None => drop(findings.add(frame.inserted(link))),
                }
            }
            (
                Tampering::Count(_, by) | Tampering::Version(_, by) | Tampering::Both(_, by),
                Some(link),
            ) => {
                streams.shift(&link.stream, by);
                explain_shift(finding, by, findings);
            }
            (Tampering::Gone(_, by), Some(link)) => {
                streams.shift(&link.stream, by);
                explain_gone(link.before, by, findings);
            }
            (Tampering::Shifted(by), _) if self.chain.doubt.is_some() => {
                explain_shift(self.chain.doubt, by, findings);
            }
            (Tampering::Shifted(by), _) => drop(findings.add(frame.shifted(by))),
            (Tampering::Ended(by), _) => {
                self.commit_end = Some(frame.header.group_end.wrapping_add_signed(by));
                findings.add(frame.ended(by));
            }
            _ => {}
        }
        self.chain = Chain::followed(frame.end(from, tampering));
    }

    /// Goes on from the hash that stands in a frame that nothing explains.
    fn refuse(
        &mut self,
        frame: &Links<'_>,
        is_cut: bool,
        streams: &mut Streams,
        findings: &mut Findings,
    ) {
        let flagged = frame.links.iter().find_map(|link| link.finding);
        let known = flagged.or(self.chain.doubt.filter(|_| is_cut));
        let finding = known.unwrap_or_else(|| {
            let what = "when it was committed, with what, or what stood before it is another";
            findings.add(Finding::new(FindingKind::Changed, what).at(frame.positions()))
        });
        if flagged.is_none() {
            frame.links.iter().for_each(|link| streams.doubt(&link.stream, finding));
        }
        if known.is_none() && self.unexplained.len() < MOST_UNEXPLAINED {
            self.unexplained.push((finding, frame.named()));
        }
        frame.blame_before(findings);
        let shift = self.chain.shift();
        let number = *frame.positions().end();
        let original = shifted(number, shift).unwrap_or(number);
        let end = Point { number, original, hash: frame.header.log_hash };
        let computed = frame.hash(self.chain.end, Tampering::Nothing);
        self.chain = self.chain.doubted(end, computed, finding);
    }
}

impl LogChain {
    /// If a single stream is in all frames that nothing explains, its hashes were made anew.
    pub(super) fn attribute(&self, findings: &mut Findings) {
        let [(_, first), rest @ ..] = self.unexplained.as_slice() else { return };
        let is_everywhere = |named: &&Named| {
            rest.iter().all(|(_, others)| others.iter().any(|other| other.stream == named.stream))
        };
        let mut common = first.iter().filter(is_everywhere).map(|named| &named.stream);
        let Some(stream) = common.next().filter(|_| !rest.is_empty()) else { return };
        if common.any(|other| other != stream) {
            return;
        }
        for (finding, slices) in &self.unexplained {
            let own = slices.iter().filter(|named| named.stream == *stream);
            findings.change(*finding, |finding| own.for_each(|own| own.rehashed(finding)));
        }
    }
}

impl Named {
    /// A finding about the version `first` is one about this as well.
    fn widen(&self, finding: &mut Finding, first: u64) {
        let begins = finding.versions.as_ref().is_some_and(|versions| *versions.start() == first);
        if let (true, FindingKind::Changed) = (begins, finding.kind) {
            finding.what = REHASHED.into();
            let widened = |range: Option<RangeInclusive<u64>>, own: &RangeInclusive<u64>| {
                *own.start()..=range.map_or(*own.end(), |range| *range.end())
            };
            finding.versions = Some(widened(finding.versions.take(), &self.versions));
            finding.positions = Some(widened(finding.positions.take(), &self.positions));
        }
    }

    fn rehashed(&self, finding: &mut Finding) {
        if finding.kind != FindingKind::Changed {
            return;
        }
        finding.what = REHASHED.into();
        // A frame can have several slices of it.
        let is_first = finding.stream.is_none();
        let known = |range: Option<RangeInclusive<u64>>| range.filter(|_| !is_first);
        finding.versions = Some(until(known(finding.versions.take()), &self.versions));
        finding.positions = Some(until(known(finding.positions.take()), &self.positions));
        finding.stream = Some(detached(&self.stream));
    }
}

/// From the beginning of `before`, if there is one, to the end of `last`.
fn until(before: Option<RangeInclusive<u64>>, last: &RangeInclusive<u64>) -> RangeInclusive<u64> {
    *before.as_ref().unwrap_or(last).start()..=*last.end()
}

impl Links<'_> {
    pub(super) fn positions(&self) -> RangeInclusive<u64> {
        self.first_position..=self.last_position
    }

    fn is_right(&self, from: Point, tampering: Tampering) -> bool {
        self.hash(from, tampering) == Some(self.header.log_hash)
    }

    /// The end of the chain after the frame, if that is what was done to it.
    fn end(&self, from: Point, tampering: Tampering) -> Point {
        let number = *self.positions().end();
        let original = self.original_end(from, tampering).unwrap_or(number);
        Point { number, original, hash: self.header.log_hash }
    }

    /// The end of the chain after a frame without a hash of its own.
    fn after(&self, from: Point) -> Option<Point> {
        Some(Point {
            hash: self.hash(from, Tampering::Nothing)?,
            ..self.end(from, Tampering::Nothing)
        })
    }

    fn first_original(&self, from: Point, tampering: Tampering) -> Option<u64> {
        let before = match tampering {
            Tampering::Shifted(by) | Tampering::Gone(_, by) => by,
            _ => 0,
        };
        // Where positions are missing, what follows bears its own all the same.
        let gap = self.first_position.saturating_sub(from.number + 1);
        shifted(from.original.checked_add(1)?.checked_add(gap)?, before)
    }

    fn original_end(&self, from: Point, tampering: Tampering) -> Option<u64> {
        let first = self.first_original(from, tampering)?;
        let mut counts = (0..).zip(self.links).map(|(slice, link)| tampering.span(slice, link));
        counts.try_fold(first.checked_sub(1)?, |end, span| {
            span.and_then(|span| end.checked_add(span))
        })
    }

    /// The hash of the log after the frame, if that is what was done to it: all positions of the commit renumbered, or none.
    fn hash(&self, from: Point, tampering: Tampering) -> Option<ChainHash> {
        let first = self.first_original(from, tampering)?;
        let moved = self.original_end(from, tampering)?.wrapping_sub(*self.positions().end());
        let group_end = match tampering {
            Tampering::Ended(by) => self.header.group_end.wrapping_add_signed(by),
            _ => self.header.group_end,
        };
        let kept = self.hash_with(from, first, tampering, group_end)?;
        if kept == self.header.log_hash || moved == 0 || matches!(tampering, Tampering::Ended(_)) {
            return Some(kept);
        }
        let group_end = self.header.group_end.wrapping_add(moved);
        self.hash_with(from, first, tampering, group_end)
    }

    fn hash_with(
        &self,
        from: Point,
        first_position: u64,
        tampering: Tampering,
        group_end: u64,
    ) -> Option<ChainHash> {
        let (mut hash, mut position) = (from.hash, first_position);
        for (slice, link) in (0..).zip(self.links) {
            let (version, count, before) = self.numbers(tampering, slice, link)?;
            let end = if tampering == Tampering::Hash(slice) { link.computed? } else { link.hash };
            position = shifted(position, before)?;
            if tampering == Tampering::Inserted(slice) {
                continue;
            }
            hash = hash.log_link(&LogLink {
                stream: &link.stream,
                first_version: version,
                first_position: position,
                count,
                hash: &end,
                marks: &link.marks,
                recorded_at: self.header.recorded_at,
                group_end,
            });
            position = position.checked_add(count.into())?;
        }
        Some(hash)
    }

    /// As [`Tampering::numbers`]; events that are gone before a slice are so for all later slices of its stream.
    fn numbers(&self, tampering: Tampering, slice: usize, link: &Link) -> Option<(u64, u32, i64)> {
        if let Tampering::Gone(at, by) = tampering
            && let Some(first) = self.links.get(at)
            && at <= slice
            && first.stream == link.stream
        {
            let known = first.first_version.wrapping_sub(first.number).cast_signed();
            return Some((shifted(link.number, known.wrapping_add(by))?, link.count, 0));
        }
        tampering.numbers(slice, link)
    }

    /// Everything that is tried, the likeliest first.
    fn tamperings(&self) -> impl Iterator<Item = Tampering> {
        let all = 0..self.links.len();
        let flagged = self.at(|link| link.finding.is_some());
        let computed = |at: &usize| self.links.get(*at).is_some_and(|link| link.computed.is_some());
        let hashes = all.clone().filter(computed).map(Tampering::Hash);
        let inserted = all.map(Tampering::Inserted);
        let fewer = MOST_LINKS / (12 * self.links.len().max(1) * (1 + 3 * flagged.len()));
        let shifts = move || chain::shifts(64).take(2 * fewer);
        let counts = flagged.into_iter().flat_map(move |at| {
            shifts().flat_map(move |by| {
                [Tampering::Count(at, by), Tampering::Version(at, by), Tampering::Both(at, by)]
            })
        });
        let gone = self.at(|link| link.before.is_some()).into_iter().flat_map(move |at| {
            shifts().filter(|by| *by > 0).map(move |by| Tampering::Gone(at, by))
        });
        let most = MOST_SHIFTED / self.links.len().max(1);
        let [shifted, ended] = [Tampering::Shifted, Tampering::Ended]
            .map(|tampering| chain::shifts(64).take(most).map(tampering));
        hashes.chain(inserted).chain(counts).chain(gone).chain(shifted).chain(ended)
    }

    /// Which of the slices are such.
    fn at(&self, is_such: impl Fn(&Link) -> bool) -> Vec<usize> {
        (0..).zip(self.links).filter(|(_, link)| is_such(link)).map(|(at, _)| at).collect()
    }

    /// An event was not changed if the hash after it is not the one that was recorded: what stands before it in the stream is then as likely.
    fn blame_before(&self, findings: &mut Findings) {
        let named = self.named();
        let flagged =
            (0_usize..).zip(self.links).filter_map(|(at, link)| Some((at, link, link.finding?)));
        for (at, link, finding) in flagged {
            let is_before = |other: &&Named| {
                other.stream == link.stream && other.versions.end() + 1 == link.number
            };
            let Some(before) = named.iter().take(at).find(is_before) else { continue };
            findings.change(finding, |finding| before.widen(finding, link.number));
        }
    }

    fn named(&self) -> Vec<Named> {
        let mut position = self.first_position;
        let named = self.links.iter().map(|link| {
            let first = position;
            position = position.saturating_add(link.count.into());
            Named {
                stream: detached(&link.stream),
                versions: link.number..=link.number.saturating_add(u64::from(link.count) - 1),
                positions: first..=position.saturating_sub(1),
            }
        });
        named.collect()
    }

    /// The other slices of a slice's stream.
    fn others(&self, link: &Link) -> Vec<&Link> {
        let is_other = |other: &&Link| other.stream == link.stream && !core::ptr::eq(*other, link);
        self.links.iter().filter(is_other).collect()
    }

    fn inserted(&self, link: &Link) -> Finding {
        let last = link.first_version + u64::from(link.count) - 1;
        let finding = Finding::new(FindingKind::Inserted, "it was not recorded there");
        finding.in_stream(&link.stream, link.first_version..=last).at(self.positions())
    }

    fn ended(&self, by: i64) -> Finding {
        let end = self.header.group_end.wrapping_add_signed(by);
        let what =
            format!("the commit that it belongs to ended at position {end}, and it says otherwise");
        Finding::new(FindingKind::Changed, what).at(self.positions())
    }

    fn shifted(&self, by: i64) -> Finding {
        let number = by.unsigned_abs();
        let (kind, what) = match by {
            1.. => (FindingKind::Missing, format!("events before it are gone, {number} in number")),
            _ => {
                (FindingKind::Inserted, format!("events before it were put in, {number} in number"))
            }
        };
        Finding::new(kind, what).at(self.first_position..=self.first_position)
    }
}
