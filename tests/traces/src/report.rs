//! The table, and the verdict under it.

use super::{
    contest::{Row, TOLERATED},
    contestants::{Column, OURS},
};

pub(crate) struct Report {
    pub(crate) columns: Vec<Column>,
    pub(crate) faults: Vec<String>,
    /// The worst deficit at the capacities that are judged, and where.
    worst: Option<(f64, String)>,
    spread: f64,
}

impl Report {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self { columns, faults: Vec::new(), worst: None, spread: 0.0 }
    }

    pub(crate) fn head(&self) {
        print!("{:<26}{:>9}{:>9}{:>9}", "hits in %", "capacity", "optimum", "LRU");
        self.columns.iter().for_each(|column| print!("{:>14}", column.name));
        println!("{:>14}{:>9}", "ours at most", "deficit");
    }

    pub(crate) fn row(&mut self, row: &Row) {
        let (optimum, lru) = (row.percent(row.optimum), row.percent(row.lru));
        print!("{:<26}{:>9}{optimum:>9.2}{lru:>9.2}", row.trace, row.capacity);
        for (name, runs) in &row.runs {
            // Of ours the worst run and, at the end, the best; it is judged by the median, as one run in hundreds has bad luck.
            let hits = if *name == OURS { row.least(name) } else { row.mean(name) };
            let over = runs.iter().any(|run| run.held > row.capacity);
            print!("{:>13.2}{}", row.percent(hits), if over { '!' } else { ' ' });
        }
        let (most, deficit) = (row.percent(row.most(OURS)), row.deficit());
        println!("{most:>13.2} {deficit:>8.2}");
        self.spread = self.spread.max(most - row.percent(row.least(OURS)));
        if row.judged() && self.worst.as_ref().is_none_or(|(worst, _)| deficit > *worst) {
            self.worst = Some((deficit, format!("{} at {}", row.trace, row.capacity)));
        }
    }

    pub(crate) fn finish(&self) {
        println!(
            "\n! held more entries than the capacity. Of repeated runs: ours at least and at most, deficit in the median; others on average."
        );
        println!("Repeated runs of ours lie at most {:.2} points apart.", self.spread);
        if let Some((worst, place)) = &self.worst {
            println!(
                "The worst deficit of ours against max(LRU, quick_cache) at 1,000 and 10,000: {worst:.2} points, {place} \
                 (tolerated: {TOLERATED:.1})."
            );
        }
        self.faults.iter().for_each(|fault| println!("FAULT: {fault}"));
    }
}
