//! Whom data is about.

use data_patterns::personal::*;

use super::types::{
    Address, Customer, Order, OrderEvent, address, database, gone, known, unrecorded,
};

fn placed(note: Option<Personal<String>>) -> OrderEvent {
    let greetings = vec![known("Hi"), Personal::about("bea", "Cheers".into())];
    OrderEvent::placed(7, Personal::new(address()), greetings, "carl".into(), note)
}

#[pollster::test]
async fn each_field_is_about_whom_the_event_says() {
    let (db, _) = database();
    let order = db.aggregate::<Order>(1);
    order.record(placed(Some(known("ring twice")))).await.unwrap();
    let state = order.load().await.unwrap();
    let subject = |value: &Personal<String>| value.subject().unwrap().to_string();
    assert_eq!(state.address.subject(), Some(&subject_of::<Customer>(&7)));
    assert_eq!(state.greetings.iter().map(subject).collect::<Vec<_>>(), ["carl", "bea"]);
    assert_eq!(subject(state.note.as_ref().unwrap()), "order/1");
}

#[pollster::test]
async fn of_two_subjects_in_one_event_each_is_forgotten_alone() {
    let cases: [(&str, [bool; 4]); 4] = [
        ("carl", [false, true, false, false]),
        ("bea", [false, false, true, false]),
        ("customer", [true, false, false, false]),
        ("order", [false, false, false, true]),
    ];
    for (whom, expected) in cases {
        let (db, _) = database();
        let order = db.aggregate::<Order>(1);
        order.record(placed(Some(known("ring twice")))).await.unwrap();
        match whom {
            "customer" => db.aggregate::<Customer>(7).forget().await,
            "order" => order.forget().await,
            text => db.forget(text).await,
        }
        .unwrap();
        let state = order.load().await.unwrap();
        let forgotten = [
            state.address.is_forgotten(),
            state.greetings[0].is_forgotten(),
            state.greetings[1].is_forgotten(),
            state.note.as_ref().unwrap().is_forgotten(),
        ];
        assert_eq!(forgotten, expected, "{whom}");
    }
}

#[pollster::test]
async fn one_forgotten_subject_keeps_the_whole_event_from_being_recorded() {
    let (db, keys) = database();
    db.forget("carl").await.unwrap();
    let order = db.aggregate::<Order>(1);
    let refused = unrecorded(order.record(placed(None)).await);
    assert!(matches!(refused, PersonalError::Forgotten { subject } if subject == "carl".into()));
    assert_eq!(order.load().await.unwrap().version(), 0);
    let others = keys.find(&"bea".into()).await.unwrap();
    assert!(!matches!(others, KeyState::Destroyed), "nobody else is forgotten for it");
}

#[pollster::test]
async fn a_copy_is_about_whom_the_original_is_about() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    customer.move_to(address()).await.unwrap();
    let copied = customer.load().await.unwrap().addresses[0].clone();
    let order = db.aggregate::<Order>(1);
    // Recorded by an order, in fields about others, and changed on the way.
    let note = copied.clone().map(|address: Address| address.city);
    order.record(OrderEvent::placed(8, copied, vec![], "carl".into(), Some(note))).await.unwrap();
    assert_eq!(order.load().await.unwrap().note, Some(known("Köln")));

    customer.forget().await.unwrap();
    let state = order.load().await.unwrap();
    assert_eq!((&state.address, &state.note), (&gone(), &Some(gone())));
}

#[test]
fn subjects_are_told_apart_by_type_and_name() {
    assert_ne!(subject_of::<Customer>(&7), subject_of::<Order>(&7));
    assert_ne!(subject_of::<Customer>(&7), Subject::of(&7_u64));
    assert_ne!(Subject::from("customer/7"), subject_of::<Customer>(&7));
    assert_eq!(Subject::of(&7_u8).id(), Subject::of(&7_u64).id(), "a wider key finds its data");
}
