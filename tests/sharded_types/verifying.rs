//! Tamper evidence as an application sees it.

use data_patterns::{event::StreamHash, prelude::*, store::SignOff};

use crate::types::{Account, database, move_away};

#[pollster::test]
async fn e10_what_was_signed_off_of_an_account_holds_after_moves() {
    let db = database(2);
    let account = db.aggregate::<Account>(7);
    assert!(account.verify().await.unwrap().is_intact(), "nobody wrote to it");
    for _ in 0..5 {
        account.deposit(10).await.unwrap();
    }
    let signed: StreamHash = account.sign_off().await.unwrap().to_string().parse().unwrap();
    assert_eq!(signed.version, 5);
    for _ in 0..3 {
        move_away(&db, 7).await;
        account.deposit(1).await.unwrap();
    }
    let verified = account.verify_against(&signed).await.unwrap();
    assert!(verified.is_intact(), "{verified}");
    assert_eq!(verified.events, 8);
    let other = db.aggregate::<Account>(8);
    for _ in 0..6 {
        other.deposit(10).await.unwrap();
    }
    let verified = other.verify_against(&signed).await.unwrap();
    assert_eq!(verified.findings.len(), 1, "another account is another chain: {verified}");
}

#[pollster::test]
async fn e10_a_database_is_verified_against_what_was_signed_off() {
    let db = database(3);
    for number in 0..10 {
        db.aggregate::<Account>(number).deposit(1).await.unwrap();
    }
    let signed: SignOff = db.sign_off().await.unwrap().to_string().parse().unwrap();
    db.aggregate::<Account>(3).deposit(1).await.unwrap();
    move_away_of_three(&db).await;
    let verified = db.verify_against(&signed).await.unwrap();
    assert!(verified.is_intact(), "{verified}");
    let elsewhere = database(3);
    for number in 0..10 {
        elsewhere.aggregate::<Account>(number).deposit(1).await.unwrap();
    }
    assert!(!elsewhere.verify_against(&signed).await.unwrap().is_intact());
    assert!(elsewhere.verify().await.unwrap().is_intact());
}

async fn move_away_of_three(db: &Database) {
    let shards = db.shards().unwrap();
    let stream = db.aggregate::<Account>(3).stream().clone();
    let slot = shards.slot_of(&stream).await.unwrap().unwrap();
    let owner = shards.map().slot(slot).unwrap().owner.clone();
    let map = shards.map();
    let other = map.nodes().map(|node| node.node.name.clone()).find(|name| *name != owner);
    assert!(shards.move_slot(slot, &other.unwrap()).await.unwrap().moved);
}
