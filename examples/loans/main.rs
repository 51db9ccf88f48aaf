//! A bank's loan applications as aggregates: every step of every real case is a command, and the commands accept only what the process allows.
//!
//! `cargo run --release --example loans` runs on three applications of its own;
//! `cargo run --release --example loans -- loan-application.csv.zst` on a log with the columns `case,idx,activity,lifecycle,ts_utc,group`, beside
//! which lies a table `loan-application.cases.csv.zst` with the amounts (`case,AMOUNT_REQ`). When an `expected.json` lies there too, its counts are
//! checked.

mod application;
mod expected;
mod log;
mod record;
mod report;
mod stage;

use std::{error::Error, path::PathBuf};

use crate::{expected::Expected, log::Log};

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from);
    let log = path.as_deref().map_or_else(Log::sample, Log::read)?;
    let expected = match &path {
        Some(path) => Expected::beside(path)?,
        None => None,
    };
    let directory = tempfile::tempdir()?;
    let db = data_patterns::open(directory.path())?;
    record::all(&db, &log)?;
    drop(db);
    // What is reported is what the disk says.
    let db = data_patterns::open(directory.path())?;
    pollster::block_on(report::all(&db, &log, expected.as_ref()))
}
