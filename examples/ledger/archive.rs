//! Most of the events leave the live database, and nothing else changes.

use std::error::Error;

use data_patterns::{
    repository::{ArchivePolicy, Database},
    store::StorageReport,
};

use crate::{account::Account, replay, rows::Ledger};

/// Of every account so many events stay live, with those of the last append that reaches further back.
const KEPT: u64 = 3;

/// The part of the events that leaves, at least, and the part of the log's bytes that may stay, at most.
const LEAVE: f64 = 0.9;
const STAY: f64 = 0.15;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Archives all but the last events of every account.
pub(crate) async fn all_but_the_last(db: &Database, ledger: &Ledger) -> Result<StorageReport> {
    for account in replay::handles(db, ledger) {
        // Events leave only if a snapshot stands for them.
        account.snapshot().await?;
    }
    let before = db.storage().await?;
    let run = db.archive::<Account>(ArchivePolicy::new().keep_last(KEPT)).await?;
    println!("\n{run}");
    verified(db, "with an archive").await?;
    Ok(before)
}

/// Every stream and every log is as it was recorded.
pub(crate) async fn verified(db: &Database, when: &str) -> Result<()> {
    let verification = db.verify().await?;
    if !verification.is_intact() {
        return Err(format!("{when}: {verification}").into());
    }
    println!("{} events verified {when}", verification.events);
    Ok(())
}

/// What has become of the bytes.
pub(crate) async fn report(db: &Database, before: StorageReport) -> Result<()> {
    let now = db.storage().await?;
    println!("before\n{before}\nnow\n{now}");
    let left = now.archived_events as f64 / (now.archived_events + now.live_events) as f64;
    let log = now.live_bytes as f64 / before.live_bytes as f64;
    let files = now.file_bytes as f64 / before.file_bytes as f64;
    println!(
        "{:.1} % of the events are archived; live are {:.1} % of the bytes of the log, and {:.1} % of those of the files",
        100.0 * left,
        100.0 * log,
        100.0 * files
    );
    // Not of the files: what sled needs beside the log, and reserves, does not shrink with it. See docs/storage.md.
    if left < LEAVE || log > STAY {
        return Err("too little has left the live database".into());
    }
    Ok(())
}
