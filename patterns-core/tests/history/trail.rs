//! Everything that ever happened, event by event.

use futures_util::TryStreamExt as _;
use patterns_core::{
    event::{EventData, FrameworkEvent, encode},
    repository::{Database, Happened},
    store::{Append, ExpectedVersion, conformance::block_on},
};

use super::list::{ListEvent, list, ticking};

/// More events than are read at once, some of them undone.
fn long(events: u32) -> Database {
    let db = ticking();
    block_on(list(&db).record((0..events).map(ListEvent::Added).collect::<Vec<_>>())).unwrap();
    db
}

#[test]
fn a_history_goes_forward_and_backward_from_anywhere() {
    let db = long(700);
    let versions = |history: patterns_core::history::History<_>| -> Vec<_> {
        block_on(history.all()).unwrap().into_iter().map(|event| event.version).collect()
    };
    assert_eq!(versions(list(&db).history()), (1..=700).collect::<Vec<_>>());
    assert_eq!(versions(list(&db).history().from(650)), (650..=700).collect::<Vec<_>>());
    assert_eq!(versions(list(&db).history().from(0)).len(), 700);
    assert_eq!(
        versions(list(&db).history().from(0).backward()),
        [0; 0],
        "there is none before the first"
    );
    assert_eq!(versions(list(&db).history().from(701)), [] as [u64; 0]);
    let backward = list(&db).history().backward();
    assert_eq!(versions(backward), (1..=700).rev().collect::<Vec<_>>());
    let backward = list(&db).history().backward().from(3);
    assert_eq!(versions(backward), [3, 2, 1]);
    assert_eq!(versions(list(&db).history().from(3).backward()), [3, 2, 1]);
}

/// Whoever looks for what is wrong must see what is right.
#[test]
fn e6_an_event_that_cannot_be_read_is_an_error_in_its_place() {
    let db = long(3);
    let spoilt =
        EventData { payload: b"\xc1".to_vec().into(), ..encode(&ListEvent::Added(3)).unwrap() };
    append_raw(&db, spoilt);
    append_raw(&db, encode(&ListEvent::Cleared).unwrap());
    let mut history = list(&db).history();
    let versions = std::iter::from_fn(|| {
        block_on(history.next()).map(|event| event.map(|event| event.version)).transpose()
    });
    let versions: Vec<_> = versions.take(9).map(Result::ok).collect();
    assert_eq!(versions, [Some(1), Some(2), Some(3), None, Some(5)]);
}

fn append_raw(db: &Database, event: EventData) {
    let stream = list(db).stream().clone();
    let entry = Append { stream, expected: ExpectedVersion::Any, events: vec![event] };
    block_on(db.store().append(vec![entry])).unwrap();
}

#[test]
fn a_history_is_a_stream() {
    let db = long(300);
    let events: Vec<_> = block_on(list(&db).history().into_stream().try_collect()).unwrap();
    assert_eq!(events.len(), 300);
    assert_eq!(events[299].event(), Some(&ListEvent::Added(299)));
}

#[test]
fn e9_a_history_shows_what_was_undone_and_by_whom() {
    let db = ticking();
    block_on(list(&db).by("ann").update(|_| ListEvent::Added(1))).unwrap();
    block_on(list(&db).by("bea").because("a complaint").undo()).unwrap();
    let all = block_on(list(&db).history().all()).unwrap();
    assert_eq!(all[0].happened, Happened::Event(ListEvent::Added(1)));
    let undone = FrameworkEvent::Undone { to: 0, undid: 1, earlier: None };
    assert_eq!(all[1].happened, Happened::Framework(undone));
    assert_eq!(all[1].metadata.actor.as_deref(), Some("bea"));
    assert_eq!(all[1].event(), None);
}

#[cfg(feature = "json")]
mod rendered {
    use super::*;

    fn told() -> Database {
        let db = ticking();
        let change = [ListEvent::Added(1), ListEvent::Cleared];
        block_on(list(&db).by("Änn").once("c").update(|_| change.clone())).unwrap();
        block_on(list(&db).because("\"complaint\"\n").header("ip", "::1").undo()).unwrap();
        db
    }

    #[test]
    fn a_history_is_written_as_lines_of_json() {
        let mut written = Vec::new();
        block_on(list(&told()).history().json_lines(&mut written)).unwrap();
        let lines = [
            r#"{"stream":"list/a","version":1,"position":1,"recorded_at":"1970-01-01T00:00:01.000000Z","occurred_at":"1970-01-01T00:00:01.000000Z","event":"added","data":1,"actor":"Änn","command":"c","part":[0,2]}"#,
            r#"{"stream":"list/a","version":2,"position":2,"recorded_at":"1970-01-01T00:00:01.000000Z","occurred_at":"1970-01-01T00:00:01.000000Z","event":"cleared","data":null,"actor":"Änn","command":"c","part":[1,2]}"#,
            r#"{"stream":"list/a","version":3,"position":3,"recorded_at":"1970-01-01T00:00:02.000000Z","occurred_at":"1970-01-01T00:00:02.000000Z","event":"patterns.undone","data":{"earlier":null,"to":0,"undid":2},"causation":"\"complaint\"\n","headers":{"ip":"::1"}}"#,
        ];
        assert_eq!(
            String::from_utf8(written).unwrap(),
            lines.map(|line| format!("{line}\n")).concat()
        );
    }

    #[test]
    fn a_history_is_shown_as_a_table() {
        let table = block_on(list(&told()).history().table()).unwrap();
        let expected = "\
version  occurred at                  event            fields                          actor  because of
1        1970-01-01T00:00:01.000000Z  added            1                               Änn
2        1970-01-01T00:00:01.000000Z  cleared                                          Änn
3        1970-01-01T00:00:02.000000Z  patterns.undone  earlier: null, to: 0, undid: 2         \"complaint\"\\n
";
        assert_eq!(table, expected);
    }
}
