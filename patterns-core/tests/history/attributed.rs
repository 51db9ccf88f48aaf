//! What is noted beside events, and how it is passed on.

use patterns_core::{event::Metadata, repository::Recorded, store::conformance::block_on};

use super::list::{ListEvent, Plain, database, list, second};

fn last(db: &patterns_core::repository::Database) -> Recorded<ListEvent> {
    block_on(list(db).history().backward().next()).unwrap().unwrap()
}

fn known(metadata: Metadata) -> [Option<String>; 3] {
    [metadata.actor, metadata.correlation, metadata.causation]
}

fn texts(texts: [Option<&str>; 3]) -> [Option<String>; 3] {
    texts.map(|text| text.map(String::from))
}

#[test]
fn every_event_of_a_command_carries_what_was_said_on_the_handle() {
    let db = database();
    let handle = list(&db).by("änn").because("order-7").correlated("request-1").header("ip", "::1");
    let handle = handle.occurred(second(5));
    block_on(handle.update(|_| [ListEvent::Added(1), ListEvent::Added(2)])).unwrap();
    block_on(handle.undo()).unwrap();
    let all = block_on(list(&db).history().all()).unwrap();
    assert_eq!(all.len(), 3);
    for event in all {
        assert_eq!(event.occurred_at(), second(5));
        assert_eq!(event.metadata.headers["ip"], "::1");
        let expected = texts([Some("änn"), Some("request-1"), Some("order-7")]);
        assert_eq!(known(event.metadata), expected);
    }
}

#[test]
fn a_handle_is_left_as_it_was() {
    let db = database();
    let handle = list(&db);
    let _attributed = handle.by("ann");
    block_on(handle.update(|_| ListEvent::Added(1))).unwrap();
    assert_eq!(last(&db).metadata, Metadata::default());
    let log = block_on(db.store().read_log(1, 1)).unwrap();
    assert!(log[0].data.metadata.is_empty(), "nothing is stored when nothing is known");
}

#[test]
fn what_follows_from_an_event_belongs_to_what_the_event_belongs_to() {
    let db = database();
    block_on(list(&db).correlated("request-1").update(|_| ListEvent::Added(1))).unwrap();
    let cause = last(&db);
    block_on(list(&db).because(&cause).update(|_| ListEvent::Added(2))).unwrap();
    let effect = last(&db);
    assert_eq!(known(effect.metadata), texts([None, Some("request-1"), Some("list/a@1")]));
}

#[test]
fn what_follows_from_an_event_that_belongs_to_nothing_belongs_to_it() {
    let db = database();
    block_on(list(&db).update(|_| ListEvent::Added(1))).unwrap();
    let cause = last(&db);
    block_on(list(&db).because(&cause).update(|_| ListEvent::Added(2))).unwrap();
    let second = last(&db);
    block_on(list(&db).because(&second).update(|_| ListEvent::Added(3))).unwrap();
    let expected = texts([None, Some("list/a@1"), Some("list/a@2")]);
    assert_eq!(known(last(&db).metadata), expected);
}

#[test]
fn all_handles_of_a_session_carry_what_was_said_on_it() {
    let db = database();
    let session = db.session().by("ann").correlated("request-1");
    block_on(session.aggregate::<Plain>("a").record(ListEvent::Added(1))).unwrap();
    assert_eq!(known(last(&db).metadata), texts([Some("ann"), Some("request-1"), None]));
    let own = session.aggregate::<Plain>("a").by("bea");
    block_on(own.record(ListEvent::Added(2))).unwrap();
    assert_eq!(known(last(&db).metadata), texts([Some("bea"), Some("request-1"), None]));
}
