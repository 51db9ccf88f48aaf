//! How much work many subjects are: counted, and not timed.

use std::{cell::Cell, sync::Arc};

use data_patterns::{personal::*, prelude::*, store::MemoryStore};
use serde::{Deserializer, Serializer};

use super::counted::Counted;

const SUBJECTS: u64 = 1000;

thread_local! {
    static WRITTEN: Cell<u64> = const { Cell::new(0) };
    static READ: Cell<u64> = const { Cell::new(0) };
}

/// Counts how often it is written and read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counter;

impl Serialize for Counter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WRITTEN.set(WRITTEN.get() + 1);
        serializer.serialize_u8(0)
    }
}

impl<'de> Deserialize<'de> for Counter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READ.set(READ.get() + 1);
        u8::deserialize(deserializer).map(|_| Self)
    }
}

/// How often it was written and read since the last time.
fn passes() -> (u64, u64) {
    (WRITTEN.take(), READ.take())
}

#[derive(Aggregate, Clone, Debug, Default, Serialize, Deserialize)]
#[aggregate(snapshot(every = 1_000_000))]
struct Meeting {
    #[id]
    number: u64,
    counter: Counter,
    #[personal]
    guests: Vec<Personal<String>>,
}

#[events]
impl Meeting {
    fn came(&mut self, _counter: Counter, #[personal] guests: Vec<Personal<String>>) {
        self.guests.extend(guests);
    }
}

fn guests() -> impl Iterator<Item = Personal<String>> {
    (0..SUBJECTS).map(|number| Personal::about(Subject::of(&number), format!("guest {number}")))
}

fn database() -> (Database, Arc<Counted>) {
    let keys = Arc::new(Counted::default());
    (Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys)), keys)
}

/// Loads, and answers how many were there.
async fn load(db: &Database) -> usize {
    passes();
    db.aggregate::<Meeting>(1).load().await.unwrap().guests.len()
}

#[pollster::test]
async fn many_events_about_many_take_two_passes_and_one_question_a_subject() {
    let (db, keys) = database();
    let came: Vec<_> = guests().map(|guest| MeetingEvent::came(Counter, vec![guest])).collect();
    db.aggregate::<Meeting>(1).record(came).await.unwrap();
    let asked = keys.asked().len() as u64;
    assert_eq!((passes().0, asked), (2 * SUBJECTS, 2 * SUBJECTS), "before and after");

    assert_eq!(load(&db).await as u64, SUBJECTS);
    let asked = keys.asked().len() as u64;
    assert_eq!((passes().1, asked), (SUBJECTS + 1, SUBJECTS), "all, and the first event again");
}

#[pollster::test]
async fn one_event_or_snapshot_about_many_takes_two_passes_and_one_question_a_subject() {
    let (db, keys) = database();
    let meeting = db.aggregate::<Meeting>(1);
    meeting.record(MeetingEvent::came(Counter, guests().collect())).await.unwrap();
    assert_eq!((passes().0, keys.asked().len() as u64), (2, 2 * SUBJECTS));

    assert_eq!(load(&db).await as u64, SUBJECTS);
    assert_eq!((passes().1, keys.asked().len() as u64), (2, SUBJECTS));
    meeting.read(1, Direction::Forward, 1).await.unwrap();
    assert_eq!((passes().1, keys.asked().len() as u64), (2, SUBJECTS));

    meeting.snapshot().await.unwrap();
    keys.asked();
    assert_eq!(load(&db).await as u64, SUBJECTS);
    assert_eq!(db.statistics().snapshots_used, 1);
    assert_eq!((passes().1, keys.asked().len() as u64), (2, SUBJECTS));
}

#[pollster::test]
async fn many_values_within_a_value_take_one_pass_more() {
    let (db, keys) = database();
    #[derive(Aggregate, Default)]
    struct Holder {
        #[id]
        number: u64,
        #[personal]
        held: Personal<Vec<Personal<String>>>,
    }
    #[events]
    impl Holder {
        fn held(&mut self, _counter: Counter, #[personal] held: Personal<Vec<Personal<String>>>) {
            self.held = held;
        }
    }
    let holder = db.aggregate::<Holder>(1);
    holder.record(HolderEvent::held(Counter, Personal::new(guests().collect()))).await.unwrap();
    passes();
    keys.asked();
    let held = holder.load().await.unwrap().held.get().cloned();
    assert_eq!(held, Some(guests().collect()));
    assert_eq!((passes().1, keys.asked().len() as u64), (3, SUBJECTS + 1));
}
