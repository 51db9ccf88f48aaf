//! The two times of an event.

use patterns_core::{history::AsOf, repository::Handle, store::conformance::block_on};

use super::list::{ListEvent, Plain, list, second, ticking};

fn add(handle: &Handle<Plain>, item: u32) {
    block_on(handle.update(|_| ListEvent::Added(item))).unwrap();
}

fn items(handle: &Handle<Plain>, when: impl Into<AsOf>) -> Vec<u32> {
    block_on(handle.as_of(when)).unwrap().into_state().items
}

#[test]
fn as_of_a_time_is_what_was_recorded_by_then() {
    let db = ticking();
    (1..=5).for_each(|item| add(&list(&db), item));
    assert_eq!(items(&list(&db), second(0)), [] as [u32; 0]);
    assert_eq!(items(&list(&db), second(1)), [1]);
    let just_before = patterns_core::event::Timestamp::from_micros(2_999_999);
    assert_eq!(items(&list(&db), just_before), [1, 2]);
    assert_eq!(items(&list(&db), second(1_000)), [1, 2, 3, 4, 5]);
    assert_eq!(block_on(list(&db).as_of(second(3))).unwrap().version(), 3);
}

#[test]
fn as_of_a_time_shows_what_was_undone_only_later() {
    let db = ticking();
    (1..=2).for_each(|item| add(&list(&db), item));
    block_on(list(&db).undo()).unwrap();
    assert_eq!(items(&list(&db), second(2)), [1, 2], "as everybody could see it then");
    assert_eq!(items(&list(&db), second(3)), [1]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(2))), [1], "as it is known today");
    assert_eq!(items(&list(&db), AsOf::occurred(second(2)).known_at(second(2))), [1, 2]);
}

/// Recorded in one order, occurred in another.
#[test]
fn as_of_tells_when_something_occurred_from_when_it_was_recorded() {
    let db = ticking();
    for (item, occurred) in [(1, 100), (2, 50), (3, 75)] {
        add(&list(&db).occurred(second(occurred)), item);
    }
    assert_eq!(items(&list(&db), AsOf::recorded(second(2))), [1, 2]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(2))), [] as [u32; 0]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(50))), [2]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(75))), [2, 3]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(100))), [1, 2, 3]);
    assert_eq!(items(&list(&db), AsOf::occurred(second(75)).known_at(second(2))), [2]);
}

#[test]
fn the_past_of_nothing_is_the_initial_state() {
    let db = ticking();
    let past = block_on(list(&db).as_of(second(9))).unwrap();
    assert_eq!((past.version(), past.items.len()), (0, 0));
    assert!(block_on(list(&db).at(1)).unwrap().is_none());
    assert!(block_on(list(&db).at(0)).unwrap().is_some());
}
