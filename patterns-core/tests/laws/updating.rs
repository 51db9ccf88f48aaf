//! Commands: decide, record, and try again after a conflict.

use core::{num::NonZeroU32, time::Duration};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use patterns_core::{
    repository::{CommandError, Committed, Database, Handle, Recorded, RetryPolicy},
    store::{Direction, MemoryStore, conformance::block_on},
};

use super::account::{Account, AccountEvent, ID, folded};

const TASKS: i64 = 16;
const UPDATES: i64 = 10;

fn database() -> Database {
    Database::new(MemoryStore::new())
}

fn account(db: &Database) -> Handle<Account> {
    db.aggregate::<Account>(ID)
}

fn deposited(amount: i64) -> AccountEvent {
    AccountEvent::Deposited(amount)
}

fn events(db: &Database) -> Vec<AccountEvent> {
    let read = block_on(account(db).read(1, Direction::Forward, usize::MAX)).unwrap();
    read.into_iter().filter_map(Recorded::into_event).collect()
}

/// Enough attempts for the unluckiest of sixteen.
fn patient() -> RetryPolicy {
    RetryPolicy::default()
        .attempts(NonZeroU32::new(10_000).unwrap())
        .pauses(Duration::from_micros(10), Duration::from_millis(1))
}

/// Each success deposits its own amount, so that a lost one and a doubled one both show.
fn check_contention(db: &Database) {
    let committed: Vec<_> = thread::scope(|scope| {
        let task =
            |task: i64| move || (0..UPDATES).map(|n| update(db, task * UPDATES + n)).collect();
        let tasks: Vec<_> = (0..TASKS).map(|number| scope.spawn(task(number))).collect();
        tasks.into_iter().flat_map(|task| -> Vec<_> { task.join().unwrap() }).collect()
    });
    let recorded = events(db);
    assert_eq!(recorded.len() as i64, TASKS * UPDATES, "every success is recorded once");
    for Committed { events, version, .. } in committed {
        assert_eq!(recorded[version as usize - 1], events[0], "at the version it was told");
    }
    let state = block_on(account(db).load()).unwrap();
    assert_eq!(state.balance, (0..TASKS * UPDATES).sum::<i64>());
}

/// Records an amount that depends on the state, so that a decision about an old state would show.
fn update(db: &Database, amount: i64) -> Committed<AccountEvent> {
    let decided = AtomicU32::new(0);
    let committed = block_on(account(db).update(|_| {
        decided.fetch_add(1, Ordering::Relaxed);
        deposited(amount)
    }));
    assert!(decided.into_inner() >= 1);
    committed.unwrap()
}

#[test]
fn e4_contended_commands_succeed_exactly_once_in_memory() {
    check_contention(&database().with_retry(patient()));
}

#[cfg(feature = "sled")]
#[test]
fn e4_contended_commands_succeed_exactly_once_on_disk() {
    let directory = tempfile::tempdir().unwrap();
    let store = patterns_core::store::SledStore::open(directory.path()).unwrap();
    check_contention(&Database::new(store).with_retry(patient()));
}

/// What is decided about a balance, and depends on all of it.
fn next(balance: i64) -> AccountEvent {
    deposited(balance % 1_000 + 1)
}

#[test]
fn e4_a_decision_is_never_about_an_old_state() {
    let db = database().with_retry(patient());
    thread::scope(|scope| {
        (0..TASKS).for_each(|_| {
            scope.spawn(|| {
                for _ in 0..UPDATES {
                    block_on(account(&db).update(|state| next(state.balance))).unwrap();
                }
            });
        });
    });
    let events = events(&db);
    for decided in 0..events.len() {
        let before = folded::<Account>(&events[..decided]).balance;
        assert_eq!(events[decided], next(before), "the decision {decided} is about all before it");
    }
}

/// Decides, but lets somebody else be faster the first `times` times.
fn overtaken(db: &Database, times: u32) -> (Result<u64, String>, u32) {
    let asked = AtomicU32::new(0);
    let outcome = block_on(account(db).update(|state| {
        if asked.fetch_add(1, Ordering::Relaxed) < times {
            block_on(account(db).record(deposited(1))).unwrap();
        }
        deposited(state.balance * 10)
    }));
    let outcome = match outcome {
        Ok(committed) => Ok(committed.version),
        Err(CommandError::Contended { attempts, conflict }) => {
            assert_eq!(conflict.actual, u64::from(attempts), "the conflict tells the truth");
            Err(format!("contended after {attempts}"))
        }
        Err(other) => panic!("{other}"),
    };
    (outcome, asked.into_inner())
}

#[test]
fn without_retry_a_conflict_is_answered() {
    let db = database().with_retry(RetryPolicy::never());
    assert_eq!(overtaken(&db, 1), (Err("contended after 1".into()), 1));
    assert_eq!(events(&db), [deposited(1)], "the command recorded nothing");
    assert_eq!(db.statistics().conflicts, 1);
}

#[test]
fn a_command_is_decided_again_about_the_newer_state() {
    let db = database().with_retry(patient());
    assert_eq!(overtaken(&db, 3), (Ok(4), 4));
    assert_eq!(events(&db), [deposited(1), deposited(1), deposited(1), deposited(30)]);
    assert_eq!(db.statistics().conflicts, 3);
}

#[test]
fn attempts_are_bounded() {
    for attempts in [1, 2, 5] {
        let bound = patient().attempts(NonZeroU32::new(attempts).unwrap());
        let db = database().with_retry(bound);
        let answer = Err(format!("contended after {attempts}"));
        assert_eq!(overtaken(&db, u32::MAX), (answer, attempts));
    }
}

#[test]
fn a_refused_command_records_nothing() {
    let db = database();
    block_on(account(&db).record(deposited(5))).unwrap();
    let refused =
        block_on(account(&db).update(|state| {
            if state.balance < 10 { Err("too little") } else { Ok(deposited(-10)) }
        }));
    assert!(matches!(refused, Err(CommandError::Rejected("too little"))), "{refused:?}");
    assert_eq!(events(&db), [deposited(5)]);
}

/// Every type that a decision can have, and what it records.
#[test]
fn decisions_record_what_they_say() {
    let db = database();
    let account = account(&db);
    let (a, b) = (deposited(1), AccountEvent::Closed);
    let pair = [a.clone(), b.clone()];
    let mut expected = Vec::new();
    let mut check = |committed: Committed<AccountEvent>, events: &[AccountEvent]| {
        expected.extend_from_slice(events);
        assert_eq!(committed.events, events);
        assert_eq!(committed.version, expected.len() as u64);
        assert_eq!(committed.position, (!events.is_empty()).then_some(expected.len() as u64));
    };
    let one = std::slice::from_ref(&a);
    check(block_on(account.update(|_| a.clone())).unwrap(), one);
    check(block_on(account.update(|_| Some(a.clone()))).unwrap(), one);
    check(block_on(account.update(|_| None)).unwrap(), &[]);
    check(block_on(account.update(|_| pair.to_vec())).unwrap(), &pair);
    check(block_on(account.update(|_| Vec::new())).unwrap(), &[]);
    check(block_on(account.update(|_| pair.clone())).unwrap(), &pair);
    check(block_on(account.update(|_| Ok::<_, ()>(a.clone()))).unwrap(), one);
    check(block_on(account.update(|_| Ok::<_, ()>(Some(a.clone())))).unwrap(), one);
    check(block_on(account.update(|_| Ok::<_, ()>(pair.to_vec()))).unwrap(), &pair);
    check(block_on(account.update(|_| Ok::<_, ()>(pair.clone()))).unwrap(), &pair);
    check(block_on(account.update(|_| Ok::<Option<AccountEvent>, ()>(None))).unwrap(), &[]);
    check(block_on(account.record(pair.clone())).unwrap(), &pair);
    assert_eq!(events(&db), expected);
    let state = block_on(account.load()).unwrap().into_state();
    assert_eq!(state, folded::<Account>(&expected));
}
