//! Everybody wants the same product, and nobody has it yet.

use std::time::Duration;

use data_patterns::cache::Statistics;
use tokio::time::sleep;

use crate::{
    backend::Backend,
    offer::Offer,
    report::{Failure, check, grouped},
    store::SlowStore,
    table::{Table, product},
    tasks::together,
};

const CALLERS: u64 = 1_000;

pub(crate) async fn of_thousands(table: &Table) -> Result<(), Failure> {
    println!("\nb. {} callers at once for one product that is not cached", grouped(CALLERS));
    let store = SlowStore::default();
    let (db, _) = store.node();
    let offers = || db.cache_statistics::<Offer>().unwrap_or_default();
    let name = |id| {
        let table = table.clone();
        move || {
            let table = table.clone();
            async move { Ok(product(&table, id).await?.id) }
        }
    };
    let offer = |id| {
        let offer = db.aggregate::<Offer>(id);
        move || {
            let offer = offer.clone();
            async move { Ok(offer.load().await?.product) }
        }
    };
    product::clear();
    for (id, gives_up) in [(0_u32, false), (1, true)] {
        let names = stampede(table.backend(), product::stats, name(id), gives_up).await?;
        let offers = stampede(store.backend(), offers, offer(id), gives_up).await?;
        let who =
            if gives_up { "the first, who began the load, gives up" } else { "all of them wait" };
        println!("   {who:<41} {names} read of the table, {offers} read of the store");
        check((names, offers) == (1, 1), || format!("{names} and {offers} reads for one product"))?;
    }
    Ok(())
}

/// How many reads it takes to answer everybody.
async fn stampede<F>(
    backend: &Backend,
    statistics: impl Fn() -> Statistics,
    ask: impl Fn() -> F,
    first_gives_up: bool,
) -> Result<u64, Failure>
where
    F: Future<Output = Result<u32, Failure>> + Send + 'static,
{
    let (reads, before) = (backend.reads(), statistics());
    // Nobody is answered before all have asked.
    let closed = backend.close().await;
    let first = tokio::spawn(ask());
    while statistics().loads == before.loads {
        sleep(Duration::from_millis(1)).await;
    }
    if first_gives_up {
        first.abort();
    }
    let others = tokio::spawn(together((1..CALLERS).map(|_| ask()).collect::<Vec<_>>()));
    while statistics().misses < before.misses + CALLERS {
        sleep(Duration::from_millis(1)).await;
    }
    drop(closed);
    let answered = others.await??.len() as u64;
    check(answered == CALLERS - 1, || format!("{answered} were answered"))?;
    match first.await {
        Ok(answer) => answer.map(drop)?,
        Err(gone) => check(first_gives_up && gone.is_cancelled(), || gone.to_string())?,
    }
    Ok(backend.reads() - reads)
}
