//! The past, with and without those who are in it.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use data_patterns::{personal::*, prelude::*, store::MemoryStore};

use super::types::{Customer, CustomerEvent, Hooked, address, database, gone, known, unreadable};

#[pollster::test]
async fn e9_corrections_work_before_and_after_forgetting() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    for name in ["Ann", "Anna", "Anne", "Annika"] {
        customer.rename(name).await.unwrap();
    }
    assert_eq!(customer.undo().await.unwrap().name, known("Anne"));
    assert_eq!(customer.redo().await.unwrap().name, known("Annika"));
    assert_eq!(customer.revert_to(1).await.unwrap().name, known("Ann"));
    customer.forget().await.unwrap();
    assert_eq!(customer.undo().await.unwrap().name, gone());
    assert_eq!(customer.revert_to(0).await.unwrap().name, known(""), "as before the first event");
    assert_eq!(customer.at(2).await.unwrap().unwrap().name, gone());
    assert!(customer.verify().await.unwrap().is_intact());
}

#[pollster::test]
async fn as_of_answers_for_both_times() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    let day = |day: u64| Timestamp::from_micros(day * 86_400_000_000);
    customer.occurred(day(1)).rename("Ann").await.unwrap();
    customer.occurred(day(3)).rename("Anna").await.unwrap();
    let at = async |day| customer.as_of(AsOf::occurred(day)).await.unwrap().into_state().name;
    assert_eq!((at(day(2)).await, at(day(4)).await), (known("Ann"), known("Anna")));
    let first = customer.read(1, Direction::Forward, 1).await.unwrap()[0].recorded_at;
    assert_eq!(customer.as_of(first).await.unwrap().name, known("Ann"));
    customer.forget().await.unwrap();
    assert_eq!((at(day(2)).await, at(day(4)).await), (gone(), gone()));
    assert_eq!(at(day(0)).await, known(""));
}

#[pollster::test]
async fn a_command_is_carried_out_once_and_answers_again() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    let first = customer.once("a").rename("Ann").await.unwrap();
    let again = customer.once("a").rename("Other").await.unwrap();
    assert_eq!((again.version, &again.events), (first.version, &first.events));
    customer.forget().await.unwrap();
    let again = customer.once("a").rename("Ann").await.unwrap();
    assert_eq!(again.version, 1);
    let name = match &again.events[..] {
        [CustomerEvent::Renamed { name }] => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(name, &gone(), "what it recorded then is forgotten");
}

async fn lines(history: data_patterns::history::History<Customer>) -> String {
    let mut lines = Vec::new();
    history.json_lines(&mut lines).await.unwrap();
    String::from_utf8(lines).unwrap()
}

#[pollster::test]
async fn a_written_history_shows_personal_data_on_request_only() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    customer.move_to(address()).await.unwrap();
    let table = async || customer.history().table().await.unwrap();
    for shown in [lines(customer.history()).await, table().await] {
        assert!(!shown.contains("Ann") && !shown.contains("Köln"), "{shown}");
        assert!(shown.contains("(personal)") && shown.contains("free"), "{shown}");
    }
    let disclosed = customer.history().with_personal_data().table().await.unwrap();
    for shown in [lines(customer.history().with_personal_data()).await, disclosed] {
        assert!(shown.contains("Ann") && shown.contains("Köln"), "{shown}");
    }
    customer.forget().await.unwrap();
    for shown in [lines(customer.history().with_personal_data()).await, table().await] {
        assert!(shown.contains("(forgotten)") && shown.contains("free"), "{shown}");
    }
}

#[pollster::test]
async fn a_history_that_was_begun_before_somebody_was_forgotten_shows_nothing_after() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.rename("Ann").await.unwrap();
    customer.rename("Anna").await.unwrap();
    let mut history = customer.history();
    let mut next = async || match history.next().await.unwrap().unwrap().into_event() {
        Some(CustomerEvent::Renamed { name }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(next().await, known("Ann"));
    customer.forget().await.unwrap();
    assert_eq!(next().await, gone(), "of the same page");
}

#[pollster::test]
async fn a_key_that_could_not_be_had_is_asked_for_again() {
    let keys = Arc::new(Hooked::default());
    let db = Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys));
    let customer = db.aggregate::<Customer>(7);
    customer.rename("Ann").await.unwrap();
    customer.rename("Anna").await.unwrap();
    let mut history = customer.history();
    keys.failing.store(true, SeqCst);
    let failed = history.next().await;
    assert!(matches!(unreadable(failed), PersonalError::Keys { .. }));
    keys.failing.store(false, SeqCst);
    let second = history.next().await.unwrap().unwrap();
    assert_eq!(second.into_event(), Some(CustomerEvent::renamed(known("Anna"))));
}

#[pollster::test]
async fn e10_the_chain_is_over_what_is_stored() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    let signed = db.sign_off().await.unwrap();
    db.forget(subject_of::<Customer>(&7)).await.unwrap();
    assert!(db.verify_against(&signed).await.unwrap().is_intact());
}
