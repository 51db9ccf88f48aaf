//! Candidates side by side.

use core::fmt;

use super::{Analysis, display::figures_of};
use crate::shard::skew::{
    placement::Prediction,
    text::{Table, grouped, shown},
};

/// Candidates side by side; `Display` writes them as a table.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a>(&'a [Analysis]);

/// Puts candidates side by side.
pub fn compare(candidates: &[Analysis]) -> Comparison<'_> {
    Comparison(candidates)
}

impl<'a> Comparison<'a> {
    /// The candidate to take: of the most suitable ones that with the least peak by load, then by equal counts. None if nothing is known of any.
    pub fn best(&self) -> Option<&'a Analysis> {
        let known = self.0.iter().filter(|candidate| candidate.weight > 0);
        known.min_by(|a, b| {
            a.suitability.cmp(&b.suitability).then_with(|| peaks(a).total_cmp(&peaks(b)))
        })
    }
}

/// By load first: a hundredth more there outweighs any difference by equal counts.
fn peaks(candidate: &Analysis) -> f64 {
    let peaks =
        |last: &Prediction| (last.load_aware * 100.0).round() * 10_000.0 + last.equal_counts;
    candidate.predictions.last().map_or(f64::INFINITY, peaks)
}

impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(
            [""].into_iter().chain(self.0.iter().map(|candidate| candidate.name.as_str())),
        );
        let mut row = |name: &str, of: &dyn Fn(&Analysis) -> String| {
            table.row([name.to_owned()].into_iter().chain(self.0.iter().map(of)));
        };
        row("operations", &|candidate| grouped(candidate.observations));
        row("keys", &|candidate| candidate.keys.to_string());
        for number in 0..4 {
            let figure = |candidate: &Analysis| figures_of(candidate).into_iter().nth(number);
            let name = self.0.first().and_then(figure).map_or("", |(name, _)| name);
            row(name, &|candidate| figure(candidate).map_or(String::new(), |(_, figure)| figure));
        }
        row("nodes", &|candidate| last(candidate, |last| last.nodes.to_string()));
        row("max/mean, equal counts", &|candidate| {
            last(candidate, |last| format!("{:.2}", last.equal_counts))
        });
        row("max/mean, by load", &|candidate| {
            last(candidate, |last| format!("{:.2}", last.load_aware))
        });
        row("verdict", &|candidate| candidate.suitability.to_string());
        write!(f, "{table}")?;
        self.0.iter().try_for_each(|candidate| reasons(f, candidate))
    }
}

fn last(candidate: &Analysis, of: impl Fn(&Prediction) -> String) -> String {
    candidate.predictions.last().map_or(String::new(), of)
}

fn reasons(f: &mut fmt::Formatter<'_>, candidate: &Analysis) -> fmt::Result {
    candidate
        .reasons
        .iter()
        .try_for_each(|reason| write!(f, "\n{}: {reason}", shown(&candidate.name)))?;
    writeln!(f)
}
