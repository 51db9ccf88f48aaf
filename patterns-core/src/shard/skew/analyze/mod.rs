//! A candidate shard key, judged by a sample before it is adopted.

mod arrival;
mod compare;
mod display;
mod distinct;
mod moments;
#[cfg(test)]
mod tests;
mod verdict;

use arrival::Arrival;
pub use compare::{Comparison, compare};
use distinct::Distinct;
pub use distinct::KeyCount;
use moments::Moments;
pub use verdict::Suitability;

use super::{
    key_label::KeyLabel,
    placement::{Prediction, predict},
    space_saving::{Counted, SpaceSaving},
    text::ratio,
};
use crate::key::Place;

/// Predictions are made for 2^12 slots.
const SLOT_BITS: u8 = 12;
/// Keys counted one by one: all with more than 1/1,024 of the weight are.
const COUNTERS: usize = 1_024;
/// The heaviest keys that are listed.
const LISTED: usize = 10;

/// What a sample says of a candidate for a shard key. `Display` writes it for a terminal.
///
/// ```
/// use patterns_core::{key::ShardKey, shard::skew::{Analysis, Suitability}};
///
/// let countries = (0..10_000).map(|order| if order % 10 == 0 { "France" } else { "United Kingdom" });
/// let country = Analysis::of("country", countries.map(|key| (key, key.place(), 1)), 8);
/// assert_eq!(country.suitability, Suitability::Unfit);
/// assert_eq!(country.top[0].key, "United Kingdom");
///
/// let customers = (0..10_000_u32).map(|order| order * 7 % 5_000);
/// let customer = Analysis::of("customer", customers.map(|key| (key.to_string(), key.place(), 1)), 8);
/// assert_eq!(customer.suitability, Suitability::Good);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Analysis {
    /// The candidate.
    pub name: String,
    /// How many operations the sample has.
    pub observations: u64,
    /// What they weigh together.
    pub weight: u128,
    /// How many keys there are.
    pub keys: KeyCount,
    /// The ten heaviest keys, by what they weigh at least.
    pub top: Vec<TopKey>,
    /// The share of the weight whose key is the empty text, from 0 to 1.
    pub empty: f64,
    /// How the key follows the order of arrival: Spearman's rank correlation, from -1 (falls) over 0 (does not) to 1 (rises), in a random sample of
    /// 4,096 operations. Keys are ordered as numbers if all are numbers, else as texts. `None` if there is nothing to order.
    pub monotonicity: Option<f64>,
    /// The share of the heaviest key among 1,024 operations that follow each other, in the mean. Far above its share of the whole, one key after
    /// the other is hot.
    pub at_a_time: f64,
    /// How even 1, 2, 3 .. equal nodes would be, with 4,096 slots of the places.
    pub predictions: Vec<Prediction>,
    /// The verdict, for the largest number of nodes that was asked for.
    pub suitability: Suitability,
    /// Why, a sentence each, the gravest first.
    pub reasons: Vec<String>,
}

/// A heavy key.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TopKey {
    /// The key, as text.
    pub key: String,
    /// The least share of the weight it can have, from 0 to 1.
    pub least: f64,
    /// The most it can have.
    pub most: f64,
}

impl Analysis {
    /// Looks at operations in the order of their arrival: the key as text, its place, and a weight (1, or bytes, or what else a node is to share).
    /// Nulls are given as the empty text. Predicts for up to so many nodes, 1,024 at most.
    pub fn of<T: AsRef<str>>(
        name: &str,
        sample: impl IntoIterator<Item = (T, Place, u64)>,
        most_nodes: u32,
    ) -> Self {
        let mut analyzer = Analyzer::new(name);
        sample
            .into_iter()
            .for_each(|(key, place, weight)| analyzer.add(key.as_ref(), place, weight));
        analyzer.finish(most_nodes)
    }
}

/// Takes a sample operation by operation, for several candidates at once in one pass; see [`Analysis::of`].
///
/// It grows to some 3 MiB, however long the sample is.
#[derive(Debug)]
pub struct Analyzer {
    name: String,
    observations: u64,
    empty: u128,
    slots: Vec<u64>,
    distinct: Distinct,
    heavy: SpaceSaving<KeyLabel>,
    arrival: Arrival,
    moments: Moments,
}

impl Analyzer {
    /// Nothing seen yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            observations: 0,
            empty: 0,
            slots: vec![0; 1 << SLOT_BITS],
            distinct: Distinct::default(),
            heavy: SpaceSaving::new(COUNTERS),
            arrival: Arrival::default(),
            moments: Moments::default(),
        }
    }

    /// Takes one operation.
    pub fn add(&mut self, key: &str, place: Place, weight: u64) {
        self.observations += 1;
        self.distinct.add(place);
        self.heavy.add_with(&place, weight, || KeyLabel::new(place, key));
        self.moments.add(place, weight);
        if let Some(slot) = self.slots.get_mut(place.slot(SLOT_BITS) as usize) {
            *slot = slot.saturating_add(weight);
        }
        match key.is_empty() {
            true => self.empty = self.empty.saturating_add(weight.into()),
            false => self.arrival.add(|| KeyLabel::new(place, key)),
        }
    }

    /// What the sample says.
    pub fn finish(self, most_nodes: u32) -> Analysis {
        let mut heaviest = self.heavy.listed();
        heaviest.sort_by_key(|counted| core::cmp::Reverse(counted.least()));
        let largest = heaviest.first().map_or(0, Counted::least);
        let weight = self.heavy.total();
        let share = |part: u128| ratio(part as f64, weight as f64);
        let top = |counted: &Counted<KeyLabel>| TopKey {
            key: counted.key.text().to_owned(),
            least: share(counted.least().into()),
            most: share(counted.estimate.into()),
        };
        let analysis = Analysis {
            name: self.name,
            observations: self.observations,
            weight,
            keys: self.distinct.count(),
            top: heaviest.iter().take(LISTED).map(top).collect(),
            empty: share(self.empty),
            monotonicity: self.arrival.correlation(),
            at_a_time: self.moments.mean(),
            predictions: predict(&self.slots, largest, most_nodes),
            suitability: Suitability::Unknown,
            reasons: Vec::new(),
        };
        let (suitability, reasons) = verdict::judge(&analysis);
        Analysis { suitability, reasons, ..analysis }
    }
}
