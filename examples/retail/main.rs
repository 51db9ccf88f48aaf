//! A shop's orders over four nodes, by country and by customer: what the analysis says of both keys before anything is stored, what is measured
//! afterwards, and questions to all nodes, each checked against a plain scan of the orders.
//!
//! `cargo run --release --example retail` makes up a small shop; `cargo run --release --example retail -- online_retail.csv.zst` reads the columns
//! `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country`. `--stock 85123A,22423` says which stock is asked for.

mod keys;
mod load;
mod orders;
mod questions;
mod scan;
mod shopper;

use std::{env, error::Error, path::PathBuf, time::Instant};

use data_patterns::prelude::*;

use crate::{
    load::Loaded,
    orders::{Invoice, Source},
    scan::Scan,
    shopper::{Regional, Shopper},
};

type Failure = Box<dyn Error + Send + Sync>;

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(otherwise().into()) }
}

fn main() -> Result<(), Failure> {
    let begin = Instant::now();
    let (source, stock) = arguments()?;
    let keys = keys::compare_candidates(&source)?;
    let (scan, invoices) = Scan::of(&source)?;
    scan.print(&source)?;
    let stock = if stock.is_empty() { scan.most_lines(20) } else { stock };

    let directory = tempfile::tempdir()?;
    let by_country = load::all(&directory.path().join("country"), &invoices, |db, invoice| {
        let id = (invoice.country.clone(), invoice.customer);
        book(db.aggregate::<Regional>(id), invoice, shopper::RegionalEvent::ordered)
    })?;
    keys::against(&keys.country, &by_country, &invoices, |invoice| place_of(&invoice.country))?;
    let by_customer = load::all(&directory.path().join("customer"), &invoices, |db, invoice| {
        book(db.aggregate::<Shopper>(invoice.customer), invoice, shopper::ShopperEvent::ordered)
    })?;
    keys::against(&keys.customer, &by_customer, &invoices, |invoice| place_of(&invoice.customer))?;
    let Loaded { db, .. } = by_customer;
    questions::ask(&db, &scan, &stock)?;
    questions::pages(&db, &scan)?;
    println!("\neverything holds, after {:.1?}", begin.elapsed());
    Ok(())
}

fn place_of(key: &impl ShardKey) -> data_patterns::key::Place {
    key.place()
}

/// One invoice is one event: a fact that needs no decision.
fn book<A, H>(
    handle: H,
    invoice: &Invoice,
    event: fn(String, Vec<orders::Line>) -> A::Event,
) -> Result<(), Failure>
where
    A: Apply,
    H: core::ops::Deref<Target = data_patterns::repository::Handle<A>>,
{
    let event = event(invoice.number.clone(), invoice.lines.clone());
    pollster::block_on(handle.record(event))?;
    Ok(())
}

fn arguments() -> Result<(Source, Vec<String>), Failure> {
    let (mut source, mut stock) = (Source::Sample, Vec::new());
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--stock" => {
                let codes = arguments.next().ok_or("--stock needs codes, separated by commas")?;
                stock = codes.split(',').map(str::to_owned).collect();
            }
            _ => source = Source::File(PathBuf::from(argument)),
        }
    }
    Ok((source, stock))
}
