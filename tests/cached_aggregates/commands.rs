//! C4: the cache changes how often a command asks the store, and nothing else.

use std::sync::atomic::Ordering::SeqCst;

use data_patterns::{cache::ReadMode, prelude::*, repository::RetryPolicy};

use super::store::{Account, AccountEvent, MINUTE, Plain, Shared};

#[pollster::test]
async fn a_command_on_a_cached_state_reads_nothing() {
    let store = Shared::default();
    let (db, _) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(1_000).await.unwrap();
    let commands = async {
        for _ in 0..100 {
            account.withdraw(1).await.unwrap();
            assert!(account.load().await.is_ok());
        }
    };
    let ((), reads) = store.reads(commands).await;
    assert_eq!((reads, account.load().await.unwrap().balance), (0, 900));
}

#[pollster::test]
async fn c4_a_command_on_an_outdated_state_succeeds_on_the_newest_one() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    mine.deposit(5).await.unwrap();
    theirs.deposit(7).await.unwrap();
    assert_eq!(mine.withdraw(3).await.unwrap().version, 3);
    assert_eq!(theirs.withdraw(9).await.unwrap().version, 4);
    assert_eq!(there.aggregate::<Plain>(1_u32).load().await.unwrap().balance, 0);
}

#[pollster::test]
async fn c4_a_refusal_rests_on_what_is_recorded_and_not_on_what_is_cached() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    mine.deposit(1).await.unwrap();
    theirs.deposit(99).await.unwrap();
    assert!(mine.withdraw(100).await.is_ok(), "the money is there, though the cache does not know");
    theirs.freeze().await.unwrap();
    let (refused, reads) = store.reads(mine.withdraw(1)).await;
    assert!(matches!(refused, Err(CommandError::Rejected("too little"))));
    assert_eq!(reads, 1);
}

#[pollster::test]
async fn c4_nothing_to_record_rests_on_what_is_recorded() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    mine.freeze().await.unwrap();
    theirs.deposit(5).await.unwrap();
    let again = mine.freeze().await.unwrap();
    assert_eq!((again.events.len(), again.version), (0, 2), "the version that was looked at");
}

#[pollster::test]
async fn c2_a_command_that_is_dropped_on_its_way_leaves_no_state() {
    let store = Shared::default();
    let (db, _) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(1).await.unwrap();
    store.faults.silent.store(true, SeqCst);
    {
        let mut command = std::pin::pin!(account.deposit(2));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(command.as_mut().poll(&mut context).is_pending());
    }
    store.faults.silent.store(false, SeqCst);
    assert_eq!(db.aggregate::<Account>(1_u32).load().await.unwrap().balance, 3);
}

#[pollster::test]
async fn c2_a_command_of_unknown_outcome_leaves_no_state() {
    let store = Shared::default();
    let (db, _) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(1).await.unwrap();
    store.faults.lying.store(true, SeqCst);
    assert!(matches!(account.deposit(2).await, Err(CommandError::Append { .. })));
    assert_eq!(db.aggregate::<Account>(1_u32).load().await.unwrap().balance, 3);
}

#[pollster::test]
async fn facts_that_are_recorded_without_a_decision_are_published_as_well() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let account = here.aggregate::<Account>(1_u32);
    account.deposit(1).await.unwrap();
    account.record([AccountEvent::deposited(2), AccountEvent::frozen()]).await.unwrap();
    let (state, reads) = store.reads(account.load()).await;
    let state = state.unwrap();
    assert_eq!((state.balance, state.frozen, state.version(), reads), (3, true, 3, 0));

    there.aggregate::<Account>(1_u32).deposit(10).await.unwrap();
    account.record(AccountEvent::deposited(20)).await.unwrap();
    assert_eq!(account.load().await.unwrap().balance, 33, "there was an event between");
}

#[pollster::test]
async fn an_event_that_cannot_be_applied_is_not_recorded() {
    let store = Shared::default();
    let (db, _) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(u64::MAX).await.unwrap();
    let overflow =
        std::thread::scope(|scope| scope.spawn(|| pollster::block_on(account.deposit(1))).join());
    assert!(overflow.is_err(), "the sum overflows");
    assert_eq!(account.load_with(ReadMode::Strong).await.unwrap().version(), 1);
}

#[test]
fn c4_many_writers_on_several_nodes_lose_nothing() {
    let store = Shared::default();
    let nodes = [store.node().0, store.node().0];
    std::thread::scope(|scope| {
        for db in nodes.iter().cycle().take(8) {
            scope.spawn(|| {
                let account = db.aggregate::<Account>(1_u32);
                pollster::block_on(async {
                    for _ in 0..25 {
                        account.deposit(2).await.unwrap();
                        account.withdraw(1).await.unwrap();
                        assert!(account.load().await.unwrap().balance <= 400);
                    }
                });
            });
        }
    });
    for db in &nodes {
        let account = db.aggregate::<Account>(1_u32);
        let state = pollster::block_on(account.load_with(ReadMode::Strong)).unwrap();
        assert_eq!((state.balance, state.version()), (200, 400));
    }
}

/// Random commands, now and then another node's, and a clock that moves: with and without a cache the answers are the same.
#[test]
fn c4_answers_are_those_of_the_uncached_aggregate() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let store = Shared::default();
        let nodes = [store.node(), store.node()];
        let mut balance = 0_u64;
        for step in 0..60 {
            let (db, clock) = &nodes[random.usize(..2)];
            let account = db.aggregate::<Account>(1_u32);
            let amount = random.u64(1..20);
            clock.advance(MINUTE / random.u32(1..100));
            let answer = pollster::block_on(async {
                if random.bool() {
                    balance += amount;
                    account.deposit(amount).await.is_ok()
                } else if balance >= amount {
                    balance -= amount;
                    account.withdraw(amount).await.is_ok()
                } else {
                    account.withdraw(amount).await.is_err()
                }
            });
            assert!(answer, "seed {seed}, step {step}");
            let seen = pollster::block_on(account.load()).unwrap();
            assert_eq!(seen.balance, balance, "seed {seed}, step {step}: one's own write");
        }
    }
}

/// Nobody writes while the command is carried out: without a cache it would not meet anybody.
#[pollster::test]
async fn c4_an_outdated_state_costs_none_of_the_attempts() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let here = here.with_retry(RetryPolicy::never());
    let mine = here.aggregate::<Account>(1_u32);
    mine.deposit(1).await.unwrap();
    there.aggregate::<Account>(1_u32).deposit(1).await.unwrap();
    assert_eq!(mine.deposit(1).await.unwrap().version, 3);
    assert_eq!(here.statistics().conflicts, 1, "it is counted as what it is");
}

#[pollster::test]
async fn c4_who_gives_up_at_once_is_not_asked_to_decide_on_the_same_state_again() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    let here = here.with_retry(RetryPolicy::never());
    let (mine, theirs) = (here.aggregate::<Account>(1_u32), there.aggregate::<Account>(1_u32));
    mine.deposit(1).await.unwrap();
    let overtaken = mine.update(|_| {
        pollster::block_on(theirs.deposit(1)).unwrap();
        AccountEvent::deposited(1)
    });
    let attempts = match overtaken.await {
        Err(CommandError::Contended { attempts, .. }) => attempts,
        other => panic!("{other:?}"),
    };
    assert_eq!(attempts, 1, "on a state that was the newest one when it was asked for");
    let conflicts = here.statistics().conflicts;
    let version = theirs.load().await.unwrap().version();
    assert_eq!(mine.deposit(1).await.unwrap().version, version + 1);
    assert_eq!(here.statistics().conflicts, conflicts, "it was asked about the newest state alone");
}

/// The end of a stream changes nothing of the state.
#[pollster::test]
async fn c4_whoever_has_nothing_to_record_hears_of_an_end_elsewhere() {
    let store = Shared::default();
    let ((here, _), (there, _)) = (store.node(), store.node());
    for number in 0..3_u32 {
        let (mine, theirs) =
            (here.aggregate::<Account>(number), there.aggregate::<Account>(number));
        mine.freeze().await.unwrap();
        theirs.once("end").close_stream().await.unwrap();
        let answer = match number {
            0 => mine.withdraw(1).await,
            1 => mine.update(|_| Ok::<Option<AccountEvent>, &'static str>(None)).await,
            _ => mine.once("end").withdraw(1).await,
        };
        match answer {
            Err(CommandError::Closed { .. }) => assert!(number < 2),
            Err(CommandError::Reused { .. }) => assert_eq!(number, 2),
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[pollster::test]
async fn a_fact_that_cannot_be_applied_is_recorded_as_without_a_cache() {
    let store = Shared::default();
    let (db, _) = store.node();
    let account = db.aggregate::<Account>(1_u32);
    account.deposit(u64::MAX).await.unwrap();
    assert_eq!(account.record(AccountEvent::deposited(1)).await.unwrap().version, 2);
}
