//! Keys and records of every form and size.

use patterns_core::{
    entity::WriteError,
    store::{AppendError, MAX_EVENT_LENGTH},
};

use super::samples::{Counter, counter, on_each_store};

const NAMES: [&str; 12] =
    ["", "\0", "\0\0", "\u{1}", "a", "a\0", "a/b", "Ä", "ä", "a\u{308}", "😀", "ends in space "];

#[test]
fn any_text_can_be_a_key() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        for (name, count) in NAMES.into_iter().zip(0..) {
            counters.put(counter(name, count)).await.unwrap();
        }
        for (name, count) in NAMES.into_iter().zip(0..) {
            let read = counters.get(name).await.unwrap().unwrap();
            assert_eq!((read.name.as_str(), read.count), (name, count));
        }
        let mut sorted = NAMES;
        sorted.sort_unstable();
        let scanned = counters.scan(None, 99).await.unwrap();
        assert!(scanned.iter().map(|counter| counter.name.as_str()).eq(sorted));
    });
}

#[test]
fn a_key_that_is_too_long_is_refused() {
    on_each_store(async |db| {
        let counters = db.entities::<Counter>();
        let long = "x".repeat(300);
        let refused = counters.put(counter(&long, 1)).await.unwrap_err();
        let WriteError::Append { cause, .. } = refused else { panic!("{refused:?}") };
        assert!(matches!(*cause, AppendError::Refused { .. }), "{cause:?}");
        assert_eq!(counters.get(long.as_str()).await.unwrap(), None);
    });
}

#[test]
fn large_records_come_back_whole() {
    use patterns_core::entity::Entity;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, PartialEq, Serialize, Deserialize)]
    struct Document {
        id: u8,
        text: String,
    }

    impl Entity for Document {
        type Id = u8;
        const NAME: &'static str = "document";

        fn id(&self) -> u8 {
            self.id
        }
    }

    on_each_store(async |db| {
        let documents = db.entities::<Document>();
        let document = |length| Document { id: 7, text: "ä".repeat(length / 2) };
        for length in [0, 6_000, 7_000, 1 << 20, 15 << 20] {
            documents.put(document(length)).await.unwrap();
            let read = documents.get(7).await.unwrap().unwrap();
            assert!(*read == document(length), "{length}");
        }
        let refused = documents.put(document(MAX_EVENT_LENGTH)).await.unwrap_err();
        assert!(matches!(refused, WriteError::Append { .. }));
        let read = documents.get(7).await.unwrap().unwrap();
        assert!(*read == document(15 << 20), "what was refused has changed nothing");
    });
}
