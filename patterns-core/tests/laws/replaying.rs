//! What cannot be decoded stops the reader, and names are pinned.

use bytes::Bytes;
use patterns_core::{
    event::{DecodeError, Event, EventData, EventName, decode, encode},
    repository::{CommandError, Database, LoadError, ReplayCause, ReplayError},
    store::{Direction, MemoryStore, conformance::block_on},
};
use proptest::prelude::*;

use super::account::{
    Account, AccountEvent, ID, any_event, any_events, append, append_raw, stream,
};

/// One event of every shape.
fn shapes() -> [AccountEvent; 4] {
    [
        AccountEvent::Closed,
        AccountEvent::Deposited(7),
        AccountEvent::Moved("b".into(), 3),
        AccountEvent::Opened { owner: "Ann".into(), limit: Some(9) },
    ]
}

/// Every way to ask for the events runs into the same error.
fn check_stops(before: &[AccountEvent], spoilt: &EventData, expected: fn(&DecodeError) -> bool) {
    let db = Database::new(MemoryStore::new());
    append(&db, before);
    append_raw(&db, vec![spoilt.clone()]);
    append(&db, &[AccountEvent::Closed]);
    let account = db.aggregate::<Account>(ID);
    let check = |error: LoadError| {
        let LoadError::Replay(error) = error else { panic!("{error:?}") };
        check_error(&error, before.len() as u64 + 1, spoilt, expected);
    };
    check(block_on(account.load()).unwrap_err());
    check(block_on(account.read(1, Direction::Forward, usize::MAX)).unwrap_err());
    check(block_on(account.read(u64::MAX, Direction::Backward, usize::MAX)).unwrap_err());
    match block_on(account.update(|_| AccountEvent::Closed)).unwrap_err() {
        CommandError::Load(error) => check(error),
        other => panic!("{other:?}"),
    }
    let head = block_on(db.store().read_stream(&stream(), 1, Direction::Forward, 0)).unwrap().head;
    assert_eq!(head, before.len() as u64 + 2, "nothing was recorded");
}

fn check_error(
    error: &ReplayError,
    version: u64,
    spoilt: &EventData,
    expected: fn(&DecodeError) -> bool,
) {
    assert_eq!((error.version, &error.stream), (version, &stream()));
    assert_eq!(error.event, spoilt.name);
    let ReplayCause::Decode(cause) = &error.cause else { panic!("{:?}", error.cause) };
    assert!(expected(cause), "{cause:?}");
    let said = error.to_string();
    for part in ["account/1234", &version.to_string(), &*spoilt.name] {
        assert!(said.contains(part), "`{said}` must name {part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn e6_an_unknown_event_stops_the_reader(before in any_events(5), event in any_event()) {
        for name in ["", "Deposited", "deposite", "deposited ", "unknown"] {
            let spoilt =
                EventData { name: EventName::from_static(name), ..encode(&event).unwrap() };
            check_stops(&before, &spoilt, |cause| matches!(cause, DecodeError::UnknownName));
        }
    }

    #[test]
    fn e6_another_schema_version_stops_the_reader(before in any_events(5), event in any_event()) {
        let right = encode(&event).unwrap();
        for version in [0, 1, 2, 3, u16::MAX].into_iter().filter(|v| *v != right.schema_version) {
            let spoilt = EventData { schema_version: version, ..right.clone() };
            check_stops(&before, &spoilt, |cause| {
                matches!(cause, DecodeError::UnsupportedVersion { stored, supported, .. }
                    if stored != supported)
            });
        }
    }

    #[test]
    fn e6_bytes_left_over_stop_the_reader(
        before in any_events(5),
        event in any_event(),
        rest in proptest::collection::vec(any::<u8>(), 1..9),
    ) {
        let right = encode(&event).unwrap();
        let payload = Bytes::from([right.payload.as_ref(), &rest].concat());
        check_stops(&before, &EventData { payload, ..right }, is_about_fields);
    }

    #[test]
    fn e6_missing_bytes_stop_the_reader(before in any_events(3), event in any_event()) {
        let right = encode(&event).unwrap();
        for length in 0..right.payload.len() {
            let payload = right.payload.slice(..length);
            check_stops(&before, &EventData { payload, ..right.clone() }, is_about_fields);
        }
    }
}

/// What an event without fields is stored as when it had named fields in another release: a map without entries.
const NO_FIELDS: u8 = 0x80;

/// The beginning of a list or of a map is one more byte too, though nothing follows it.
#[test]
fn e6_any_single_byte_left_over_stops_the_reader() {
    for event in shapes() {
        let had_fields = |rest: &u8| event == AccountEvent::Closed && *rest == NO_FIELDS;
        for rest in (0..=u8::MAX).filter(|rest| !had_fields(rest)) {
            let right = encode(&event).unwrap();
            let payload = Bytes::from([right.payload.as_ref(), &[rest]].concat());
            check_stops(&[], &EventData { payload, ..right }, is_about_fields);
        }
    }
}

fn is_about_fields(cause: &DecodeError) -> bool {
    matches!(cause, DecodeError::Fields(_) | DecodeError::TrailingBytes)
}

/// The fields of one shape under the name of another. Only an event without fields reads one with named fields: as after a release that
/// removed them all, they are unknown fields like any others.
#[test]
fn e6_the_fields_of_another_event_stop_the_reader() {
    for (at, event) in shapes().iter().enumerate() {
        for (other_at, other) in shapes().iter().enumerate() {
            let payload = encode(other).unwrap().payload;
            let spoilt = EventData { payload, ..encode(event).unwrap() };
            let removed_all = (event, other) == (&shapes()[0], &shapes()[3]);
            if at == other_at || removed_all {
                assert_eq!(decode::<AccountEvent>(&spoilt).unwrap(), *event);
            } else {
                check_stops(&[], &spoilt, is_about_fields);
            }
        }
    }
}

#[test]
fn e6_a_missing_field_is_named() {
    #[derive(serde::Serialize)]
    struct WithoutOwner {
        limit: Option<i64>,
    }
    let payload = rmp_serde::to_vec_named(&WithoutOwner { limit: None }).unwrap();
    let opened = AccountEvent::Opened { owner: String::new(), limit: None };
    let spoilt = EventData { payload: payload.into(), ..encode(&opened).unwrap() };
    check_stops(&[], &spoilt, |cause| cause.to_string().contains("missing field `owner`"));
}

#[test]
fn e6_a_tuple_of_another_length_stops_the_reader() {
    for payload in [rmp_serde::to_vec(&("b",)), rmp_serde::to_vec(&("b", 3, 4))] {
        let moved = encode(&AccountEvent::Moved("b".into(), 3)).unwrap();
        let spoilt = EventData { payload: payload.unwrap().into(), ..moved };
        check_stops(&[], &spoilt, is_about_fields);
    }
}

#[test]
fn e7_a_renamed_event_is_read_by_its_old_names() {
    let moved = AccountEvent::Moved("b".into(), 3);
    for old in ["shifted", "sent", "moved"] {
        let stored = EventData { name: EventName::from_static(old), ..encode(&moved).unwrap() };
        assert_eq!(decode::<AccountEvent>(&stored).unwrap(), moved);
        let db = Database::new(MemoryStore::new());
        append_raw(&db, vec![stored]);
        assert_eq!(block_on(db.aggregate::<Account>(ID).load()).unwrap().balance, -3);
    }
    assert_eq!(&*encode(&moved).unwrap().name, "moved", "it is written under its new name");
}

#[test]
fn e7_stored_names_are_those_of_the_schema() {
    for (event, schema) in shapes().iter().zip(AccountEvent::SCHEMA) {
        let stored = encode(event).unwrap();
        assert_eq!((&*stored.name, stored.schema_version), (schema.name, schema.version));
        let text = String::from_utf8_lossy(&stored.payload);
        for rust_name in ["::", "AccountEvent", "Closed", "Deposited", "Moved", "Opened"] {
            assert!(!text.contains(rust_name) && !stored.name.contains(rust_name), "{rust_name}");
        }
    }
}
