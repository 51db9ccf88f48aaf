//! The same requests with and without the cache.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use data_patterns::cache::{ReadMode, Statistics};
use tokio::task::yield_now;

use crate::{
    backend::{Backend, WAY},
    offer::Offer,
    report::{Failure, check, grouped},
    requests::{Bounds, bounds, zipf},
    store::SlowStore,
    table::{PRODUCTS, Table, product},
    tasks::together,
};

const REQUESTS: usize = 20_000;
const CALLERS: u64 = 64;

/// Prints what callers wait for, and what reaches the store; answers what the cache of the offers has done.
pub(crate) async fn measure(table: &Table) -> Result<Statistics, Failure> {
    let requests: Arc<[u32]> = zipf(PRODUCTS, REQUESTS).into();
    let bounds = bounds(&requests, CALLERS);
    println!(
        "a. {} requests for {} products, by Zipf's law, from {CALLERS} callers; a read takes {WAY:?} or more",
        grouped(REQUESTS as u64),
        grouped(bounds.distinct)
    );
    println!("   {:<30} {:>9} {:>9} {:>8} {:>11}  hits", "", "median", "p99", "reads", "per 1,000");

    names(table, &requests, bounds).await?;
    let statistics = offers(&requests, bounds).await?;
    println!(
        "   every product was read once, and between {:.0} % and {:.0} % of such requests must be hits",
        bounds.least * 100.0,
        bounds.most * 100.0
    );
    Ok(statistics)
}

async fn names(table: &Table, requests: &Arc<[u32]>, bounds: Bounds) -> Result<(), Failure> {
    let uncached = table.clone();
    let without = serve(requests, table.backend(), move |id| {
        let table = uncached.clone();
        async move { Ok(table.read(id).await?.id) }
    });
    without.await?.print("table, without a cache", None);

    let cached = table.clone();
    let ask = move |id| {
        let table = cached.clone();
        async move { Ok(product(&table, id).await?.id) }
    };
    let cold = serve(requests, table.backend(), ask.clone()).await?;
    let hits = product::stats().hit_ratio();
    cold.print("table, #[cached] function", Some(hits));
    cold.check(hits, bounds)?;

    product::clear();
    let warmed = product::warm(table, 0..PRODUCTS).await;
    check(warmed.loaded == u64::from(PRODUCTS), || format!("warming up has failed: {warmed:?}"))?;
    let warm = serve(requests, table.backend(), ask).await?;
    warm.print("the same, warmed up before", Some(1.0));
    check(warm.reads == 0, || format!("{} products were read that were there", warm.reads))
}

async fn offers(requests: &Arc<[u32]>, bounds: Bounds) -> Result<Statistics, Failure> {
    let store = SlowStore::default();
    // A node each, as even who insists on the store leaves in the cache what was read.
    let ((insisting, _), (cached, _)) = (store.node(), store.node());
    let without = serve(requests, store.backend(), move |id| {
        let offer = insisting.aggregate::<Offer>(id);
        async move { Ok(offer.load_with(ReadMode::Strong).await?.product) }
    });
    without.await?.print("offers, read from the store", None);

    let db = cached.clone();
    let cold = serve(requests, store.backend(), move |id| {
        let offer = db.aggregate::<Offer>(id);
        async move { Ok(offer.load().await?.product) }
    });
    let cold = cold.await?;
    let statistics = cached.cache_statistics::<Offer>().unwrap_or_default();
    cold.print("offers, #[cached] aggregate", Some(statistics.hit_ratio()));
    cold.check(statistics.hit_ratio(), bounds)?;
    Ok(statistics)
}

/// What it took to serve all requests.
struct Served {
    /// How long each of them waited, shortest first.
    waits: Vec<Duration>,
    reads: u64,
}

/// Callers take the requests in turn, each the next when it has been answered. `ask` answers the product that it got.
async fn serve<A, F>(requests: &Arc<[u32]>, backend: &Backend, ask: A) -> Result<Served, Failure>
where
    A: Fn(u32) -> F + Clone + Send + 'static,
    F: Future<Output = Result<u32, Failure>> + Send,
{
    let (before, next) = (backend.reads(), Arc::new(AtomicUsize::new(0)));
    let caller = |_| {
        let (requests, next, ask) = (Arc::clone(requests), Arc::clone(&next), ask.clone());
        async move {
            let mut waits = Vec::new();
            while let Some(id) = requests.get(next.fetch_add(1, Relaxed)) {
                let begin = Instant::now();
                let answer = ask(*id).await?;
                waits.push(begin.elapsed());
                check(answer == *id, || format!("asked for {id}, answered {answer}"))?;
                // One who only hits never waits, and would keep others from their turn.
                yield_now().await;
            }
            Ok(waits)
        }
    };
    let mut waits = together((0..CALLERS).map(caller)).await?.concat();
    waits.sort_unstable();
    Ok(Served { waits, reads: backend.reads() - before })
}

impl Served {
    fn print(&self, what: &str, hits: Option<f64>) {
        let at = |percent| {
            let wait = self.waits.get(self.waits.len() * percent / 100);
            wait.copied().unwrap_or_default()
        };
        println!(
            "   {what:<30} {:>9.1?} {:>9.1?} {:>8} {:>11}  {}",
            at(50),
            at(99),
            grouped(self.reads),
            grouped(self.reads * 1_000 / REQUESTS as u64),
            hits.map_or_else(|| "none".into(), |hits| format!("{:.1} %", hits * 100.0))
        );
    }

    fn check(&self, hits: f64, bounds: Bounds) -> Result<(), Failure> {
        let (reads, products) = (self.reads, bounds.distinct);
        check(reads == products, || format!("{reads} reads for {products} products"))?;
        let possible = bounds.least..=bounds.most;
        check(possible.contains(&hits), || format!("a hit ratio of {hits}, not in {possible:?}"))
    }
}
