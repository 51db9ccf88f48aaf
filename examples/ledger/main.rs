//! A bank's ledger as event streams: every row is booked by a command, and every balance is checked against the bank's own.
//!
//! `cargo run --release --example ledger` runs on a small ledger of its own;
//! `cargo run --release --example ledger -- ledger.csv.zst` on a file with the columns
//! `source,account_id,seq,trans_id,date,type,operation,k_symbol,signed_h,balance_h,residual_h`. When an `expected.json` lies beside
//! the file, its sums are checked too.

mod account;
mod archive;
mod book;
mod expected;
mod money;
mod replay;
mod rows;
mod undo;

use std::{error::Error, path::PathBuf, time::Instant};

use data_patterns::{repository::Database, store::sled::compact};

use crate::{expected::Expected, rows::Ledger};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let ledger = path.as_deref().map_or_else(|| Ok(rows::sample()), rows::read)?;
    let expected = match &path {
        Some(path) => Expected::beside(path)?,
        None => None,
    };
    let directory = tempfile::tempdir()?;
    let db = data_patterns::open(directory.path())?;
    book::all(&db, &ledger).map_err(|failure| failure as Box<dyn Error>)?;
    pollster::block_on(replay::audit_trail(&db, &ledger))?;
    drop(db);
    let db = reopened(directory.path())?;
    pollster::block_on(check(&db, &ledger, expected.as_ref()))?;
    pollster::block_on(undo::and_redo(&db, &ledger))?;
    pollster::block_on(archive::verified(&db, "before anything is archived"))?;
    let before = pollster::block_on(archive::all_but_the_last(&db, &ledger))?;
    drop(db);
    // sled keeps the room of what has left for what comes; this gives it back.
    compact(directory.path())?;
    let db = reopened(directory.path())?;
    pollster::block_on(check(&db, &ledger, expected.as_ref()))?;
    pollster::block_on(archive::verified(&db, "after compaction"))?;
    pollster::block_on(archive::report(&db, before))
}

fn reopened(directory: &std::path::Path) -> Result<Database, Box<dyn Error>> {
    let begin = Instant::now();
    let db = data_patterns::open(directory)?;
    println!("\nreopened and verified in {:.0?}", begin.elapsed());
    Ok(db)
}

async fn check(
    db: &Database,
    ledger: &Ledger,
    expected: Option<&Expected>,
) -> Result<(), Box<dyn Error>> {
    let from_snapshots = replay::from_snapshots(db, ledger).await?;
    let in_full = replay::in_full(db, ledger).await?;
    if from_snapshots != in_full {
        return Err("replay from snapshots and in full differ".into());
    }
    let sum: i64 = in_full.iter().map(|account| account.balance).sum();
    println!("sum of all balances: {}", money::crowns(sum));
    expected.map_or(Ok(()), |expected| expected.check_sum(in_full.len(), sum))?;
    replay::as_of(db, ledger, expected).await
}
