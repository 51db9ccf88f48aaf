//! Customers who come all the time: drawn from all people, each as likely, by several writers.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use data_patterns::prelude::*;

use crate::{customer::Customer, names::Names, report::Failure};

/// Writers that wait at the same time share one sync of the disk.
const WRITERS: u64 = 16;
/// So often a customer looks at the account before buying.
const LOOKS: usize = 3;

/// A customer leaves, the next one comes: the cluster is busy, and not drowned, so that moves have something to run on.
const BETWEEN: Duration = Duration::from_millis(4);

/// The acknowledged commands of each customer: index of the name, and number.
pub(crate) type Acknowledged = BTreeMap<(u32, u32), u64>;

/// What is shared with the writers.
pub(crate) struct Traffic<'a> {
    db: &'a Database,
    names: &'a Names,
    stop: AtomicBool,
    done: AtomicU64,
    waits: Mutex<Vec<Duration>>,
}

impl<'a> Traffic<'a> {
    pub(crate) fn new(db: &'a Database, names: &'a Names) -> Self {
        let (stop, done, waits) = (AtomicBool::new(false), AtomicU64::new(0), Mutex::default());
        Self { db, names, stop, done, waits }
    }

    /// Runs the writers as long as `operate` does. Answers what they had acknowledged.
    pub(crate) fn during(
        &self,
        operate: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Acknowledged, Failure> {
        thread::scope(|scope| {
            let writer = |seed| move || pollster::block_on(self.write(seed));
            let writers: Vec<_> = (0..WRITERS).map(|seed| scope.spawn(writer(seed))).collect();
            let operated = operate();
            self.stop.store(true, Relaxed);
            let mut all = Acknowledged::new();
            for writer in writers {
                let own = writer.join().unwrap_or(Err("a writer died".into()))?;
                own.into_iter().for_each(|(who, times)| *all.entry(who).or_default() += times);
            }
            operated.map(|()| all)
        })
    }

    /// Buys until told to stop. The first command that fails ends all.
    async fn write(&self, seed: u64) -> Result<Acknowledged, Failure> {
        let (mut random, mut acknowledged) = (fastrand::Rng::with_seed(seed), Acknowledged::new());
        while !self.stop.load(Relaxed) {
            let (name, number) = self.names.draw(&mut random);
            let begin = Instant::now();
            let bought = self.buy(name, number, random.u64(1..10_000)).await;
            self.waits().push(begin.elapsed());
            if let Err(failure) = bought {
                self.stop.store(true, Relaxed);
                return Err(failure);
            }
            *acknowledged.entry((name, number)).or_default() += 1;
            self.done.fetch_add(1, Relaxed);
            thread::sleep(BETWEEN);
        }
        Ok(acknowledged)
    }

    async fn buy(&self, name: u32, number: u32, pence: u64) -> Result<(), Failure> {
        let customer = self.db.aggregate::<Customer>((self.names.name(name).to_owned(), number));
        for _ in 0..LOOKS {
            customer.load().await?;
        }
        customer.buy(pence).await?;
        Ok(())
    }

    fn waits(&self) -> std::sync::MutexGuard<'_, Vec<Duration>> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long each customer was there since this was last asked.
    pub(crate) fn take_waits(&self) -> Vec<Duration> {
        core::mem::take(&mut *self.waits())
    }

    /// Waits for so many more commands; fewer only when a writer has failed.
    pub(crate) fn await_commands(&self, more: u64) {
        let enough = self.done.load(Relaxed) + more;
        while self.done.load(Relaxed) < enough && !self.stop.load(Relaxed) {
            thread::sleep(Duration::from_millis(10));
        }
    }
}
