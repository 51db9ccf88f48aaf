//! Wherever a value comes to be stored, nothing of it is in the clear, and it is forgotten: in records, by commands that are carried out once, on
//! other nodes and in the archive.

use std::path::Path;

use data_patterns::{
    personal::{KeyDirectory, subject_of},
    prelude::*,
    shard::Node,
};

use super::{
    bytes::holding,
    records::Profile,
    sharded::{Member, MemberEvent, move_away},
    types::{Customer, CustomerEvent, gone, known},
};

const NAME: &str = "Unmistakable-Ann";

fn keys(directory: &Path) -> KeyDirectory {
    KeyDirectory::create(directory.join("keys")).unwrap()
}

/// Nothing is in any file, and nothing in what the store answers, which may be compressed in its file.
async fn check_nothing_in_the_clear(db: &Database, directory: &Path) {
    assert_eq!(holding(directory, NAME.as_bytes()), [""; 0]);
    for event in db.store().read_log(1, 1000).await.unwrap() {
        let mut windows = event.data.payload.windows(NAME.len());
        assert!(!windows.any(|window| window == NAME.as_bytes()), "{}", event.stream);
    }
}

#[pollster::test]
async fn a_record_is_nowhere_in_the_clear_and_is_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let db = data_patterns::open(directory.join("data")).unwrap().with_keys(keys(directory));
    let profiles = db.entities::<Profile>();
    profiles.put(Profile { id: 1, name: known(NAME), visits: 0 }).await.unwrap();
    profiles.edit(1_u64, |profile| profile.visits += 1).await.unwrap();
    assert_eq!(profiles.get(1_u64).await.unwrap().unwrap().name, known(NAME));
    check_nothing_in_the_clear(&db, directory).await;
    profiles.forget(1_u64).await.unwrap();
    assert_eq!(profiles.get(1_u64).await.unwrap().unwrap().name, gone());
    check_nothing_in_the_clear(&db, directory).await;
}

#[pollster::test]
async fn a_command_that_is_carried_out_once_is_nowhere_in_the_clear_and_is_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let db = data_patterns::open(directory.join("data")).unwrap().with_keys(keys(directory));
    let customer = db.aggregate::<Customer>(7);
    customer.once("command-1").register(NAME, "free").await.unwrap();
    check_nothing_in_the_clear(&db, directory).await;
    let name = async || match &customer.once("command-1").register("", "").await.unwrap().events[..]
    {
        [CustomerEvent::Registered { name, .. }] => name.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(name().await, known(NAME), "what it recorded then");
    customer.forget().await.unwrap();
    assert_eq!(name().await, gone());
    check_nothing_in_the_clear(&db, directory).await;
}

#[pollster::test]
async fn a_copy_on_another_node_is_nowhere_in_the_clear_and_is_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let nodes = ["node-1", "node-2"].map(Node::new);
    let db = data_patterns::open_sharded(directory.join("data"), nodes).unwrap();
    let db = db.with_keys(keys(directory));
    let member = db.aggregate::<Member>(7);
    for _ in 0..4 {
        member.record(MemberEvent::renamed(known(NAME))).await.unwrap();
    }
    db.snapshots_settled().await;
    move_away(&db, 7).await;
    assert_eq!(member.load().await.unwrap().name, known(NAME));
    assert_eq!(holding(directory, NAME.as_bytes()), [""; 0]);
    db.forget(subject_of::<Member>(&7)).await.unwrap();
    move_away(&db, 7).await;
    assert_eq!(member.load().await.unwrap().name, gone());
    assert_eq!(holding(directory, NAME.as_bytes()), [""; 0]);
}

#[cfg(feature = "archive")]
#[pollster::test]
async fn an_archived_event_is_nowhere_in_the_clear_and_is_forgotten() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let db = data_patterns::open(directory.join("data")).unwrap().with_keys(keys(directory));
    let customer = db.aggregate::<Customer>(7);
    for _ in 0..4 {
        customer.rename(NAME).await.unwrap();
    }
    db.snapshots_settled().await;
    // The newest commit stays live.
    db.aggregate::<Customer>(8).subscribe("gold").await.unwrap();
    let policy = data_patterns::repository::ArchivePolicy::new().keep_last(1);
    assert_eq!(db.archive::<Customer>(policy).await.unwrap().archived.events, 3);
    let first = async || customer.at(1).await.unwrap().unwrap().name.clone();
    assert_eq!(first().await, known(NAME));
    check_nothing_in_the_clear(&db, directory).await;
    customer.forget().await.unwrap();
    assert_eq!((first().await, customer.load().await.unwrap().name.clone()), (gone(), gone()));
    check_nothing_in_the_clear(&db, directory).await;
    assert!(db.verify().await.unwrap().is_intact());
}
