//! The past of an aggregate does not notice a move: corrections, identifiers of commands, times and attribution go with the events.

use data_patterns::{prelude::*, repository::Recorded};

use crate::types::{Account, AccountEvent, AccountHandle, database, move_away};

async fn balances(account: &AccountHandle) -> Vec<i64> {
    let head = account.load().await.unwrap().version();
    let mut balances = Vec::new();
    for version in 0..=head {
        balances.push(account.at(version).await.unwrap().unwrap().balance);
    }
    balances
}

#[pollster::test]
async fn e9_corrections_cross_moves() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    for amount in 1..=30 {
        account.deposit(amount).await.unwrap();
    }
    let (mut expected, mut sum) = (
        (0..=30)
            .scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            .collect::<Vec<i64>>(),
        465,
    );
    for undone in (19..=30).rev() {
        move_away(&db, 7).await;
        sum -= undone;
        assert_eq!(account.undo().await.unwrap().balance, sum);
        expected.push(sum);
    }
    move_away(&db, 7).await;
    for redone in 19..=22 {
        sum += redone;
        assert_eq!(account.redo().await.unwrap().balance, sum);
        expected.push(sum);
        move_away(&db, 7).await;
    }
    assert_eq!(account.revert_to(3).await.unwrap().balance, 6);
    expected.push(6);
    move_away(&db, 7).await;
    assert_eq!(account.undo().await.unwrap().balance, sum);
    expected.push(sum);
    // For handles with and without a cache behind them.
    assert_eq!(balances(&account).await, expected);
    let elsewhere = Database::sharded(db.shards().unwrap().clone());
    assert_eq!(balances(&elsewhere.aggregate::<Account>(7)).await, expected);
}

#[pollster::test]
async fn a_command_is_carried_out_once_across_moves() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    let first = account.once("payment-1").deposit(5).await.unwrap();
    for _ in 0..3 {
        move_away(&db, 7).await;
        let again = account.once("payment-1").deposit(5).await.unwrap();
        assert_eq!((again.events, again.version), (first.events.clone(), first.version));
    }
    assert_eq!(account.load().await.unwrap().balance, 5);
}

#[pollster::test]
async fn what_was_known_about_events_crosses_moves() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    let time = |second: u64| Timestamp::from_micros(second * 1_000_000);
    for second in [30, 10, 20] {
        account.by("änn").occurred(time(second)).deposit(second as i64).await.unwrap();
    }
    let known = |event: Recorded<AccountEvent>| {
        (event.version, event.name.clone(), event.recorded_at, event.metadata.clone())
    };
    let history = || async { account.history().all().await.unwrap().into_iter().map(known) };
    let before: Vec<_> = history().await.collect();
    let recorded = before[1].2;
    move_away(&db, 7).await;
    assert_eq!(history().await.collect::<Vec<_>>(), before);
    assert_eq!(account.as_of(AsOf::occurred(time(20))).await.unwrap().balance, 30);
    assert!(account.as_of(recorded).await.unwrap().version() >= 2);
}

#[pollster::test]
async fn nothing_follows_the_end_of_an_aggregate_that_was_moved() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    account.deposit(1).await.unwrap();
    account.close_stream().await.unwrap();
    for _ in 0..2 {
        move_away(&db, 7).await;
        for db in [db.clone(), Database::sharded(db.shards().unwrap().clone())] {
            let refused = db.aggregate::<Account>(7).deposit(1).await;
            assert!(matches!(refused, Err(CommandError::Closed { .. })), "{refused:?}");
        }
    }
}
