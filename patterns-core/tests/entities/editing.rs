//! Read, change, write: nothing that others write in between is lost.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use patterns_core::{
    entity::{EditError, WriteError},
    repository::RetryPolicy,
    store::conformance::block_on,
};

use super::samples::{Counter, counter, in_memory, on_each_store};

#[test]
fn an_edit_answers_what_it_wrote() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        let edited = counters.edit("a", |counter| counter.count += 4).await.unwrap();
        assert_eq!((edited.count, edited.version()), (5, 2));
        assert_eq!(counters.get("a").await.unwrap().unwrap(), edited);
    });
}

#[test]
fn what_is_not_there_cannot_be_edited() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("deleted", 1)).await.unwrap();
        counters.delete("deleted").await.unwrap();
        for name in ["nobody", "deleted"] {
            let missing = counters.edit(name, |_| ()).await.unwrap_err();
            assert!(matches!(missing, EditError::Write(WriteError::Missing { .. })));
            assert_eq!(missing.to_string(), format!("there is no record counter/{name}"));
        }
    });
}

#[test]
fn an_edit_can_refuse() {
    #[derive(Debug, PartialEq, thiserror::Error)]
    #[error("nothing is left")]
    struct Empty;

    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        let take = |counter: &mut Counter| {
            counter.count -= 1;
            if counter.count < 0 { Err(Empty) } else { Ok(()) }
        };
        assert_eq!(counters.edit("a", take).await.unwrap().count, 0);
        let refused = counters.edit("a", take).await.unwrap_err();
        assert!(matches!(refused, EditError::Rejected(Empty)), "{refused:?}");
        let read = counters.get("a").await.unwrap().unwrap();
        assert_eq!((read.count, read.version()), (0, 2), "a refusal writes nothing");
    });
}

#[test]
fn the_key_cannot_be_edited() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        let refused = counters.edit("a", |counter| counter.name.push('b')).await.unwrap_err();
        assert!(matches!(refused, EditError::Write(WriteError::KeyEdited { .. })), "{refused:?}");
        assert_eq!(counters.get("a").await.unwrap().unwrap().version(), 1);
        assert_eq!(counters.get("ab").await.unwrap(), None);
    });
}

#[test]
fn an_edit_that_lost_sees_what_it_lost_to() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        counters.put(counter("a", 1)).await.unwrap();
        let calls = AtomicU32::new(0);
        let edited = counters.edit("a", |edited| {
            if calls.fetch_add(1, Ordering::Relaxed) < 3 {
                block_on(counters.put(counter("a", edited.count + 10))).unwrap();
            }
            edited.count += 1;
        });
        assert_eq!(edited.await.unwrap().count, 32);
        assert_eq!(calls.load(Ordering::Relaxed), 4);
        assert_eq!(db.statistics().conflicts, 3);
    });
}

#[test]
fn an_edit_gives_up_as_the_policy_says() {
    for attempts in [1, 4] {
        let policy = RetryPolicy::never().attempts(NonZeroU32::new(attempts).unwrap());
        let counters = in_memory().with_retry(policy).entities::<Counter>();
        block_on(counters.put(counter("a", 1))).unwrap();
        let spoilt = counters.edit("a", |_| block_on(counters.put(counter("a", 0))).map(drop));
        let EditError::Write(WriteError::Contended { attempts: made, conflict }) =
            block_on(spoilt).unwrap_err()
        else {
            panic!("no write may succeed")
        };
        assert_eq!((made, conflict.actual), (attempts, u64::from(attempts) + 1));
    }
}

#[test]
fn e4_racing_editors_lose_no_update() {
    const EDITORS: usize = 4;
    const EDITS: usize = 50;
    on_each_store(async |db| {
        let policy = RetryPolicy::default()
            .attempts(NonZeroU32::MAX)
            .pauses(Duration::from_millis(1), Duration::from_millis(2));
        let counters = db.with_retry(policy).entities::<Counter>();
        counters.put(counter("a", 0)).await.unwrap();
        std::thread::scope(|scope| {
            for _ in 0..EDITORS {
                scope.spawn(|| {
                    for _ in 0..EDITS {
                        block_on(counters.edit("a", |counter| counter.count += 1)).unwrap();
                    }
                });
            }
        });
        let read = counters.get("a").await.unwrap().unwrap();
        assert_eq!(read.count, (EDITORS * EDITS) as i64);
        assert_eq!(read.version(), (EDITORS * EDITS) as u64 + 1);
    });
}
