//! Where the patterns meet: load, decide, append, retry.
//!
//! A command's way: [`Handle::update`] takes the state from the cache, or loads it (snapshot, then the events after it), asks the closure for
//! a decision, appends the events at the version the state has, publishes the new state to the cache, and on a conflict catches up by the new
//! events only and asks again.
//!
//! The cache changes how often a command asks again, and nothing else (promise C4): what is recorded was decided on the state before it, because
//! the store compares versions; and a refusal, or a decision to record nothing, is checked against the store before it is answered.

mod archiving;
mod argument;
mod attributed;
mod cached;
mod caches;
mod command;
mod database;
mod deciding;
mod encoding;
mod error;
mod framework;
mod handle;
mod in_effect;
mod keys;
mod loaded;
mod once;
mod recorded;
mod retry;
mod scatter;
mod session;
mod snapshots;
mod source;
mod state;
mod statistics;
mod token;
mod verifying;

pub use archiving::{ArchivePolicy, ArchiveRun};
pub use argument::Argument;
pub use command::{Committed, Outcome};
pub use database::Database;
pub use error::{CommandError, LoadError, ReplayCause, ReplayError};
pub use handle::{Handle, HasHandle};
#[cfg(feature = "personal")]
pub use keys::CachedKeys;
pub(crate) use keys::{Codec, Keys, Provenance, Ring};
pub(crate) use loaded::Loaded;
pub use recorded::{Happened, Recorded};
pub use retry::RetryPolicy;
pub(crate) use retry::{Attempts, Contended};
pub use scatter::{
    InvalidCursor, Page, PartialAnswer, PartialQuery, QueryError, ScatterCursor, ScatterQuery,
};
pub(crate) use session::Seen;
pub use session::Session;
pub use snapshots::{SnapshotError, SnapshotRun};
pub(crate) use source::{End, failure, framework_event};
pub use statistics::Statistics;
pub use token::{InvalidToken, SessionToken};
