//! Readers and writers at the same time: does anybody see less than what was written before they asked?

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst},
};

use data_patterns::{cache::Statistics, repository::SessionToken};
use tokio::task::yield_now;

use crate::{
    offer::Offer,
    report::{Failure, check, grouped},
    store::SlowStore,
    table::{Table, product, rename},
    tasks::together,
};

const WRITERS: usize = 8;
const READERS: usize = 8;
/// By each writer.
const WRITES: usize = 125;
/// Few, so that writers and readers meet.
const PRODUCTS: u32 = 24;

pub(crate) async fn race_with_reads(table: &Table) -> Result<Statistics, Failure> {
    println!("\nc. {WRITERS} writers and {READERS} readers on {PRODUCTS} products");
    println!("   {:<44} {:>7} {:>8}  stale", "", "writes", "reads");
    names(table).await?.print("#[cached] function, #[invalidates] write").check()?;

    let store = SlowStore::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let session = here.session();
    let writing = session.clone();
    let write = move |id| {
        let offer = writing.aggregate::<Offer>(id);
        async move { Ok(offer.stock(1).await?.version) }
    };

    // Any reader on the node that writes.
    let db = here.clone();
    let beside = race(write.clone(), move |id| {
        let offer = db.aggregate::<Offer>(id);
        async move { Ok(offer.load().await?.version()) }
    });
    beside.await?.print("#[cached] aggregate, on the node that writes").check()?;

    // A reader on another node, who brings the token of the session that writes, as a text.
    let db = there.clone();
    let in_session = race(write.clone(), move |id| {
        let (token, db) = (session.token().to_string(), db.clone());
        async move {
            let token: SessionToken = token.parse()?;
            let offer = db.resume(&token).aggregate::<Offer>(id);
            Ok(offer.load().await?.version())
        }
    });
    in_session.await?.print("on another node, by the session's token").check()?;

    // Without the token it knows nothing of the writes, and the time to live is what bounds the age of what it serves.
    let without = race(write, move |id| {
        let offer = there.aggregate::<Offer>(id);
        async move { Ok(offer.load().await?.version()) }
    });
    without.await?.print("on another node, without it: until the ttl");
    Ok(here.cache_statistics::<Offer>().unwrap_or_default())
}

async fn names(table: &Table) -> Result<Tally, Failure> {
    let (writing, reading) = (table.clone(), table.clone());
    let tally = race(
        move |id| {
            let table = writing.clone();
            async move { Ok(rename(&table, id, format!("Product {id}, renamed")).await?) }
        },
        move |id| {
            let table = reading.clone();
            async move { Ok(product(&table, id).await?.revision) }
        },
    );
    let tally = tally.await?;
    for id in 0..PRODUCTS {
        let (cached, kept) = (product(table, id).await?, table.read(id).await?);
        check(cached.name == kept.name, || format!("{cached:?} is cached for {kept:?}"))?;
    }
    Ok(tally)
}

/// What came of a race.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    reads: u64,
    /// Reads that saw less than what was written before they began.
    stale: u64,
}

/// A product, and the highest version of it whose write has been answered.
struct Watched {
    id: u32,
    written: AtomicU64,
}

/// `write` and `read` answer the version that they have made or seen. Readers go on until the last writer is done.
async fn race<W, R, FW, FR>(write: W, read: R) -> Result<Tally, Failure>
where
    W: Fn(u32) -> FW + Clone + Send + 'static,
    R: Fn(u32) -> FR + Clone + Send + 'static,
    FW: Future<Output = Result<u64, Failure>> + Send,
    FR: Future<Output = Result<u64, Failure>> + Send,
{
    let watched = |id| Watched { id, written: AtomicU64::new(0) };
    let products: Arc<[Watched]> = (0..PRODUCTS).map(watched).collect();
    let writing = Arc::new(AtomicUsize::new(WRITERS));
    let writer = |number| {
        let (products, writing, write) =
            (Arc::clone(&products), Arc::clone(&writing), write.clone());
        async move {
            for product in products.iter().cycle().skip(number).take(WRITES) {
                let version = write(product.id).await?;
                product.written.fetch_max(version, SeqCst);
            }
            writing.fetch_sub(1, SeqCst);
            Ok(())
        }
    };
    let reader = |_| {
        let (products, writing, read) = (Arc::clone(&products), Arc::clone(&writing), read.clone());
        async move {
            let mut tally = Tally::default();
            while let Some(product) = fastrand::choice(products.iter()) {
                let at_least = product.written.load(SeqCst);
                tally.reads += 1;
                tally.stale += u64::from(read(product.id).await? < at_least);
                if writing.load(SeqCst) == 0 {
                    break;
                }
                yield_now().await;
            }
            Ok(tally)
        }
    };
    let writers = together((0..WRITERS).map(writer));
    let (_, tallies) = tokio::try_join!(writers, together((0..READERS).map(reader)))?;
    let sum = |all: Tally, one: Tally| Tally {
        reads: all.reads + one.reads,
        stale: all.stale + one.stale,
    };
    Ok(tallies.into_iter().fold(Tally::default(), sum))
}

impl Tally {
    fn print(self, what: &str) -> Self {
        let writes = grouped((WRITERS * WRITES) as u64);
        let (reads, stale) = (grouped(self.reads), grouped(self.stale));
        println!("   {what:<44} {writes:>7} {reads:>8}  {stale}");
        self
    }

    fn check(self) -> Result<(), Failure> {
        check(self.stale == 0, || format!("{} of {} reads were stale", self.stale, self.reads))
    }
}
