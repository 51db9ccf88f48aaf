//! One trace at one capacity: who hits how often, and who cheats.

use super::{
    arguments::{Arguments, JUDGED},
    contestants::{Column, Contestant, OURS, QUICK},
    expected::Facts,
    optimum::Future,
    recency::Distances,
    report::Report,
    trace::Trace,
};

/// So many points of hit ratio ours may be behind the better of exact LRU and quick_cache.
pub(crate) const TOLERATED: f64 = 2.0;

/// What came of one replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) hits: u64,
    /// The most entries seen at once.
    pub(crate) held: usize,
    /// Hits that answered the value of another key.
    pub(crate) wrong: u64,
}

/// Every miss is put, as by somebody who loads it.
pub(crate) fn replay(contestant: &mut dyn Contestant, trace: &Trace) -> Run {
    let mut run = Run::default();
    let pause = contestant.pause(trace.keys.len());
    for (i, key) in trace.keys.iter().enumerate() {
        match contestant.get(*key) {
            Some(value) => {
                run.hits += 1;
                run.wrong += u64::from(value != *key);
            }
            None => contestant.put(*key),
        }
        if i % pause == 0 {
            run.held = run.held.max(contestant.held());
        }
    }
    // What can be got is there, whatever a contestant says of itself.
    let there = (0..trace.distinct as u32).filter(|key| contestant.get(*key).is_some()).count();
    run.held = run.held.max(there);
    run
}

/// All who were compared on one trace at one capacity.
pub(crate) struct Row {
    pub(crate) trace: String,
    pub(crate) capacity: usize,
    pub(crate) accesses: usize,
    pub(crate) optimum: u64,
    pub(crate) lru: u64,
    pub(crate) runs: Vec<(&'static str, Vec<Run>)>,
}

pub(crate) fn rows(
    arguments: &Arguments,
    trace: &Trace,
    facts: Option<&Facts>,
    report: &mut Report,
) {
    let future = Future::of(&trace.keys, trace.distinct);
    let distances = Distances::of(&trace.keys, trace.distinct);
    for capacity in arguments.capacities(facts) {
        let run = |column: &Column| {
            let times = if column.random { arguments.repeat } else { 1 };
            let one = |_| replay((column.make)(capacity).as_mut(), trace);
            (column.name, (0..times).map(one).collect())
        };
        let row = Row {
            trace: trace.name.clone(),
            capacity,
            accesses: trace.keys.len(),
            optimum: future.hits(capacity),
            lru: distances.hits(capacity),
            runs: report.columns.iter().map(run).collect(),
        };
        report.faults.extend(row.faults(facts));
        report.row(&row);
    }
}

impl Row {
    pub(crate) fn percent(&self, hits: u64) -> f64 {
        hits as f64 * 100.0 / self.accesses.max(1) as f64
    }

    pub(crate) fn least(&self, name: &str) -> u64 {
        self.hits(name).min().unwrap_or_default()
    }

    pub(crate) fn most(&self, name: &str) -> u64 {
        self.hits(name).max().unwrap_or_default()
    }

    pub(crate) fn mean(&self, name: &str) -> u64 {
        self.hits(name).sum::<u64>() / (self.hits(name).count() as u64).max(1)
    }

    fn hits(&self, name: &str) -> impl Iterator<Item = u64> {
        let runs = self.runs.iter().filter(move |(n, _)| *n == name);
        runs.flat_map(|(_, runs)| runs.iter().map(|run| run.hits))
    }

    pub(crate) fn median(&self, name: &str) -> u64 {
        let mut hits: Vec<u64> = self.hits(name).collect();
        hits.sort_unstable();
        hits.get(hits.len().saturating_sub(1) / 2).copied().unwrap_or_default()
    }

    /// By how many points ours, in the median of its runs, is behind the better of the two that everybody knows.
    pub(crate) fn deficit(&self) -> f64 {
        let best = self.lru.max(self.mean(QUICK));
        self.percent(best) - self.percent(self.median(OURS))
    }

    pub(crate) fn judged(&self) -> bool {
        JUDGED.contains(&self.capacity)
    }

    pub(crate) fn faults(&self, facts: Option<&Facts>) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |what: String| {
            faults.push(format!("{} at {}: {what}", self.trace, self.capacity));
        };
        if let Some(said) = facts.and_then(|facts| facts.lru_hits.get(&self.capacity))
            && *said != self.lru
        {
            fault(format!("exact LRU has {} hits, not {said}", self.lru));
        }
        if self.lru > self.optimum {
            fault(format!("exact LRU has {} hits, the optimum {}", self.lru, self.optimum));
        }
        for (name, run) in self.runs.iter().flat_map(|(n, runs)| runs.iter().map(move |r| (*n, r)))
        {
            if name == OURS && run.held > self.capacity {
                fault(format!("{name} held {} entries", run.held));
            }
            if run.held <= self.capacity && run.hits > self.optimum {
                fault(format!("{name} has {} hits, the optimum {}", run.hits, self.optimum));
            }
            if run.wrong > 0 {
                fault(format!("{name} answered {} times the value of another key", run.wrong));
            }
        }
        if self.judged() && self.deficit() > TOLERATED {
            fault(format!("ours is {:.2} points behind", self.deficit()));
        }
        faults
    }
}
