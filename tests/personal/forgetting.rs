//! What is there before, and what is left after.

use data_patterns::personal::*;

use super::types::{Customer, CustomerEvent, address, database, gone, known, unrecorded};

#[pollster::test]
async fn what_was_recorded_is_read_until_it_is_forgotten() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    customer.move_to(address()).await.unwrap();
    let before = customer.load().await.unwrap();
    assert_eq!((&before.name, &before.plan), (&known("Ann"), &"free".to_string()));
    assert_eq!(before.addresses, [Personal::new(address())]);

    assert!(customer.forget().await.unwrap(), "there was a key");
    let after = customer.load().await.unwrap();
    assert_eq!((&after.name, &after.plan), (&gone(), &"free".to_string()));
    assert_eq!(after.addresses, [gone()]);
    assert_eq!((after.name.get(), after.version()), (None, 2));
}

#[pollster::test]
async fn forgetting_is_idempotent_and_needs_nothing_to_forget() {
    let (db, _) = database();
    db.aggregate::<Customer>(7).register("Ann", "free").await.unwrap();
    let forgotten = [db.forget(subject_of::<Customer>(&7)).await, db.forget("nobody").await];
    assert_eq!(forgotten.map(Result::unwrap), [true, false]);
    let again = [db.aggregate::<Customer>(7).forget().await, db.forget("nobody").await];
    assert_eq!(again.map(Result::unwrap), [false, false]);
}

#[pollster::test]
async fn nothing_personal_is_recorded_about_the_forgotten_and_everything_else_is() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    customer.forget().await.unwrap();
    let refused = unrecorded(customer.rename("Anna").await);
    assert!(
        matches!(refused, PersonalError::Forgotten { subject } if subject.to_string() == "customer/7")
    );
    assert_eq!(customer.load().await.unwrap().version(), 1, "nothing was recorded");

    customer.subscribe("gold").await.unwrap();
    // A forgotten value holds nothing, and a default nothing of anybody's.
    let harmless = [CustomerEvent::renamed(gone()), CustomerEvent::renamed(Personal::default())];
    customer.record(harmless).await.unwrap();
    let left = customer.load().await.unwrap();
    assert_eq!((&left.plan, &left.name), (&"gold".to_string(), &known("")));
    assert_eq!(customer.at(3).await.unwrap().unwrap().name, gone());
}

#[pollster::test]
async fn nobody_else_is_forgotten_along() {
    let (db, _) = database();
    for number in 1..=3 {
        db.aggregate::<Customer>(number).register(&format!("Ann {number}"), "free").await.unwrap();
    }
    db.aggregate::<Customer>(2).forget().await.unwrap();
    for (number, name) in [(1, known("Ann 1")), (2, gone()), (3, known("Ann 3"))] {
        assert_eq!(db.aggregate::<Customer>(number).load().await.unwrap().name, name);
    }
}

#[pollster::test]
async fn a_default_needs_no_key_and_is_never_forgotten() {
    let (db, keys) = database();
    let customer = db.aggregate::<Customer>(7);
    for plan in ["a", "b", "c"] {
        customer.subscribe(plan).await.unwrap();
    }
    customer.snapshot().await.unwrap();
    let found = keys.find(&subject_of::<Customer>(&7)).await.unwrap();
    assert!(matches!(found, KeyState::Unknown), "a key was made for nothing");
    customer.forget().await.unwrap();
    assert_eq!(customer.load().await.unwrap().name, known(""));
}

#[pollster::test]
async fn snapshots_are_taken_used_and_forgotten() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    for plan in ["a", "b", "c", "d"] {
        customer.subscribe(plan).await.unwrap();
    }
    db.snapshots_settled().await;
    let taken = db.statistics().snapshots_taken;
    assert!(taken > 0, "{:?}", db.statistics());
    assert_eq!(customer.load().await.unwrap().name, known("Ann"));
    let used = db.statistics().snapshots_used;
    assert!(used > 0, "{:?}", db.statistics());

    customer.forget().await.unwrap();
    assert_eq!(customer.load().await.unwrap().name, gone(), "read from the snapshot of before");
    for plan in ["e", "f", "g", "h"] {
        customer.subscribe(plan).await.unwrap();
    }
    db.snapshots_settled().await;
    assert_eq!(customer.load().await.unwrap().name, gone(), "read from a snapshot of after");
    let after = db.statistics();
    assert!(after.snapshots_used > used && after.snapshots_taken > taken, "{after:?}");
    assert_eq!((after.snapshots_failed, after.snapshots_ignored), (0, 0));
}
