//! A product catalogue that is read a thousand times for every write, and what a cache in front of it does: measured, and checked.
//!
//! `cargo run --release --example catalogue` prints a report and fails when a figure is wrong. Nothing that is checked depends on how
//! fast the machine is.
//!
//! There are two ways to cache, and the catalogue uses both:
//! * `table.rs`: names of products stand in a table. A function that reads it is `#[cached]`, one that writes it `#[invalidates]`.
//! * `offer.rs`: price and stock are an aggregate with events. The type is `#[cached]`; its handle knows when to read the store.

mod backend;
mod offer;
mod outage;
mod report;
mod requests;
mod stampede;
mod store;
mod table;
mod tasks;
mod traffic;
mod writes;

use std::time::Instant;

use crate::{
    report::Failure,
    table::{PRODUCTS, Table, product},
};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let begin = Instant::now();
    let table = Table::of(PRODUCTS);
    let busy = traffic::measure(&table).await?;
    stampede::of_thousands(&table).await?;
    let raced = writes::race_with_reads(&table).await?;
    let down = outage::survive().await?;
    report::statistics(&[
        ("product(), all along", product::stats()),
        ("Offer under a.", busy),
        ("Offer under c.", raced),
        ("Offer under d.", down),
    ]);
    println!("\neverything holds, after {:.1?}", begin.elapsed());
    Ok(())
}
