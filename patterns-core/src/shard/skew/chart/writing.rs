//! A chart as text.

use core::fmt::Write;

use super::{Chart, Series, figure};
use crate::shard::skew::text::{columns_of, harmless, shown};

const NARROWEST: usize = 40;

impl Chart {
    /// The chart for a terminal of so many columns, at least 40: a line for each bar, in which `|` is the mean of its series.
    pub fn text(&self, columns: usize) -> String {
        let lines = self.lines();
        let widest = |of: fn(&Line) -> usize| lines.iter().map(of).max().unwrap_or(0);
        let (name, value) =
            (widest(|line| columns_of(&line.name)), widest(|line| line.figure.len()));
        let room = columns.max(NARROWEST).saturating_sub(name + value + 4).max(8);
        let mut text = format!("{} ({})\n", harmless(&self.title), harmless(&self.unit));
        for line in &lines {
            let space = " ".repeat(name - columns_of(&line.name));
            // Writing to a string does not fail.
            _ = writeln!(
                text,
                "{}{space}  {:>value$}  {}",
                line.name,
                line.figure,
                self.bar(line, room).trim_end()
            );
        }
        text
    }

    fn lines(&self) -> Vec<Line> {
        let bars = self.labels.iter().enumerate().flat_map(|(at, label)| {
            self.series.iter().filter_map(move |series| self.line(series, label, series.value(at)?))
        });
        bars.collect()
    }

    fn line(&self, series: &Series, label: &str, value: f64) -> Option<Line> {
        let name = match self.series.len() {
            1 => shown(label),
            _ => format!("{} {}", shown(label), shown(&series.name)),
        };
        Some(Line { name, figure: figure(value), value, mean: series.mean()? })
    }

    fn bar(&self, line: &Line, room: usize) -> String {
        let columns = |value: f64| match self.largest() > 0.0 {
            true => (value / self.largest() * (room - 1) as f64).round() as usize,
            false => 0,
        };
        let (length, mean) = (columns(line.value), columns(line.mean));
        let mark = |column| {
            if column == mean {
                '|'
            } else if column < length {
                '#'
            } else {
                ' '
            }
        };
        (0..room).map(mark).collect()
    }
}

struct Line {
    name: String,
    figure: String,
    value: f64,
    mean: f64,
}
