//! What older releases have stored, read by today's.

use data_patterns::{
    event::{EncodeError, EventName},
    prelude::*,
    repository::ReplayCause,
    store::Direction,
};

use super::releases::{first, second, third};

const NUMBER: &str = "1234";

async fn stored_by_all() -> Database {
    let db = data_patterns::in_memory();
    let one = db.aggregate::<first::Account>(NUMBER);
    one.record(first::AccountEvent::opened("Ann Lee".to_owned())).await.unwrap();
    one.record(first::AccountEvent::deposited(3)).await.unwrap();
    let two = db.aggregate::<second::Account>(NUMBER);
    two.record(second::AccountEvent::deposited(50, "USD".to_owned())).await.unwrap();
    db
}

/// Also the one before, as far as it knows what was stored.
#[test]
fn e7_every_release_reads_what_those_before_it_have_stored() {
    pollster::block_on(async {
        let db = stored_by_all().await;
        let second = db.aggregate::<second::Account>(NUMBER).load().await.unwrap();
        assert_eq!(second.cents, 350);
        let account = db.aggregate::<third::Account>(NUMBER);
        let third = account.load().await.unwrap();
        assert_eq!((third.first.as_str(), third.last.as_str(), third.cents), ("Ann", "Lee", 350));
        account.pay_in(1).await.unwrap();
        assert_eq!(account.load().await.unwrap().cents, 351);
        let page =
            db.store().read_stream(account.stream(), 1, Direction::Forward, 9).await.unwrap();
        let stored: Vec<_> = page
            .events
            .iter()
            .map(|event| (event.data.name.as_str(), event.data.schema_version))
            .collect();
        assert_eq!(stored, [("opened", 1), ("deposited", 1), ("deposited", 2), ("paid_in", 3)]);
    });
}

#[test]
fn e7_a_retired_event_at_the_end_of_a_stream_hinders_nothing() {
    pollster::block_on(async {
        let db = stored_by_all().await;
        let before = db.aggregate::<first::Account>("2");
        before.record(first::AccountEvent::opened("Bea Moe".to_owned())).await.unwrap();
        before.record(first::AccountEvent::granted(7)).await.unwrap();
        let account = db.aggregate::<third::Account>("2");
        assert_eq!(account.load().await.unwrap().points, 7);
        account.pay_in(100).await.unwrap();
        let after = account.load().await.unwrap();
        assert_eq!((after.points, after.cents, after.version()), (7, 100, 3));
    });
}

/// Found only where the type has no function of this name itself.
trait Fallback {
    fn granted(_: u32) -> &'static str {
        "no constructor"
    }
}

impl Fallback for third::AccountEvent {}

#[test]
fn e7_a_retired_event_has_no_constructor() {
    assert_eq!(third::AccountEvent::granted(1), "no constructor");
}

#[test]
fn e7_a_retired_event_is_never_recorded() {
    pollster::block_on(async {
        let account = data_patterns::in_memory().aggregate::<third::Account>(NUMBER);
        let Err(CommandError::Encode { cause, .. }) = account.grant(3).await else {
            panic!("a retired event was recorded");
        };
        assert!(matches!(cause, EncodeError::Retired { event: "granted" }));
        assert_eq!(account.load().await.unwrap().version(), 0);
    });
}

#[test]
fn e6_what_an_upcaster_refuses_is_named_with_stream_version_event_and_step() {
    pollster::block_on(async {
        let db = data_patterns::in_memory();
        let before = db.aggregate::<first::Account>(NUMBER);
        before.record(first::AccountEvent::deposited(1)).await.unwrap();
        before.record(first::AccountEvent::opened("Ann".to_owned())).await.unwrap();
        let error = db.aggregate::<third::Account>(NUMBER).load().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot replay event 2 of stream account/1234, stored as `opened`: the event is stored in version 1, \
             and the upcaster from version 1 to 2 refuses it: `Ann` has no last name"
        );
        // Nothing is recorded behind what cannot be read.
        assert!(db.aggregate::<third::Account>(NUMBER).pay_in(1).await.is_err());
    });
}

/// Two releases at work at the same time: the older one stops at what it does not know, and says why.
#[test]
fn e6_older_code_stops_at_what_newer_code_has_stored() {
    pollster::block_on(async {
        let db = stored_by_all().await;
        let error = db.aggregate::<first::Account>(NUMBER).load().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot replay event 3 of stream account/1234, stored as `deposited`: the event is stored in version 2, by newer \
             code than this, which reads up to version 1; deploy what reads an event before what records it"
        );
        db.aggregate::<third::Account>(NUMBER).pay_in(1).await.unwrap();
        let LoadError::Replay(error) =
            db.aggregate::<second::Account>(NUMBER).load().await.unwrap_err()
        else {
            panic!("an event was not read");
        };
        assert_eq!((error.version, error.event), (4, EventName::from_static("paid_in")));
        assert!(matches!(error.cause, ReplayCause::Decode(_)), "{}", error.cause);
    });
}
