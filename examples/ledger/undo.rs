//! Taking bookings back, and putting them in effect again.

use std::error::Error;

use data_patterns::repository::Database;

use crate::{account::Account, money::crowns, rows::Ledger};

/// So many rows are taken back of so many accounts.
const ROWS: usize = 10;
const ACCOUNTS: usize = 100;

/// Takes the last rows of some accounts back and puts them in effect again; after every step the balance is the one that the bank had then.
pub(crate) async fn and_redo(db: &Database, ledger: &Ledger) -> Result<(), Box<dyn Error>> {
    let long_enough = ledger.values().filter(|rows| rows.len() > ROWS).take(ACCOUNTS);
    let (mut accounts, mut undone) = (0, 0);
    for rows in long_enough {
        let Some(row) = rows.last() else { continue };
        let account = db.aggregate::<Account>((row.source.clone(), row.account_id));
        let account = account.by("auditor").because("a check of the books");
        let balances: Vec<_> = rows.iter().rev().take(ROWS + 1).map(|row| row.balance_h).collect();
        for balance in balances.iter().skip(1) {
            same(account.undo().await?.balance, *balance, "undone", row.account_id)?;
        }
        for balance in balances.iter().rev().skip(1) {
            same(account.redo().await?.balance, *balance, "redone", row.account_id)?;
        }
        accounts += 1;
        undone += balances.len() - 1;
    }
    println!(
        "the last {undone} rows of {accounts} accounts undone and redone, every balance is the bank's own"
    );
    Ok(())
}

fn same(ours: i64, theirs: i64, what: &str, account: u32) -> Result<(), Box<dyn Error>> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (crowns(ours), crowns(theirs));
    Err(format!("account {account}, {what}: {ours}, the bank had {theirs}").into())
}
