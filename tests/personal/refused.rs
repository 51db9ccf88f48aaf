//! Every way to lose personal data, or to show it by accident, is an error that says what is wrong.

use data_patterns::{
    event::{EncodeError, EventData, encode},
    personal::*,
    prelude::*,
    store::{Append, EventStore, ExpectedVersion, MemoryStore},
};

use super::types::{
    Customer, CustomerEvent, Hooked, Order, database, gone, known, unreadable, unrecorded,
};

/// A store with the same events, each changed by `change`.
pub(crate) async fn copied(db: &Database, change: impl Fn(EventData) -> EventData) -> MemoryStore {
    let copy = MemoryStore::new();
    for event in db.store().read_log(1, 1000).await.unwrap() {
        let events = vec![change(event.data)];
        let entry = Append { stream: event.stream, expected: ExpectedVersion::Any, events };
        copy.append(vec![entry]).await.unwrap();
    }
    copy
}

async fn registered() -> (Database, std::sync::Arc<MemoryKeys>) {
    let (db, keys) = database();
    db.aggregate::<Customer>(7).register("Ann", "free").await.unwrap();
    (db, keys)
}

#[pollster::test]
async fn without_keys_nothing_personal_is_recorded_or_read() {
    let (db, _) = registered().await;
    let keyless = Database::new(copied(&db, |event| event).await);
    let customer = keyless.aggregate::<Customer>(7);
    assert!(matches!(unreadable(customer.load().await), PersonalError::NoKeys { .. }));
    let other = keyless.aggregate::<Customer>(8);
    assert!(matches!(unrecorded(other.rename("Bea").await), PersonalError::NoKeys { .. }));
    assert!(matches!(keyless.forget("ann").await, Err(PersonalError::NoKeys { .. })));
    other.subscribe("gold").await.unwrap();
    assert_eq!(other.load().await.unwrap().plan, "gold", "what is not personal needs no keys");
}

#[pollster::test]
async fn a_lost_key_never_looks_like_forgetting() {
    let (db, _) = registered().await;
    let copy = copied(&db, |event| event).await;
    let lost = Database::new(copy).with_keys(MemoryKeys::new());
    let customer = lost.aggregate::<Customer>(7);
    let missing = |error| matches!(error, PersonalError::KeyMissing { subject } if subject.to_string() == "customer/7");
    assert!(missing(unreadable(customer.load().await)));
    assert!(missing(unreadable(customer.at(1).await)));
    assert!(missing(unreadable(customer.history().all().await)));
    assert!(matches!(customer.subscribe("gold").await, Err(CommandError::Load(_))));
}

#[pollster::test]
async fn a_wrong_key_is_an_error() {
    let (db, _) = registered().await;
    let wrong = MemoryKeys::new();
    wrong.create(&subject_of::<Customer>(&7)).await.unwrap();
    let db = Database::new(copied(&db, |event| event).await).with_keys(wrong);
    let error = unreadable(db.aggregate::<Customer>(7).load().await);
    assert!(matches!(error, PersonalError::Undecipherable { .. }), "{error}");
}

#[pollster::test]
async fn a_key_store_that_fails_is_an_error() {
    let keys = std::sync::Arc::new(Hooked::default());
    let db = Database::new(MemoryStore::new()).with_keys(std::sync::Arc::clone(&keys));
    let customer = db.aggregate::<Customer>(7);
    customer.register("Ann", "free").await.unwrap();
    keys.failing.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(matches!(unreadable(customer.load().await), PersonalError::Keys { .. }));
    let bea = db.aggregate::<Customer>(8).rename("Bea").await;
    assert!(matches!(unrecorded(bea), PersonalError::Keys { .. }));
    assert!(matches!(customer.forget().await, Err(PersonalError::Keys { .. })));
}

#[pollster::test]
async fn every_changed_byte_of_a_value_is_an_error() {
    let (db, keys) = registered().await;
    let payload = db.store().read_log(1, 1).await.unwrap()[0].data.payload.clone();
    // A map of two, `name`, and 8 bits of length; then what stands for the value: one byte, 24 of the nonce, 4 of the text, 16 of the tag.
    let value = 8..8 + 1 + 24 + 4 + 16;
    assert_eq!(payload[..8], *b"\x82\xa4name\xc4\x2d");
    for place in value.clone() {
        for bit in 0..8 {
            let change = |event: EventData| {
                let mut payload = event.payload.to_vec();
                payload[place] ^= 1 << bit;
                EventData { payload: payload.into(), ..event }
            };
            let db = Database::new(copied(&db, change).await).with_keys(keys.clone());
            let read = db.aggregate::<Customer>(7).load().await;
            if place == value.start && bit == 0 {
                // Then it claims to be a default, and is whatever these bytes are: of that only the chain of hashes tells.
                continue;
            }
            let error = unreadable(read);
            let expected =
                matches!(error, PersonalError::Undecipherable { .. } | PersonalError::Malformed(_));
            assert!(expected, "bit {bit} of byte {place}: {error}");
        }
    }
}

#[pollster::test]
async fn a_value_does_not_decrypt_in_another_stream() {
    let (db, keys) = database();
    let about = |name: &str| CustomerEvent::renamed(Personal::about("ann", name.into()));
    db.aggregate::<Customer>(7).record(about("Ann")).await.unwrap();
    let stolen = db.store().read_log(1, 1).await.unwrap()[0].data.clone();
    let stream = db.aggregate::<Customer>(8).stream().clone();
    let entry = Append { stream, expected: ExpectedVersion::Any, events: vec![stolen] };
    let store = MemoryStore::new();
    store.append(vec![entry]).await.unwrap();
    let db = Database::new(store).with_keys(keys);
    let error = unreadable(db.aggregate::<Customer>(8).load().await);
    assert!(matches!(error, PersonalError::Undecipherable { .. }), "{error}");
}

#[test]
fn outside_of_a_database_nothing_is_written() {
    let name = known("Ann");
    let error = serde_json::to_string(&name).unwrap_err().to_string();
    assert!(error.contains("by a database with keys"), "{error}");
    assert!(serde_json::from_str::<Personal<String>>("\"Ann\"").is_err());
    let encoded = encode(&CustomerEvent::renamed(name));
    assert!(matches!(encoded, Err(EncodeError::Field(_))), "{encoded:?}");
}

#[derive(Aggregate)]
struct Leaking {
    #[id]
    number: u64,
    seen: Vec<String>,
}

#[events]
impl Leaking {
    fn named(&mut self, #[personal] name: Personal<String>) {
        // Within the reach of the keys, but for reading.
        self.seen.push(serde_json::to_string(&name).unwrap_or_else(|error| error.to_string()));
    }
}

#[pollster::test]
async fn nothing_is_written_while_the_database_reads() {
    let (db, _) = database();
    let leaking = db.aggregate::<Leaking>(1);
    leaking.record(LeakingEvent::named(known("Ann"))).await.unwrap();
    let seen = &leaking.load().await.unwrap().seen;
    assert!(seen[0].contains("by a database with keys"), "{seen:?}");
}

#[pollster::test]
async fn nobody_sees_a_value_by_accident() {
    let (db, _) = registered().await;
    let customer = db.aggregate::<Customer>(7);
    let state = customer.load().await.unwrap();
    let events = customer.history().all().await.unwrap();
    let wrong =
        customer.update(|customer: &Customer| Err::<CustomerEvent, _>(customer.clone())).await;
    for shown in
        [format!("{state:?}"), format!("{events:?}"), format!("{wrong:?}"), format!("{db:?}")]
    {
        assert!(!shown.contains("Ann"), "{shown}");
    }
    assert_eq!(
        format!("{:?} {:?}", known("Ann"), gone::<String>()),
        "Personal(..) Personal(forgotten)"
    );
}

#[pollster::test]
async fn a_text_that_was_stored_in_the_clear_is_not_taken_for_personal() {
    #[derive(Aggregate)]
    #[aggregate(name = "order")]
    struct Older {
        #[id]
        number: u64,
        name: String,
    }
    #[events]
    impl Older {
        fn placed(&mut self, note: Option<String>) {
            self.name = note.unwrap_or_default();
        }
    }
    let (db, _) = database();
    db.aggregate::<Older>(1).record(OlderEvent::placed(Some("ring".into()))).await.unwrap();
    let error = db.aggregate::<Order>(1).load().await.unwrap_err().to_string();
    assert!(!error.contains("ring"), "{error}");
}
