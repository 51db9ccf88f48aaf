//! Whom data is about.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use data_patterns::{event::EncodeError, personal::*, prelude::*};
use serde::ser::SerializeStructVariant as _;

use super::types::{
    Address, Customer, CustomerEvent, Order, OrderEvent, address, database, gone, known, unrecorded,
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

#[pollster::test]
async fn what_a_command_answers_is_about_whom_it_was_recorded_about() {
    let (db, _) = database();
    let customer = db.aggregate::<Customer>(7);
    let registered = customer.register("Ann", "free").await.unwrap();
    let cached = db.aggregate::<super::types::Cached>(8);
    let renamed = cached.record(CustomerEvent::renamed(known("Bea"))).await.unwrap();
    let names = registered.events.iter().chain(&renamed.events).map(|event| match event {
        CustomerEvent::Registered { name, .. } | CustomerEvent::Renamed { name } => name.clone(),
        other => panic!("{other:?}"),
    });
    for (name, number) in names.zip([7, 8]) {
        assert_eq!(name.subject(), Some(&subject_of::<Customer>(&number)));
        let order = db.aggregate::<Order>(number);
        let placed = OrderEvent::placed(9, Personal::default(), vec![], "carl".into(), Some(name));
        order.record(placed).await.unwrap();
        db.forget(subject_of::<Customer>(&number)).await.unwrap();
        assert_eq!(order.load().await.unwrap().note, Some(gone()));
    }
}

#[derive(Clone, Debug, Deserialize, Event)]
pub(crate) enum Swapped {
    Sent {
        #[personal(subject = guest)]
        text: Personal<String>,
        guest: String,
        #[personal]
        own: Personal<String>,
    },
}

/// By hand, in another order than that of the source.
impl Serialize for Swapped {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self::Sent { text, guest, own } = self;
        let mut fields = to.serialize_struct_variant("Swapped", 0, "Sent", 3)?;
        fields.serialize_field("own", own)?;
        fields.serialize_field("guest", guest)?;
        fields.serialize_field("text", text)?;
        fields.end()
    }
}

#[derive(Aggregate)]
struct Mailbox {
    #[id]
    number: u64,
}

#[fold]
impl Apply for Mailbox {
    type Event = Swapped;

    fn apply(&mut self, _: Swapped) {}
}

#[pollster::test]
async fn a_field_that_is_written_in_the_place_of_another_is_not_about_whom_that_is() {
    let (db, _) = database();
    let sent = Swapped::Sent { text: known("Hi"), guest: "carl".into(), own: known("Ann") };
    let error = db.aggregate::<Mailbox>(1).record(sent).await.unwrap_err();
    let CommandError::Encode { cause: EncodeError::Field(error), .. } = error else {
        panic!("{error:?}")
    };
    assert!(error.to_string().contains("`own` is written in the place of `text`"), "{error}");
}

#[test]
fn two_values_are_one_about_their_subject_and_of_two_subjects_none() {
    let (ann, blank) = (|| Personal::about("ann", 1), Personal::<u8>::default);
    let joined = |zipped: Option<Personal<(u8, u8)>>| {
        zipped.map(|both| (both.subject().map(ToString::to_string), both.into_inner()))
    };
    let about_ann = |values| Some((Some("ann".to_string()), values));
    assert_eq!(joined(ann().zip(ann())), about_ann(Some((1, 1))));
    assert_eq!(joined(ann().zip(blank())), about_ann(Some((1, 0))));
    assert_eq!(joined(Personal::new(2).zip(ann())), about_ann(Some((2, 1))));
    assert_eq!(joined(Personal::new(2).zip(blank())), Some((None, Some((2, 0)))));
    assert_eq!(joined(ann().zip(gone())), about_ann(None));
    assert_eq!(joined(gone().zip(blank())), Some((None, None)));
    assert_eq!(joined(ann().zip(Personal::about("bea", 2))), None);
}

#[test]
fn subjects_are_told_apart_by_type_and_name() {
    assert_ne!(subject_of::<Customer>(&7), subject_of::<Order>(&7));
    assert_ne!(subject_of::<Customer>(&7), Subject::of(&7_u64));
    assert_ne!(Subject::from("customer/7"), subject_of::<Customer>(&7));
    assert_eq!(Subject::of(&7_u8).id(), Subject::of(&7_u64).id(), "a wider key finds its data");
}

/// About somebody else every time it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unsteady;

impl Serialize for Unsteady {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        static TIMES: AtomicU64 = AtomicU64::new(0);
        let whom = Subject::of(&TIMES.fetch_add(1, Relaxed));
        Personal::about(whom, "x".to_string()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Unsteady {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Personal::<String>::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Aggregate)]
struct Board {
    #[id]
    number: u64,
    notes: usize,
}

#[events]
impl Board {
    fn noted(&mut self, _about: Unsteady) {}

    fn pinned(&mut self, _note: Personal<String>) {
        self.notes += 1;
    }
}

#[pollster::test]
async fn what_is_about_somebody_else_every_time_is_refused() {
    let (db, _) = database();
    let recorded = db.aggregate::<Board>(1).record(BoardEvent::noted(Unsteady)).await;
    let error = unrecorded(recorded);
    assert!(matches!(error, PersonalError::Keys { .. }), "{error}");
    assert!(error.to_string().contains("somebody else every time"), "{error}");
}

#[pollster::test]
async fn one_command_may_be_about_very_many() {
    let (db, _) = database();
    let board = db.aggregate::<Board>(1);
    let note = |number: u64| BoardEvent::pinned(Personal::about(Subject::of(&number), "x".into()));
    board.record((0..100).map(note).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(board.load().await.unwrap().notes, 100);
}
