//! Loads the invoices into four nodes.

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
    time::Instant,
};

use data_patterns::{prelude::*, shard::Node};

use crate::{Failure, orders::Invoice};

pub(crate) const KEYSPACE: &str = "default";
pub(crate) const NODES: u32 = 4;
/// Writers that wait at the same time share one sync of the disk.
const WRITERS: usize = 32;

/// A database that holds all invoices.
pub(crate) struct Loaded {
    pub(crate) db: Database,
}

/// Books every invoice by `book`: the lines of one are one event, and one append.
pub(crate) fn all(
    directory: &Path,
    invoices: &[Invoice],
    book: impl Fn(&Database, &Invoice) -> Result<(), Failure> + Sync,
) -> Result<Loaded, Failure> {
    let db = data_patterns::open_sharded(directory, ["a", "b", "c", "d"].map(Node::new))?;
    let (begin, next) = (Instant::now(), AtomicUsize::new(0));
    let write = || {
        while let Some(invoice) = invoices.get(next.fetch_add(1, Relaxed)) {
            book(&db, invoice)?;
        }
        Ok::<_, Failure>(())
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let mut ended = writers.into_iter().map(|writer| writer.join());
        ended.try_for_each(|ended| ended.unwrap_or(Err("a writer died".into())))
    })?;
    let (lines, took): (usize, _) =
        (invoices.iter().map(|invoice| invoice.lines.len()).sum(), begin.elapsed());
    println!(
        "\n{lines} lines in {} invoices, an event each, by {WRITERS} writers in {took:.1?}: {:.0} lines a second",
        invoices.len(),
        lines as f64 / took.as_secs_f64()
    );
    Ok(Loaded { db })
}
