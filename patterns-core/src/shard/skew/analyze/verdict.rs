//! Whether a candidate will do.

use core::fmt;

use super::{Analysis, TopKey};
use crate::shard::skew::{
    placement::{Prediction, tolerance},
    text::{grouped, percent, shown},
};

/// Fewer keys a node than this leave placement little choice.
const KEYS_PER_NODE: u64 = 10;
/// A correlation from which a key counts as following the time.
const FOLLOWS: f64 = 0.7;
/// A share of a short time from which one node works while the others wait.
const AT_A_TIME: f64 = 0.5;
/// More weight than this without a key is worth a thought.
const EMPTY: f64 = 0.01;

/// How well a candidate would do as a shard key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Suitability {
    /// Nothing speaks against it.
    Good,
    /// It will do, if the reasons are minded.
    Fair,
    /// It makes a hot spot that no placement removes.
    Unfit,
    /// There is nothing to judge by.
    Unknown,
}

impl fmt::Display for Suitability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Unfit => "unfit",
            Self::Unknown => "unknown",
        })
    }
}

type Finding = (Suitability, String);

/// The gravest of all findings, and the sentences, the gravest first.
pub(super) fn judge(analysis: &Analysis) -> (Suitability, Vec<String>) {
    let Some(last) = analysis.predictions.last().filter(|_| analysis.weight > 0) else {
        return (Suitability::Unknown, vec!["the sample holds no load".into()]);
    };
    let tolerance = tolerance(analysis.observations as f64 / f64::from(last.nodes));
    let rules = [hot_key, one_at_a_time, few_keys, uneven, empty, follows];
    let mut findings: Vec<_> =
        rules.iter().filter_map(|rule| rule(analysis, last, tolerance)).collect();
    if findings.iter().all(|(suitability, _)| *suitability == Suitability::Good) {
        findings.insert(0, (Suitability::Good, even(analysis, last)));
    }
    findings.sort_by_key(|(suitability, _)| core::cmp::Reverse(*suitability));
    let suitability = findings.first().map_or(Suitability::Good, |(suitability, _)| *suitability);
    (suitability, findings.into_iter().map(|(_, sentence)| sentence).collect())
}

fn even(analysis: &Analysis, last: &Prediction) -> String {
    let heaviest = analysis.top.first().map_or(0.0, |top| top.least);
    format!(
        "{} keys, of which the heaviest bears {}: the fullest of {} nodes bears {:.2} fair shares by equal counts, {:.2} by load",
        analysis.keys,
        percent(heaviest),
        last.nodes,
        last.equal_counts,
        last.load_aware
    )
}

fn hot_key(analysis: &Analysis, last: &Prediction, tolerance: f64) -> Option<Finding> {
    let TopKey { key, least, .. } = analysis.top.first()?;
    (last.largest_key > tolerance).then(|| {
        let sentence = format!(
            "a hot spot: {} alone bears {} of the load, {:.2} fair shares of {} nodes, which no placement removes; {}",
            named(key), percent(*least), last.largest_key, last.nodes, useful(*least)
        );
        (Suitability::Unfit, sentence)
    })
}

fn named(key: &str) -> String {
    if key.is_empty() { "the empty key".into() } else { format!("`{}`", shown(key)) }
}

fn useful(share: f64) -> String {
    match (1.0 / share).floor() as u64 {
        0 | 1 => "a second node hardly helps".into(),
        nodes => format!("more than {} nodes do not help", grouped(nodes)),
    }
}

fn one_at_a_time(analysis: &Analysis, last: &Prediction, _: f64) -> Option<Finding> {
    let overall = analysis.top.first().map_or(0.0, |top| top.most);
    let turns =
        last.nodes > 1 && analysis.at_a_time >= AT_A_TIME && analysis.at_a_time > 2.0 * overall;
    turns.then(|| {
        let share = percent(analysis.at_a_time);
        (Suitability::Unfit, format!("one key after the other bears {share} of all for a while: one node works while the others wait"))
    })
}

fn few_keys(analysis: &Analysis, last: &Prediction, _: f64) -> Option<Finding> {
    let (keys, nodes) = (analysis.keys.value(), u64::from(last.nodes));
    let found = |suitability, what| {
        Some((suitability, format!("{} keys {what} {nodes} nodes", analysis.keys)))
    };
    match keys {
        _ if nodes == 1 => None,
        _ if keys < nodes => found(Suitability::Unfit, "cannot occupy"),
        _ if keys < nodes * KEYS_PER_NODE => found(Suitability::Fair, "are few to spread over"),
        _ => None,
    }
}

fn uneven(_: &Analysis, last: &Prediction, tolerance: f64) -> Option<Finding> {
    let Prediction { nodes, equal_counts, load_aware, largest_key } = last;
    let fullest = format!("the fullest of {nodes} nodes bears");
    if *load_aware > tolerance && *largest_key <= tolerance {
        return Some((
            Suitability::Fair,
            format!("{fullest} {load_aware:.2} fair shares even when slots are placed by load"),
        ));
    }
    let placed = *equal_counts > tolerance.max(1.25) && *load_aware <= tolerance;
    placed.then(|| (Suitability::Fair, format!("{fullest} {equal_counts:.2} fair shares by equal counts: place slots by load, which makes it {load_aware:.2}")))
}

fn empty(analysis: &Analysis, last: &Prediction, _: f64) -> Option<Finding> {
    (analysis.empty > EMPTY && last.nodes > 1).then(|| {
        (
            Suitability::Fair,
            format!(
                "{} of the load has an empty key, and all of it lies in one place",
                percent(analysis.empty)
            ),
        )
    })
}

/// Harmless for hashed keys, so it makes no candidate worse.
fn follows(analysis: &Analysis, _: &Prediction, _: f64) -> Option<Finding> {
    let correlation = analysis.monotonicity.filter(|correlation| correlation.abs() >= FOLLOWS)?;
    let way = if correlation > 0.0 { "rises" } else { "falls" };
    Some((
        Suitability::Good,
        format!(
            "it {way} with time ({correlation:.2}): hash it, since of ranges the newest would take all appends"
        ),
    ))
}
