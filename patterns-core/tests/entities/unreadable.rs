//! What is stored and is no record stops whoever reads it (promise E6).

use patterns_core::{
    entity::{ReadError, UnreadableCause, WriteError},
    event::StreamId,
};

use super::samples::{Counter, append_raw, counter, on_each_store};

async fn unreadable(counters: &patterns_core::entity::Entities<Counter>) -> ReadError {
    let error = counters.get("a").await.unwrap_err();
    let scanned = counters.scan(None, 9).await.unwrap_err();
    assert_eq!(scanned.to_string(), error.to_string(), "a scan skips nothing");
    let inserted = counters.insert(counter("a", 1)).await.unwrap_err();
    assert!(matches!(inserted, WriteError::Read(_)), "{inserted:?}");
    error
}

#[test]
fn e6_bytes_that_do_not_decode_are_an_error() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("before", 1)).await.unwrap();
        counters.put(counter("a", 1)).await.unwrap();
        append_raw(&db, &"a".to_string(), "put", vec![0x81, 0xa4]).await;
        let error = unreadable(&counters).await;
        let ReadError::Unreadable(found) = &error else { panic!("{error:?}") };
        assert_eq!(found.record, StreamId::new("counter", &"a".to_string()));
        assert_eq!(found.version, 2);
        assert!(matches!(found.cause, UnreadableCause::Decode(_)), "{found:?}");
        let message = error.to_string();
        assert!(message.starts_with("cannot read version 2 of record counter/a: "), "{message}");
        counters.put(counter("a", 2)).await.unwrap();
        let read = counters.get("a").await.unwrap().unwrap();
        assert_eq!(read.version(), 3, "a record put over it can be read");
    });
}

#[test]
fn e6_events_of_other_types_are_an_error() {
    on_each_store(async |db| {
        append_raw(&db, &"a".to_string(), "opened", vec![0x80]).await;
        let error = unreadable(&db.entities::<Counter>()).await.to_string();
        assert!(error.contains("version 1 of record counter/a"), "{error}");
        assert!(error.contains("`opened`"), "{error}");
    });
}

#[test]
fn e6_a_record_under_another_key_is_an_error() {
    on_each_store(async |db| {
        let record = rmp_serde::to_vec_named(&counter("b", 1)).unwrap();
        append_raw(&db, &"a".to_string(), "put", record).await;
        let error = unreadable(&db.entities::<Counter>()).await.to_string();
        assert!(error.contains("record counter/a: it calls itself counter/b"), "{error}");
    });
}
