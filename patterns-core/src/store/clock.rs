//! Where a store takes the time from.

use core::fmt;
use std::{sync::Arc, time::SystemTime};

use crate::event::Timestamp;

/// The clock that stamps events. The system's, unless a test sets another.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `now`.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time now, but never before `last`: stamps follow the order of the log even when the clock is set back.
    pub(crate) fn now_after(&self, last: Timestamp) -> Timestamp {
        (self.0)().max(last)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::from_fn(|| SystemTime::now().into())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
