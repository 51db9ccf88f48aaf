//! The same clients under schedulers that others wrote: at random, and by random priorities that change a few times.
//!
//! S. Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use shuttle::{
    Config, Runner,
    future::{block_on, spawn, yield_now},
    scheduler::{PctScheduler, RandomScheduler, Scheduler},
    sync::atomic::{AtomicBool, Ordering::SeqCst},
};

use super::{
    protocol::{Kind, Protocol},
    script::{Pauses, client},
    site::{Programs, Site},
};
use crate::cache::{Background, Task};

#[derive(Clone, Debug)]
struct Shuttled;

impl Background for Shuttled {
    fn run(&self, task: Task) {
        drop(spawn(task));
    }
}

/// What was found, and how it came to that.
pub(super) type Found = BTreeMap<Kind, String>;

/// How often priorities change in a run.
pub(super) const CHANGES: usize = 4;

pub(super) fn at_random(protocol: Protocol, programs: Programs, seed: u64, count: usize) -> Found {
    run(RandomScheduler::new_from_seed(seed, count), protocol, programs)
}

pub(super) fn by_priority(
    protocol: Protocol,
    programs: Programs,
    seed: u64,
    count: usize,
) -> Found {
    run(PctScheduler::new_from_seed(seed, CHANGES, count), protocol, programs)
}

/// Others may come in between, without the client giving way: that would even out priorities.
async fn switch() {
    AtomicBool::new(false).store(true, SeqCst);
}

const PAUSES: Pauses = Pauses { client: || Box::pin(switch()), load: || Box::pin(yield_now()) };

fn run(scheduler: impl Scheduler + 'static, protocol: Protocol, programs: Programs) -> Found {
    let found = Arc::new(Mutex::new(Found::new()));
    let results = Arc::clone(&found);
    // A deadlock, which is somebody who waits for ever, panics with the schedule.
    Runner::new(scheduler, Config::default()).run(move || {
        let site = Site::new(protocol, programs, Shuttled);
        site.record().trace = Some(Vec::new());
        let clients: Vec<_> =
            (0..programs.len()).map(|me| spawn(client(Arc::clone(&site), me, PAUSES))).collect();
        let others = spawn(backplane(Arc::clone(&site)));
        let evictor = spawn(evict(Arc::clone(&site)));
        for task in clients.into_iter().chain([others, evictor]) {
            block_on(task).unwrap();
        }
        while site.loads() {
            block_on(yield_now());
        }
        site.judge_moment();
        site.judge_rest();
        let mut record = site.record();
        let story = record.trace.take().unwrap_or_default().join("; ");
        for kind in &record.found {
            results.lock().unwrap().entry(*kind).or_insert_with(|| story.clone());
        }
    });
    Arc::into_inner(found).unwrap().into_inner().unwrap()
}

/// Delivers, in any order, whatever is not lost.
async fn backplane(site: Arc<Site>) {
    let writes = site.writes();
    for _ in 0..3 * writes {
        switch().await;
        let messages: Vec<_> = site.record().messages.iter().copied().collect();
        let choice =
            shuttle::rand::Rng::gen_range(&mut shuttle::rand::thread_rng(), 0..=messages.len());
        if let Some((node, version)) = messages.get(choice) {
            site.deliver(*node, *version);
            site.judge_moment();
        }
    }
}

async fn evict(site: Arc<Site>) {
    for _ in 0..3 {
        switch().await;
        let node = shuttle::rand::Rng::gen_range(&mut shuttle::rand::thread_rng(), 0..2);
        if !site.record().evicted && site.cached(node).is_some() {
            site.evict(node);
        }
    }
}
