//! Caches, snapshots and handles do not notice a move.

use data_patterns::{cache::ReadMode, prelude::*, shard::Node};

use crate::types::{Account, database, move_away};

#[pollster::test]
async fn c1_a_cached_state_crosses_a_move_and_is_never_read_older() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    for round in 1..=30 {
        account.deposit(1).await.unwrap();
        if round % 3 == 0 {
            move_away(&db, 7).await;
        }
        assert_eq!(account.load().await.unwrap().balance, round);
        let strong = account.load_with(ReadMode::Strong).await.unwrap();
        assert_eq!((strong.balance, strong.version()), (round, round as u64));
    }
    let statistics = db.cache_statistics::<Account>().unwrap();
    assert!(statistics.hits >= 30, "{statistics:?}");
}

#[pollster::test]
async fn a_snapshot_crosses_a_move() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    for _ in 0..25 {
        account.deposit(1).await.unwrap();
    }
    db.snapshots_settled().await;
    move_away(&db, 7).await;
    let elsewhere = Database::sharded(db.shards().unwrap().clone());
    assert_eq!(elsewhere.aggregate::<Account>(7).load().await.unwrap().balance, 25);
    assert_eq!(elsewhere.statistics().snapshots_used, 1);
}

#[pollster::test]
async fn commands_go_on_while_their_slot_moves_to_and_fro() {
    let db = database(2);
    db.aggregate::<Account>(7).deposit(1).await.unwrap();
    let writers = (0..4).map(|_| {
        let db = db.clone();
        std::thread::spawn(move || {
            pollster::block_on(async {
                for _ in 0..200 {
                    db.aggregate::<Account>(7).deposit(1).await.unwrap();
                }
            });
        })
    });
    let writers: Vec<_> = writers.collect();
    while !writers.iter().all(std::thread::JoinHandle::is_finished) {
        move_away(&db, 7).await;
    }
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    let account = db.aggregate::<Account>(7);
    let state = account.load_with(ReadMode::Strong).await.unwrap();
    assert_eq!((state.balance, state.version()), (801, 801));
}

#[pollster::test]
async fn e3_an_embedded_cluster_is_there_after_it_was_opened_again() {
    let directory = tempfile::tempdir().unwrap();
    let nodes = || ["a", "b"].map(Node::new);
    let db = data_patterns::open_sharded(directory.path(), nodes()).unwrap();
    for number in 0..40 {
        db.aggregate::<Account>(number).deposit(number as i64).await.unwrap();
    }
    drop(db);
    let db = data_patterns::open_sharded(directory.path(), nodes()).unwrap();
    for number in 0..40 {
        let state = db.aggregate::<Account>(number).load().await.unwrap();
        assert_eq!((state.balance, state.version()), (number as i64, 1));
    }
    drop(db);
    std::fs::remove_dir_all(directory.path().join("b")).unwrap();
    let lost = data_patterns::open_sharded(directory.path(), nodes()).map(drop).unwrap_err();
    assert!(lost.to_string().contains("`b`"), "{lost}");
}

#[test]
fn nodes_have_names_that_directories_can_have() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["map", "", "..", "a/b", "a b"] {
        let refused = data_patterns::open_sharded(directory.path(), [Node::new(name)]);
        assert!(refused.is_err(), "{name}");
    }
}
