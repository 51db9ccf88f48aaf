//! Where the patterns meet: load, decide, append, retry.
//!
//! A command's way: [`Handle::update`] loads the state (snapshot, then the events after it), asks the closure for a decision,
//! appends the events at the version the state has, and on a conflict catches up by the new events only and asks again.

mod argument;
mod command;
mod database;
mod error;
mod handle;
mod loaded;
mod retry;
mod statistics;

pub use argument::Argument;
pub use command::{Committed, Outcome};
pub use database::Database;
pub use error::{CommandError, LoadError, ReplayCause, ReplayError};
pub use handle::{Handle, HasHandle, Recorded};
pub use retry::RetryPolicy;
pub use statistics::Statistics;
