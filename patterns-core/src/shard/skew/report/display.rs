//! A report as tables.

use core::fmt;

use super::{KeyShare, NodeShare, Report, SlotShare};
use crate::shard::skew::{
    placement::Prediction,
    text::{Table, grouped, percent},
};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "max/mean {:.2} on {} nodes, {} operations\n",
            self.imbalance,
            self.nodes.len(),
            grouped(self.total.operations())
        )?;
        write!(f, "{}", nodes(&self.nodes))?;
        if !self.slots.is_empty() {
            write!(f, "\n{}", slots(&self.slots))?;
        }
        if !self.keys.is_empty() {
            write!(f, "\n{}", keys(&self.keys))?;
        }
        writeln!(f, "\n{}", predictions(&self.predictions))?;
        self.advice.iter().try_for_each(|advised| writeln!(f, "* {advised}"))
    }
}

fn nodes(nodes: &[NodeShare]) -> Table {
    let mut table = Table::new(["node", "slots", "appends", "reads", "bytes", "fair shares"]);
    for NodeShare { node, slots, load, fair_shares } in nodes {
        let figures = [*slots as u64, load.appends, load.reads, load.bytes].map(grouped);
        table.row(
            [node.to_string()].into_iter().chain(figures).chain([format!("{fair_shares:.2}")]),
        );
    }
    table
}

fn slots(slots: &[SlotShare]) -> Table {
    let mut table =
        Table::new(["slot", "node", "appends", "reads", "bytes", "of mean", "fair shares"]);
    for SlotShare { slot, node, load, means, fair_shares } in slots {
        let figures = [load.appends, load.reads, load.bytes].map(grouped);
        let shares = [format!("{means:.1} x"), format!("{fair_shares:.2}")];
        table.row([slot.to_string(), node.to_string()].into_iter().chain(figures).chain(shares));
    }
    table
}

fn keys(keys: &[KeyShare]) -> Table {
    let mut table =
        Table::new(["key", "slot", "at least", "at most", "of its slot", "fair shares"]);
    for KeyShare { key, of_slot, fair_shares } in keys {
        let bounds = [key.least(), key.estimate].map(grouped);
        let shares = [percent(*of_slot), format!("{fair_shares:.2}")];
        table.row([key.key.clone(), key.slot.to_string()].into_iter().chain(bounds).chain(shares));
    }
    table
}

/// The predictions that a reader needs: few nodes one by one, then ever larger steps, and the last.
pub(in crate::shard::skew) fn predictions(predictions: &[Prediction]) -> Table {
    let mut table = Table::new(["nodes", "equal counts", "by load", "largest key"]);
    for prediction in
        predictions.iter().filter(|prediction| told(prediction.nodes, predictions.len()))
    {
        let figures = [prediction.equal_counts, prediction.load_aware, prediction.largest_key];
        table.row(
            [prediction.nodes.to_string()]
                .into_iter()
                .chain(figures.map(|figure| format!("{figure:.2}"))),
        );
    }
    table
}

/// Powers of two, half-way between them, and the last.
fn told(nodes: u32, most: usize) -> bool {
    nodes as usize == most
        || nodes.is_power_of_two()
        || (nodes.is_multiple_of(3) && (nodes / 3).is_power_of_two())
}
