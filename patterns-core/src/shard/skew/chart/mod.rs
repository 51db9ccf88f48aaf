//! Bar charts of loads: as SVG for documents, as text for terminals.

mod svg;
#[cfg(test)]
mod tests;
mod ticks;
mod writing;

use super::text::grouped;

/// A bar chart: labels along an axis, at each a bar for every series, and the mean of every series.
///
/// ```
/// use patterns_core::shard::skew::Chart;
///
/// let chart = Chart::new("Load of nodes", "operations a second")
///     .series("before", &[("a", 900.0), ("b", 100.0)])
///     .series("after", &[("a", 510.0), ("b", 490.0)]);
/// assert!(chart.svg().starts_with("<svg"));
/// println!("{}", chart.text(80));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Chart {
    title: String,
    unit: String,
    labels: Vec<String>,
    series: Vec<Series>,
}

#[derive(Clone, Debug)]
struct Series {
    name: String,
    /// One for each label of the chart, as far as there is one.
    values: Vec<Option<f64>>,
}

impl Chart {
    /// A chart without bars. The unit is written at the axis of values.
    pub fn new(title: &str, unit: &str) -> Self {
        Self { title: title.to_owned(), unit: unit.to_owned(), ..Self::default() }
    }

    /// Adds a group of bars, such as "before" or "after". Values of equal labels stand side by side. What is negative or no
    /// number is drawn as 0. The legend has room for four groups.
    #[must_use]
    pub fn series(mut self, name: &str, bars: &[(impl AsRef<str>, f64)]) -> Self {
        let mut values = vec![None; self.labels.len()];
        for (label, value) in bars {
            let at = self.at(label.as_ref());
            values.resize(self.labels.len(), None);
            if let Some(of_label) = values.get_mut(at) {
                *of_label = Some(drawable(*value));
            }
        }
        self.series.push(Series { name: name.to_owned(), values });
        self
    }

    fn at(&mut self, label: &str) -> usize {
        self.labels.iter().position(|known| known == label).unwrap_or_else(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        })
    }

    fn largest(&self) -> f64 {
        self.series.iter().flat_map(|series| &series.values).flatten().copied().fold(0.0, f64::max)
    }
}

impl Series {
    fn value(&self, label: usize) -> Option<f64> {
        self.values.get(label).copied().flatten()
    }

    /// The mean of what there is; none of nothing.
    fn mean(&self) -> Option<f64> {
        let values = || self.values.iter().flatten();
        let count = values().count() as f64;
        (count > 0.0).then(|| values().map(|value| value / count).sum())
    }
}

/// So that no round number above it is beyond all numbers.
const LARGEST: f64 = 1e300;

fn drawable(value: f64) -> f64 {
    if value > 0.0 { value.min(LARGEST) } else { 0.0 }
}

/// A value as text: whole numbers in groups of thousands, others with two digits.
fn figure(value: f64) -> String {
    if value >= 1e15 {
        format!("{value:.2e}")
    } else if value >= 1_000.0 || value.fract() == 0.0 {
        grouped(value.round() as u64)
    } else {
        format!("{value:.2}")
    }
}
