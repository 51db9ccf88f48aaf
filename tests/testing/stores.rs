//! Stores that fail, conflict and dawdle: what commands promise holds on them.

use std::{collections::BTreeMap, num::NonZeroU32, thread, time::Duration};

use data_patterns::{
    prelude::*,
    repository::{Recorded, RetryPolicy},
    store::{
        AppendError, EventStore, MemoryStore, SledStore,
        conformance::{block_on, check_all},
    },
    testing::{At, Call, Fault, Faults, FaultyStore, Gate},
};

use crate::bank::{Account, AccountError, AccountEvent};

type Refusal = CommandError<AccountError>;

/// Runs `check` on a store in memory and on one on disk.
fn on_both(check: impl Fn(&Database, &Faults)) {
    on(MemoryStore::new(), &check);
    let directory = tempfile::tempdir().unwrap();
    on(SledStore::open(directory.path()).unwrap(), &check);
}

fn on(store: impl EventStore, check: impl Fn(&Database, &Faults)) {
    let faults = Faults::new();
    let db = Database::new(FaultyStore::new(store, &faults));
    check(&db.with_retry(impatient(30)), &faults);
}

fn impatient(attempts: u32) -> RetryPolicy {
    let attempts = NonZeroU32::new(attempts).unwrap();
    RetryPolicy::default().attempts(attempts).pauses(Duration::ZERO, Duration::ZERO)
}

fn events(db: &Database) -> Vec<AccountEvent> {
    let account = db.aggregate::<Account>("1");
    let read = pollster::block_on(account.read(1, Direction::Forward, usize::MAX));
    read.unwrap().into_iter().filter_map(Recorded::into_event).collect()
}

fn deposit(db: &Database, amount: u64) -> Result<u64, Refusal> {
    let account = db.aggregate::<Account>("1");
    pollster::block_on(account.deposit(amount)).map(|committed| committed.version)
}

fn balance(db: &Database) -> u64 {
    pollster::block_on(db.aggregate::<Account>("1").load()).unwrap().balance
}

#[test]
fn a_store_without_faults_conforms() {
    block_on(check_all(async || FaultyStore::new(MemoryStore::new(), &Faults::new())));
    let directory = tempfile::tempdir().unwrap();
    let number = std::cell::Cell::new(0);
    block_on(check_all(async || {
        number.set(number.get() + 1);
        let store = SledStore::open(directory.path().join(number.get().to_string())).unwrap();
        FaultyStore::new(store, &Faults::new())
    }));
}

/// To be late is no fault: whatever is asked and answered late, a store keeps its promises.
#[test]
fn a_slow_store_conforms() {
    let times = || Duration::ZERO..=Duration::from_micros(300);
    block_on(check_all(async || {
        let faults = Faults::new();
        for (seed, call) in
            (1..).zip([Call::Append, Call::Read, Call::ReadSnapshot, Call::PutSnapshot])
        {
            faults.inject(call, At::random(0.02, seed), Fault::Slow(times()));
            faults.inject(call, At::random(0.02, seed + 9), Fault::SlowAnswer(times()));
        }
        FaultyStore::new(MemoryStore::new(), &faults)
    }));
}

#[test]
fn e4_a_command_survives_conflicts() {
    on_both(|db, faults| {
        faults.inject(Call::Append, At::first(3), Fault::Conflict);
        assert_eq!(deposit(db, 7).unwrap(), 1);
        assert_eq!(events(db), [AccountEvent::deposited(7)], "recorded once");
        assert_eq!((faults.calls(Call::Append), faults.injected(Call::Append)), (4, 3));
        assert_eq!(db.statistics().conflicts, 3);
    });
}

#[test]
fn e4_a_command_is_decided_again_when_somebody_was_faster() {
    on_both(|db, faults| {
        deposit(db, 100).unwrap();
        let overtaken = Fault::overtaken_by(&AccountEvent::withdrawn(60));
        faults.inject(Call::Append, At::these([1]), overtaken);
        let account = db.aggregate::<Account>("1");
        let refused = pollster::block_on(account.withdraw(50)).unwrap_err();
        assert!(matches!(refused, CommandError::Rejected(AccountError::InsufficientFunds)));
        assert_eq!(balance(db), 40, "the other was faster, and there was not enough left");
        assert_eq!(db.statistics().conflicts, 1);
    });
}

#[test]
fn e4_a_command_that_always_conflicts_gives_up_and_records_nothing() {
    on_both(|db, faults| {
        let account = db.clone().with_retry(impatient(5)).aggregate::<Account>("1");
        faults.inject(Call::Append, At::always(), Fault::Conflict);
        let error = pollster::block_on(account.deposit(7)).unwrap_err();
        assert!(matches!(error, CommandError::Contended { attempts: 5, .. }), "{error}");
        assert_eq!(faults.calls(Call::Append), 5);
        assert_eq!(events(db), []);
    });
}

/// What an append that failed has told about itself.
fn nothing_was_appended(error: &Refusal) -> bool {
    match error {
        CommandError::Append { cause, .. } => cause.nothing_was_appended(),
        other => panic!("{other}"),
    }
}

#[test]
fn e3_a_refused_append_is_known_to_have_recorded_nothing() {
    on_both(|db, faults| {
        faults.inject(Call::Append, At::these([2]), Fault::Refused);
        deposit(db, 1).unwrap();
        let error = deposit(db, 2).unwrap_err();
        assert!(nothing_was_appended(&error), "{error}");
        assert_eq!(balance(db), 1);
        assert_eq!(deposit(db, 3).unwrap(), 2);
        assert_eq!(events(db), [1, 3].map(AccountEvent::deposited));
    });
}

/// Whether it was recorded or not: what is told is the same, and what is loaded afterwards is the truth, though the type is cached.
#[test]
fn e3_a_failure_on_the_way_is_told_as_unknown() {
    for (fault, recorded) in [(Fault::Lost, 1), (Fault::AnswerLost, 3)] {
        on_both(|db, faults| {
            deposit(db, 1).unwrap();
            assert_eq!(balance(db), 1, "cached");
            faults.inject(Call::Append, At::these([1]), fault.clone());
            let error = deposit(db, 2).unwrap_err();
            assert!(!nothing_was_appended(&error), "{error}");
            assert!(
                error.to_string().contains("whether the events were appended is unknown"),
                "{error}"
            );
            assert_eq!(balance(db), recorded);
            deposit(db, 4).unwrap();
            assert_eq!(balance(db), recorded + 4);
        });
    }
}

#[test]
fn a_command_that_cannot_load_records_nothing() {
    on_both(|db, faults| {
        faults.inject(Call::Read, At::first(1), Fault::Lost);
        let error = deposit(db, 7).unwrap_err();
        assert!(matches!(error, CommandError::Load(_)), "{error}");
        assert_eq!(faults.calls(Call::Append), 0);
        assert_eq!(deposit(db, 7).unwrap(), 1);
        faults.inject(Call::Read, At::first(1), Fault::AnswerLost);
        assert!(
            pollster::block_on(db.aggregate::<Account>("1").read(1, Direction::Forward, 1))
                .is_err()
        );
    });
}

#[test]
fn e2_snapshots_that_fail_fail_nothing() {
    on_both(|db, faults| {
        faults.inject(Call::PutSnapshot, At::every(2), Fault::Lost);
        faults.inject(Call::ReadSnapshot, At::every(2), Fault::Lost);
        for amount in 1..=10 {
            assert_eq!(deposit(db, amount).unwrap(), amount);
        }
        assert_eq!(balance(db), 55);
    });
}

#[test]
fn e4_a_request_that_is_held_up_conflicts_with_what_came_before_it() {
    on_both(|db, faults| {
        let gate = Gate::new();
        faults.inject(Call::Append, At::these([1]), Fault::Held(gate.clone()));
        thread::scope(|scope| {
            let held = scope.spawn(|| deposit(db, 1));
            gate.until_arrived(1);
            assert_eq!(deposit(db, 2).unwrap(), 1, "the first request is still on its way");
            gate.open();
            assert_eq!(held.join().unwrap().unwrap(), 2);
        });
        assert_eq!(events(db), [2, 1].map(AccountEvent::deposited));
        assert_eq!(db.statistics().conflicts, 1);
    });
}

#[test]
fn e4_answers_may_come_in_another_order() {
    on_both(|db, faults| {
        let gate = Gate::new();
        faults.inject(Call::Append, At::these([1]), Fault::AnswerHeld(gate.clone()));
        thread::scope(|scope| {
            let held = scope.spawn(|| deposit(db, 1));
            gate.until_arrived(1);
            assert_eq!(deposit(db, 2).unwrap(), 2, "the first is recorded, though nobody was told");
            gate.open();
            assert_eq!(held.join().unwrap().unwrap(), 1);
        });
        assert_eq!(balance(db), 3, "the state of the later answer is not put back");
    });
}

#[test]
fn faults_are_done_to_the_stream_that_was_named() {
    on_both(|db, faults| {
        let (one, other) = (db.aggregate::<Account>("1"), db.aggregate::<Account>("2"));
        faults.inject(Call::Append.of(other.stream()), At::always(), Fault::Refused);
        assert!(pollster::block_on(other.deposit(1)).is_err());
        assert!(pollster::block_on(one.deposit(1)).is_ok());
        faults.clear();
        assert!(pollster::block_on(other.deposit(1)).is_ok());
    });
}

/// What a client was told about the amount that it deposited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Recorded,
    NotRecorded,
    Unknown,
}

fn told(answer: &Result<u64, Refusal>) -> Told {
    match answer {
        Ok(_) => Told::Recorded,
        Err(CommandError::Append { cause, .. }) if matches!(**cause, AppendError::Store(_)) => {
            Told::Unknown
        }
        Err(_) => Told::NotRecorded,
    }
}

/// Clients deposit amounts of their own while everything fails now and then; every amount is recorded as often as its client was told.
fn campaign(db: &Database, faults: &Faults, seed: u64) {
    let times = || Duration::ZERO..=Duration::from_micros(200);
    let overtaken = Fault::overtaken_by(&AccountEvent::closed());
    let all = [
        (Call::Append, Fault::Conflict),
        (Call::Append, overtaken),
        (Call::Append, Fault::Refused),
        (Call::Append, Fault::Lost),
        (Call::Append, Fault::AnswerLost),
        (Call::Append, Fault::Slow(times())),
        (Call::Append, Fault::SlowAnswer(times())),
        (Call::Read, Fault::Lost),
        (Call::Read, Fault::Slow(times())),
        (Call::ReadSnapshot, Fault::Lost),
        (Call::PutSnapshot, Fault::AnswerLost),
    ];
    for (number, (call, fault)) in (1..).zip(all) {
        faults.inject(call, At::random(0.1, seed * 100 + number), fault);
    }
    let clients = thread::scope(|scope| {
        let client = |client: u64| {
            scope.spawn(move || {
                let amounts = (1..=25).map(|number| client * 100 + number);
                amounts.map(|amount| (amount, told(&deposit(db, amount)))).collect::<Vec<_>>()
            })
        };
        let clients: Vec<_> = (1..=4).map(client).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect::<BTreeMap<_, _>>()
    });
    faults.clear();
    let recorded = events(db);
    for (amount, told) in &clients {
        let times =
            recorded.iter().filter(|event| **event == AccountEvent::deposited(*amount)).count();
        let expected = match told {
            Told::Recorded => 1..=1,
            Told::NotRecorded => 0..=0,
            Told::Unknown => 0..=1,
        };
        assert!(expected.contains(&times), "{amount} is recorded {times} times, told was {told:?}");
    }
    let folded = replay::<Account>(&"1".to_owned(), recorded);
    assert_eq!(balance(db), folded.balance, "what is loaded is the fold of what is recorded");
    for kind in [Told::Recorded, Told::NotRecorded, Told::Unknown] {
        assert!(clients.values().any(|told| *told == kind), "{kind:?} happens");
    }
}

#[test]
fn e3_e4_whatever_fails_every_amount_is_recorded_as_it_was_told() {
    for seed in 1..=5 {
        on_both(|db, faults| campaign(db, faults, seed));
    }
}
