//! Where the choices come from.

use core::fmt::Debug;

use super::{
    draws::{Draws, scaled},
    learned::Learned,
    refusal::Kind,
    stored::Value,
};

/// How large the numbers are that are made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::testing) enum Range {
    /// A few dozen of them can be added up.
    Modest,
    /// The ends of what a type can hold are among them.
    Whole,
}

/// Beyond so many decisions collections stay empty, so that every value has an end.
const PLENTY: usize = 400;

/// What decides how a value is made up.
pub(super) struct Source<'a> {
    draws: Draws<'a>,
    pub(super) range: Range,
    pub(super) learned: &'a mut Learned,
    seen: Seen,
}

/// One of several alternatives was taken.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    pub(super) alternatives: usize,
    /// Whether it is about which parts there are, not about a value.
    pub(super) of_parts: bool,
    /// How far into the value it was taken.
    depth: usize,
}

/// What has been asked for until a value was refused.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) decisions: Vec<Decision>,
    /// The way into the value: names of fields and variants.
    pub(super) path: Vec<&'static str>,
    /// The places whose names are not known beforehand.
    pub(super) open: Vec<String>,
    /// What stands where, of a value that is made up by its places.
    pub(super) told: Vec<(String, String)>,
    /// The kinds of values that were made up at places that do not tell what they take.
    pub(super) kinds: Vec<(String, Kind)>,
    /// The field that was named last, among those of its struct.
    pub(super) named: Option<(&'static [&'static str], &'static str)>,
}

impl Seen {
    pub(super) fn place(&self) -> String {
        self.path.join(".")
    }

    /// Whether the value itself was refused that was decided on last, not something that it is a part of.
    pub(super) fn refused_a_value(&self) -> bool {
        self.decisions.last().is_some_and(|last| !last.of_parts && last.depth == self.path.len())
    }
}

impl<'a> Source<'a> {
    pub(super) fn new(draws: Draws<'a>, range: Range, learned: &'a mut Learned) -> Self {
        Self { draws, range, learned, seen: Seen::default() }
    }

    /// Notes what stands at the place, if anybody wants to know.
    pub(super) fn tell(&mut self, what: &dyn Debug) {
        if let Draws::ByPlace(_) = &self.draws {
            self.seen.told.push((self.place(), format!("{what:?}")));
        }
    }

    pub(super) fn seen(self) -> Seen {
        self.seen
    }

    pub(super) fn place(&self) -> String {
        self.seen.place()
    }

    pub(super) fn enter(&mut self, name: &'static str) {
        self.seen.path.push(name);
    }

    pub(super) fn leave(&mut self) {
        self.seen.path.pop();
    }

    /// The names to give at a place whose names are not known beforehand.
    pub(super) fn open(&mut self) -> Vec<&'static str> {
        let place = self.place();
        let names = self.learned.facts.names_at(&place);
        self.seen.open.push(place);
        names
    }

    pub(super) fn name(&mut self, names: &'static [&'static str], name: &'static str) {
        self.seen.named = Some((names, name));
    }

    /// Whether a value has become so large that its rest must be small.
    pub(super) fn has_plenty(&self) -> bool {
        self.seen.decisions.len() > PLENTY
    }

    /// A number below `limit`, a simpler one for a smaller choice; nothing else depends on it.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let choice = match &mut self.draws {
            Draws::Listed(choices) => choices.next().copied().unwrap_or_default(),
            Draws::ByPlace(by_place) => by_place.next(&self.seen.path),
        };
        scaled(choice, limit)
    }

    /// One of the values that were told to be stored at this place, if any were.
    pub(super) fn stored(&mut self) -> Option<Value> {
        let Draws::ByPlace(by_place) = &mut self.draws else { return None };
        let value = by_place.stored(&self.seen.path)?;
        self.tell(&value);
        Some(value)
    }

    /// Decides for a value of one of `usual` kinds; when those are refused, of one of `spare` more.
    pub(super) fn decide(&mut self, usual: usize, spare: usize) -> usize {
        self.take(usual, spare, false)
    }

    /// Decides which of `alternatives` there is, or how many below it.
    pub(super) fn decide_parts(&mut self, alternatives: usize) -> usize {
        self.take(alternatives, 0, true)
    }

    /// Decides for a kind of value at a place that does not tell what it takes: for one that is taken there, as soon as some are known.
    pub(super) fn decide_kind(&mut self) -> Kind {
        let place = self.place();
        let first = self.take(Kind::USUAL, Kind::ALL.len() - Kind::USUAL, true);
        let known = self.learned.kinds_at(&place);
        let taken = known.get(first % known.len().max(1)).or(Kind::ALL.get(first));
        let kind = taken.copied().unwrap_or(Kind::Unit);
        self.seen.kinds.push((place, kind));
        kind
    }

    fn take(&mut self, usual: usize, spare: usize, of_parts: bool) -> usize {
        let alternatives = (usual + spare).max(1);
        let first = self.below(usual as u64) as usize;
        let refused = self.learned.refused(self.seen.decisions.len());
        let depth = self.seen.path.len();
        self.seen.decisions.push(Decision { alternatives, of_parts, depth });
        (first + refused) % alternatives
    }
}
