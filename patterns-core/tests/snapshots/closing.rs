//! A database that is dropped while snapshots wait.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
};

use patterns_core::store::conformance::block_on;

use crate::{
    gated::Gated,
    tally::{FIRST, Hands, TENTH, Tally, add, add_times, settle},
};

/// A snapshot that never ends must not keep the process.
#[test]
fn dropping_the_database_gives_up_what_waits() {
    let store = Gated::default();
    let db = store.database();
    store.shut();
    for number in 0..50_u64 {
        add(&db.aggregate::<Tally<FIRST>>(number));
    }
    store.wait_for_puts(1);
    drop(db);
    assert_eq!(store.puts(), 1, "nothing else was begun");
    let db = store.database();
    assert_eq!(block_on(db.aggregate::<Tally<FIRST>>(49_u64).load()).unwrap().sum, 1);
}

#[test]
fn a_database_is_settled_when_nothing_was_ever_due() {
    let db = Gated::default().database();
    settle(&db);
    add_times(&db.aggregate::<Tally<TENTH>>(1_u64), 9);
    settle(&db);
}

#[test]
fn a_database_is_not_settled_while_a_snapshot_is_being_taken() {
    let store = Gated::default();
    let db = store.database();
    store.shut();
    add(&db.aggregate::<Tally<FIRST>>(1_u64));
    store.wait_for_puts(1);
    let mut settled = pin!(db.snapshots_settled());
    let poll = settled.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(poll.is_pending(), "nothing waits, but one is under way");
    store.open();
    block_on(settled);
    assert_eq!(db.statistics().snapshots_taken, 1);
}

/// Whoever waits on one clone sees what another has made due.
#[test]
fn clones_share_the_worker() {
    let store = Gated::default();
    let db = store.database();
    let clone = db.clone();
    add(&db.aggregate::<Tally<FIRST>>(1_u64));
    drop(db);
    settle(&clone);
    assert_eq!(clone.statistics().snapshots_taken, 1);
}

/// The worker must not keep the directory locked after the last clone of the database is gone.
#[cfg(feature = "sled")]
#[test]
fn a_directory_can_be_opened_again_at_once() {
    use patterns_core::store::SledStore;
    let directory = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let store = Gated::on(SledStore::open(directory.path()).unwrap(), Hands::default());
        let (db, is_held) = (store.database(), store.watch());
        drop(store);
        for number in 0..30_u64 {
            let one = db.aggregate::<Tally<FIRST>>(number);
            assert_eq!(block_on(one.load()).unwrap().sum, round);
            add(&one);
        }
        assert!(is_held());
        drop(db);
        assert!(!is_held());
    }
}
