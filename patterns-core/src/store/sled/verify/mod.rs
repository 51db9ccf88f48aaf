//! What is checked when a database is opened, because sled itself opens over lost and damaged data without a word.
//!
//! One pass over the log (checksums, positions, the end of the last group) and one over the index (versions), in the memory that the
//! unfolded part of the index takes; that both tell of the same appends is shown by a digest that does not depend on their order. What is
//! archived counts as much as what is live: by the tables of its segments, not by their blocks, which are checked when they are read.

mod digest;
mod index;
mod log;

use self::{index::IndexPass, log::LogPass};
use super::{files::Trees, index::Generation, witness::Testimony};
use crate::{
    event::{LogEnd, Timestamp},
    store::StoreError,
};

/// What was learned about an intact database.
#[derive(Debug, Default)]
pub(in crate::store::sled) struct Verified {
    pub(in crate::store::sled) end: LogEnd,
    pub(in crate::store::sled) last_recorded_at: Timestamp,
    /// The postings that the index does not hold yet.
    pub(in crate::store::sled) recent: Generation,
    /// Bytes of all frames.
    pub(in crate::store::sled) live_bytes: u64,
}

/// Checks the whole database.
pub(in crate::store::sled) fn verify(
    trees: &Trees,
    testimony: Testimony,
) -> Result<Verified, StoreError> {
    let Trees { log, chunks, archive, .. } = trees;
    let mut pass = LogPass::new(chunks.folded_until()?, archive);
    for frame in log.frames_from(0)? {
        let checked = frame.and_then(|frame| pass.frame(&frame));
        checked.map_err(|error| pass.intact_until_here(error))?;
    }
    let pass = pass.end(archive, testimony)?;
    let folded = IndexPass::run(chunks, &pass).map_err(|error| pass.intact_until_here(error))?;
    if folded != pass.folded {
        return Err(pass.damaged("the index of streams and the log tell of different events"));
    }
    Ok(pass.verified)
}

/// Whether a log that ends at `last` holds everything that was acknowledged.
pub(in crate::store::sled) fn check_testimony(
    last: u64,
    testimony: Testimony,
) -> Result<(), StoreError> {
    let what = match testimony {
        Testimony::AcknowledgedUntil(position) if position > last => {
            let first = last + 1;
            format!("the events from position {first} to {position} were acknowledged and are gone")
        }
        Testimony::Damaged => "the file `acknowledged` cannot be read".into(),
        Testimony::Absent if last > 0 => "the file `acknowledged` is missing or empty".into(),
        _ => return Ok(()),
    };
    Err(StoreError::damaged(what, last))
}
