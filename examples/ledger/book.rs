//! Booking the ledger by commands, from several threads.

use std::{error::Error, thread, time::Instant};

use data_patterns::repository::Database;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    account::Account,
    money::crowns,
    rows::{Ledger, Row},
};

/// Writers that wait at the same time share one sync of the disk.
const WRITERS: usize = 16;

type Failure = Box<dyn Error + Send + Sync>;

/// Books every row and checks the balance after it.
pub(crate) fn all(db: &Database, ledger: &Ledger) -> Result<(), Failure> {
    let accounts: Vec<&Vec<Row>> = ledger.values().collect();
    let rows: usize = accounts.iter().map(|rows| rows.len()).sum();
    let progress = progress(rows as u64);
    let begin = Instant::now();
    let share = accounts.len().div_ceil(WRITERS).max(1);
    thread::scope(|scope| {
        let book = |accounts| pollster::block_on(share_of(db, accounts, &progress));
        let writers: Vec<_> =
            accounts.chunks(share).map(|accounts| scope.spawn(move || book(accounts))).collect();
        writers
            .into_iter()
            .try_for_each(|writer| writer.join().unwrap_or(Err("a writer died".into())))
    })?;
    progress.finish_and_clear();
    let events = pollster::block_on(db.store().read_log(1, usize::MAX))?.len();
    let seconds = begin.elapsed().as_secs_f64();
    println!("{rows} rows of {} accounts booked, every balance is the bank's own", accounts.len());
    println!(
        "{events} events in {seconds:.1} s by {WRITERS} writers: {:.0} events a second, each one durable",
        events as f64 / seconds
    );
    Ok(())
}

async fn share_of(
    db: &Database,
    accounts: &[&Vec<Row>],
    progress: &ProgressBar,
) -> Result<(), Failure> {
    for row in accounts.iter().copied().flatten() {
        let account = db.aggregate::<Account>((row.source.clone(), row.account_id));
        // When the bank booked it, which is not when it is recorded here.
        account.occurred(row.date).book(row).await?;
        let balance = account.load().await?.balance;
        if balance != row.balance_h {
            let (ours, theirs) = (crowns(balance), crowns(row.balance_h));
            let what = format!(
                "account {} row {}: {ours}, the bank has {theirs}",
                row.account_id, row.seq
            );
            return Err(what.into());
        }
        progress.inc(1);
    }
    Ok(())
}

/// On a terminal a bar, elsewhere nothing.
fn progress(rows: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {per_sec}, {eta} left");
    ProgressBar::new(rows).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
