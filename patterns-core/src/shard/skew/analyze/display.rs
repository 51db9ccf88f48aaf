//! An analysis for a terminal.

use core::fmt;

use super::{Analysis, TopKey};
use crate::shard::skew::{
    report::predictions,
    text::{Table, grouped, percent, shown},
};

impl fmt::Display for Analysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {}, by {} operations\n",
            shown(&self.name),
            self.suitability,
            grouped(self.observations)
        )?;
        self.reasons.iter().try_for_each(|reason| writeln!(f, "* {reason}"))?;
        let mut figures = Table::new(["keys", &self.keys.to_string()]);
        for (name, figure) in figures_of(self) {
            figures.row([name.to_owned(), figure]);
        }
        write!(f, "\n{figures}\n{}\n{}", top(&self.top), predictions(&self.predictions))
    }
}

/// What there is a figure for, whatever the number of nodes.
pub(super) fn figures_of(analysis: &Analysis) -> [(&'static str, String); 4] {
    let correlation =
        analysis.monotonicity.map_or("-".into(), |correlation| format!("{correlation:.2}"));
    [
        ("heaviest key", percent(analysis.top.first().map_or(0.0, |top| top.least))),
        ("heaviest at a time", percent(analysis.at_a_time)),
        ("empty", percent(analysis.empty)),
        ("follows time", correlation),
    ]
}

fn top(top: &[TopKey]) -> Table {
    let mut table = Table::new(["key", "at least", "at most"]);
    for TopKey { key, least, most } in top {
        table.row([
            if key.is_empty() { "(empty)".into() } else { key.clone() },
            percent(*least),
            percent(*most),
        ]);
    }
    table
}
