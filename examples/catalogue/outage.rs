//! The store is down. Minutes pass in an instant, because the clock of the cache is set by hand.

use std::time::Duration;

use data_patterns::{
    cache::{Clock, Freshness, Moment, ReadMode, StaleReason, Statistics},
    prelude::*,
};

use crate::{
    offer::{Offer, OfferHandle},
    report::{Failure, check, grouped},
    store::SlowStore,
    tasks::together,
};

const SECOND: Duration = Duration::from_secs(1);
/// As declared for [`Offer`].
const TIME_TO_LIVE: Duration = Duration::from_secs(60);
const GRACE: Duration = Duration::from_secs(5 * 60);

type Answer = Result<Versioned<Offer>, LoadError>;

pub(crate) async fn survive() -> Result<Statistics, Failure> {
    println!(
        "\nd. The store goes down; an offer lives for {TIME_TO_LIVE:?}, with a grace of {GRACE:?}"
    );
    let store = SlowStore::default();
    let (db, clock) = store.node();
    let day = Day { begin: clock.now(), clock, offer: db.aggregate::<Offer>(1) };
    day.offer.price(4_990).await?;
    day.offer.stock(12).await?;
    day.offer.sell().await?;
    day.says("the store is up", &day.offer.load().await)?;

    store.backend().set_down(true);
    day.passes(TIME_TO_LIVE / 2);
    is_cached(day.says("it is down", &day.offer.load().await)?)?;
    day.passes(TIME_TO_LIVE / 2);
    throttled(&day, &store).await?;
    let strong = day.says("who must be sure", &day.offer.load_with(ReadMode::Strong).await);
    check(strong.is_err(), || "a strong read was answered while the store was down".into())?;

    store.backend().set_down(false);
    day.passes(SECOND);
    is_fresh(day.says("it is back", &day.offer.load().await)?)?;

    store.backend().set_down(true);
    day.passes(TIME_TO_LIVE + GRACE - SECOND);
    is_stale(day.says("down again, within the grace", &day.offer.load().await)?)?;
    day.passes(2 * SECOND);
    let beyond = day.says("beyond the grace", &day.offer.load().await);
    check(beyond.is_err(), || "an offer was served beyond the grace".into())?;
    store.backend().set_down(false);
    is_fresh(day.says("it is back", &day.offer.load().await)?)?;
    Ok(db.cache_statistics::<Offer>().unwrap_or_default())
}

/// For ten seconds a hundred callers a second ask for what cannot be loaded.
async fn throttled(day: &Day, store: &SlowStore) -> Result<(), Failure> {
    const SECONDS: u64 = 10;
    let before = store.backend().reads();
    let mut answers = 0;
    for _ in 0..SECONDS * 10 {
        let callers = (0..10).map(|_| {
            let offer = day.offer.clone();
            async move { Ok(offer.load().await?.freshness()) }
        });
        answers += together(callers).await?.len() as u64;
        day.passes(SECOND / 10);
    }
    let attempts = store.backend().reads() - before;
    is_stale(day.says("ten seconds later", &day.offer.load().await)?)?;
    println!(
        "           {} requests, all answered; {attempts} of them tried the store",
        grouped(answers)
    );
    check((1..=SECONDS + 1).contains(&attempts), || {
        format!("the store was tried {attempts} times in {SECONDS} seconds")
    })
}

/// An offer, and the time that passes.
struct Day {
    begin: Moment,
    clock: Clock,
    offer: OfferHandle,
}

impl Day {
    fn passes(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Prints what a customer is told.
    fn says(&self, when: &str, answer: &Answer) -> Result<Freshness, LoadError> {
        let seconds = self.clock.now().since(self.begin).as_secs_f64().round() as u64;
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        print!("   {minutes:>3}:{seconds:02}  {when:<30}");
        match answer {
            Ok(offer) => {
                let (cents, pieces) = (offer.cents, offer.in_stock);
                println!(
                    "{}.{:02}, {pieces} left, {}",
                    cents / 100,
                    cents % 100,
                    age(offer.freshness())
                );
                Ok(offer.freshness())
            }
            Err(error) => {
                println!("error: {error}");
                Err(error.clone())
            }
        }
    }
}

fn age(freshness: Freshness) -> String {
    match freshness {
        Freshness::Fresh => "fresh".into(),
        Freshness::Cached { age } => format!("{:.0} s old", age.as_secs_f64()),
        Freshness::Stale { age, reason: StaleReason::LoadFailed } => {
            format!("{:.0} s old, because it cannot be loaded", age.as_secs_f64())
        }
        other => format!("{other:?}"),
    }
}

fn is_fresh(freshness: Freshness) -> Result<(), Failure> {
    check(freshness == Freshness::Fresh, || format!("fresh it should be, and is {freshness:?}"))
}

fn is_cached(freshness: Freshness) -> Result<(), Failure> {
    let as_declared = matches!(freshness, Freshness::Cached { age } if age <= TIME_TO_LIVE);
    check(as_declared, || format!("from the cache it should be, and is {freshness:?}"))
}

fn is_stale(freshness: Freshness) -> Result<(), Failure> {
    let as_declared =
        matches!(freshness, Freshness::Stale { age, .. } if age <= TIME_TO_LIVE + GRACE);
    check(as_declared, || format!("stale it should be, and is {freshness:?}"))
}
