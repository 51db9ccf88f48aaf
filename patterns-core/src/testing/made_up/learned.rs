//! What the refusals so far have taught about a type.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    refusal::{Kind, Refusal},
    source::Seen,
};

/// Holds for all values of a type.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Names that stand for a field that has another one as well, with those of their struct.
    aliases: BTreeSet<(&'static [&'static str], &'static str)>,
    /// The names of fields at places that do not tell them.
    names: BTreeMap<String, Vec<&'static str>>,
    /// The names of variants, likewise.
    variants: BTreeMap<String, &'static [&'static str]>,
    /// The kinds of values that are taken at places that do not tell what they take.
    kinds: BTreeMap<String, Vec<Kind>>,
}

/// What has been learned while one value is made up.
#[derive(Debug, Default)]
pub(super) struct Learned {
    pub(super) facts: Arc<Facts>,
    /// How often each decision has been made otherwise.
    refused: Vec<usize>,
    /// A kind of value that is tried at a place.
    trying: Option<(String, Kind)>,
    /// The name that was added last, and the place.
    added: Option<(&'static str, String)>,
}

impl Facts {
    pub(super) fn is_alias(&self, of: &'static [&'static str], name: &'static str) -> bool {
        self.aliases.contains(&(of, name))
    }

    pub(super) fn is_open(&self, place: &str) -> bool {
        self.names.contains_key(place)
    }

    pub(super) fn names_at(&self, place: &str) -> Vec<&'static str> {
        self.names.get(place).cloned().unwrap_or_default()
    }

    pub(super) fn variants_at(&self, place: &str) -> &'static [&'static str] {
        self.variants.get(place).copied().unwrap_or_default()
    }

    /// Places, with the kinds of values that nobody knows whether they are taken there.
    pub(super) fn unknown_kinds(&self) -> Vec<(String, Kind)> {
        let unknown = |(place, known): (&String, &Vec<Kind>)| {
            let others = Kind::ALL.into_iter().filter(|kind| !known.contains(kind));
            others.map(|kind| (place.clone(), kind)).collect::<Vec<_>>()
        };
        self.kinds.iter().flat_map(unknown).collect()
    }

    fn remove(&mut self, name: &str, place: &str) {
        if let Some(names) = self.names.get_mut(place) {
            names.retain(|other| *other != name);
        }
    }
}

impl Learned {
    pub(super) fn knowing(facts: Arc<Facts>) -> Self {
        Self { facts, ..Self::default() }
    }

    pub(super) fn refused(&self, decision: usize) -> usize {
        self.refused.get(decision).copied().unwrap_or_default()
    }

    /// With this kind of value at this place, if it is asked for.
    pub(super) fn trying(facts: Arc<Facts>, place: String, kind: Kind) -> Self {
        Self { trying: Some((place, kind)), ..Self::knowing(facts) }
    }

    pub(super) fn kinds_at(&self, place: &str) -> Vec<Kind> {
        match &self.trying {
            Some((tried, kind)) if tried == place => vec![*kind],
            _ => self.facts.kinds.get(place).cloned().unwrap_or_default(),
        }
    }

    /// A value was made up: whatever was taken on the way is taken always.
    pub(super) fn succeed(mut self, seen: Seen) -> Arc<Facts> {
        let facts = Arc::make_mut(&mut self.facts);
        for (place, kind) in seen.kinds {
            let kinds = facts.kinds.entry(place).or_default();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        self.facts
    }

    /// Takes a refusal in; answers whether another try makes sense.
    pub(super) fn learn(&mut self, refusal: Refusal, seen: &Seen) -> bool {
        let facts = Arc::make_mut(&mut self.facts);
        let added = self.added.take();
        let value = matches!(refusal, Refusal::Said(_));
        let learned = match refusal {
            Refusal::Endless | Refusal::Stored(..) => return false,
            Refusal::Twice => seen.named.is_some_and(|named| facts.aliases.insert(named)),
            Refusal::Nameless => facts.names.insert(seen.place(), Vec::new()).is_none(),
            Refusal::Variants(names) => {
                !names.is_empty() && facts.variants.insert(seen.place(), names) != Some(names)
            }
            Refusal::Missing(name) => self.learn_name(name, added, seen),
            Refusal::Unknown(unknown) => added
                .filter(|(name, _)| *name == unknown)
                .is_some_and(|added| self.learn_name(added.0, Some(added), seen)),
            Refusal::Kind(_) | Refusal::Said(_) => false,
        };
        learned || self.decide_otherwise(seen, value)
    }

    /// The name belongs to one of the places that do not tell their names, at or within the one that was refused; to the last of them unless
    /// that was tried just now, in vain.
    fn learn_name(
        &mut self,
        name: &'static str,
        added: Option<(&'static str, String)>,
        seen: &Seen,
    ) -> bool {
        let refused = seen.place();
        let mut within = seen.open.iter().rev().filter(|place| is_within(place, &refused));
        if let Some((_, wrong)) = added.filter(|(last, _)| *last == name) {
            Arc::make_mut(&mut self.facts).remove(name, &wrong);
            within.by_ref().find(|place| **place == wrong);
        }
        let place = within.find(|place| !self.facts.names_at(place).contains(&name));
        let Some(place) = place else { return false };
        Arc::make_mut(&mut self.facts).names.entry(place.clone()).or_default().push(name);
        self.added = Some((name, place.clone()));
        true
    }

    /// Counts on like an odometer: the last decision first, and those before it when its alternatives are used up. Other values help only
    /// against the refusal of a `value`; and if all that a type has were refused, values elsewhere do not help, but only decisions that may
    /// leave the type out.
    fn decide_otherwise(&mut self, seen: &Seen, value: bool) -> bool {
        self.refused.resize(seen.decisions.len(), 0);
        for (distance, decision) in seen.decisions.iter().rev().enumerate() {
            let helps = value && (distance == 0 || !seen.refused_a_value());
            if let Some(last) = self.refused.last_mut()
                && *last + 1 < decision.alternatives
                && (helps || decision.of_parts)
            {
                *last += 1;
                return true;
            }
            self.refused.pop();
        }
        false
    }
}

fn is_within(place: &str, of: &str) -> bool {
    let rest = place.strip_prefix(of);
    of.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
