//! Calls into sled: a failure is typed, and a panic ends here.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::store::StoreError;

/// Runs `access`, turning sled's errors and panics into ours.
pub(super) fn guarded<T>(access: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(access)) {
        Ok(result) => result.map_err(from_sled),
        Err(panic) => Err(StoreError::damaged(format!("sled: {}", message(&*panic)), 0)),
    }
}

fn from_sled(error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(cause) => StoreError::io("accessing the database file")(cause),
        other => StoreError::damaged(format!("sled: {other}"), 0),
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panicked")
}
