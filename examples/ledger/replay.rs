//! Reading the ledger back: the audit trail, from snapshots, in full, as of a day.

use std::{collections::BTreeSet, error::Error, time::Instant};

use data_patterns::{
    aggregate::replay,
    event::Timestamp,
    history::AsOf,
    repository::{Database, Recorded},
};

use crate::{
    account::{Account, AccountEvent, AccountHandle},
    expected::Expected,
    money::{Date, crowns},
    rows::Ledger,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(crate) fn handles(db: &Database, ledger: &Ledger) -> impl Iterator<Item = AccountHandle> {
    ledger.keys().map(|(source, number)| db.aggregate::<Account>((source.clone(), *number)))
}

async fn history(account: &AccountHandle) -> Result<Vec<Recorded<AccountEvent>>> {
    Ok(account.history().all().await?)
}

/// Prints the first and last events of the account with the longest history.
pub(crate) async fn audit_trail(db: &Database, ledger: &Ledger) -> Result<()> {
    let Some(((source, number), _)) = ledger.iter().max_by_key(|(_, rows)| rows.len()) else {
        return Ok(());
    };
    let account = db.aggregate::<Account>((source.clone(), *number));
    let events = history(&account).await?;
    println!("\naudit trail of {}, {} events:", account.stream(), events.len());
    let shown = |index| index < 4 || index + 4 >= events.len();
    let mut state = replay::<Account>(account.id(), []);
    for (index, recorded) in events.iter().cloned().enumerate() {
        let (version, position) = (recorded.version, recorded.position);
        let Some(event) = recorded.into_event() else { continue };
        let line = format!("{version:>5} {position:>8}  {}", describe(&event));
        data_patterns::aggregate::Apply::apply(&mut state, event);
        match index {
            4 if events.len() > 8 => println!("    .."),
            _ if shown(index) => println!("{line:<76} {:>14}", crowns(state.balance)),
            _ => {}
        }
    }
    Ok(())
}

fn describe(event: &AccountEvent) -> String {
    let on = event.on();
    match event {
        AccountEvent::Credited { amount, purpose, .. } => {
            format!("{on} {:<32} {:>14}", purpose.kind, crowns(*amount))
        }
        AccountEvent::Debited { amount, purpose, .. } => {
            format!("{on} {:<32} {:>14}", purpose.kind, crowns(-amount))
        }
        AccountEvent::Corrected { amount, .. } => {
            format!("{on} {:<32} {:>14}", "rounding", crowns(*amount))
        }
    }
}

/// All accounts, each from its newest snapshot and the events after it.
pub(crate) async fn from_snapshots(db: &Database, ledger: &Ledger) -> Result<Vec<Account>> {
    // Commands do not wait for them.
    db.snapshots_settled().await;
    let (mut accounts, mut events, begin) = (Vec::new(), 0, Instant::now());
    for handle in handles(db, ledger) {
        let account = handle.load().await?;
        events += account.version();
        accounts.push(account.into_state());
    }
    let used = db.statistics().snapshots_used;
    println!("{events} events replayed in {:.1?}, {used} times from a snapshot", begin.elapsed());
    compare(&accounts, ledger)?;
    Ok(accounts)
}

/// All accounts, each from its first event.
pub(crate) async fn in_full(db: &Database, ledger: &Ledger) -> Result<Vec<Account>> {
    let (mut accounts, mut count, begin) = (Vec::new(), 0, Instant::now());
    let ever = AsOf::occurred(Timestamp::from_micros(u64::MAX));
    for handle in handles(db, ledger) {
        // By the time at which events occurred no snapshot can be used.
        let account = handle.as_of(ever).await?;
        count += account.version();
        accounts.push(account.into_state());
    }
    println!("{count} events replayed in {:.1?} without snapshots", begin.elapsed());
    compare(&accounts, ledger)?;
    Ok(accounts)
}

fn compare(accounts: &[Account], ledger: &Ledger) -> Result<()> {
    let last_rows = ledger.values().filter_map(|rows| rows.last());
    let same =
        accounts.iter().zip(last_rows).all(|(account, row)| account.balance == row.balance_h);
    if same && accounts.len() == ledger.len() {
        Ok(())
    } else {
        Err("a balance differs from the bank's last one".into())
    }
}

/// What all accounts held at the end of some days.
pub(crate) async fn as_of(
    db: &Database,
    ledger: &Ledger,
    expected: Option<&Expected>,
) -> Result<()> {
    let days = expected.map_or_else(|| year_ends(ledger), Expected::days);
    for day in days {
        let mut balances = Vec::new();
        for handle in handles(db, ledger) {
            let past = handle.as_of(AsOf::occurred(day)).await?;
            // An account that nothing had happened to was not open yet.
            balances.extend((past.version() > 0).then_some(past.balance));
        }
        let sum = balances.iter().sum::<i64>();
        println!("as of {day}: {} accounts with {}", balances.len(), crowns(sum));
        expected.map_or(Ok(()), |expected| expected.check_as_of(day, balances.len(), sum))?;
    }
    Ok(())
}

fn year_ends(ledger: &Ledger) -> Vec<Date> {
    let days: BTreeSet<Date> = ledger.values().flatten().map(|row| row.date.year_end()).collect();
    days.into_iter().collect()
}
