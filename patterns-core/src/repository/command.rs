//! What a command answers.

use super::CommandError;
use crate::aggregate::{Apply, Decision};

/// What a command recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed<E> {
    /// The events, in order; empty when the command decided that there is nothing to record.
    pub events: Vec<E>,
    /// The version of the aggregate with these events.
    pub version: u64,
    /// The position of the last of these events in the log; `None` when nothing was recorded.
    pub position: Option<u64>,
}

/// The answer to a command of `A` whose decision has the type `D`.
pub type Outcome<A, D> = Result<
    Committed<<A as Apply>::Event>,
    CommandError<<D as Decision<<A as Apply>::Event>>::Error>,
>;
