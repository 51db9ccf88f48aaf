//! What is said when a test fails.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `work` panics with; it must.
#[track_caller]
pub(crate) fn message_of(work: impl FnOnce()) -> String {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(()) => panic!("it passes, but must not"),
        Err(panic) => match panic.downcast_ref::<String>() {
            Some(message) => message.clone(),
            None => (*panic.downcast_ref::<&str>().unwrap()).to_owned(),
        },
    }
}

/// Everything that must be said.
#[track_caller]
pub(crate) fn assert_says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "it must say «{part}»:\n{said}");
    }
}
