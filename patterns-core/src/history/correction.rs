//! What undo, redo and revert record: pure, from the few events they look at (promise E9).

use crate::event::FrameworkEvent;

/// Why an aggregate cannot be corrected as asked for. Nothing was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncorrectable {
    /// No change is in effect.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The last thing that happened was neither an undo nor a redo that left something to redo.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// The aggregate has not been at this version yet.
    #[error("there is no version {version}, the last one is {head}")]
    NoSuchVersion {
        /// The version asked for.
        version: u64,
        /// The last one there is.
        head: u64,
    },
}

/// What stands at one version of a stream, as far as it concerns corrections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Before the first event.
    Beginning,
    /// An event of a change that began with the version `first`.
    Change { first: u64 },
    /// A framework event.
    Framework(FrameworkEvent),
}

/// The version that `version` stands for where changes are counted: undo and redo are no changes, a revert is one.
pub(super) const fn in_effect(version: u64, entry: Entry) -> u64 {
    match entry {
        Entry::Framework(FrameworkEvent::Undone { to, .. } | FrameworkEvent::Redone { to, .. }) => {
            to
        }
        _ => version,
    }
}

/// The version whose state the entry puts in effect again, if it is such a one.
pub(super) const fn restored(entry: Entry) -> Option<u64> {
    match entry {
        Entry::Framework(event) => event.restores(),
        _ => None,
    }
}

/// The version before the change that ends at `version`; `None` when there is none.
pub(super) const fn before(version: u64, entry: Entry) -> Option<u64> {
    match entry {
        Entry::Beginning => None,
        Entry::Change { first } => first.checked_sub(1),
        Entry::Framework(_) => version.checked_sub(1),
    }
}

/// The undo that a redo takes back, given what stands at the end of the stream.
pub(super) const fn to_redo(head: u64, last: Entry) -> Option<u64> {
    match last {
        Entry::Framework(FrameworkEvent::Undone { .. }) => Some(head),
        Entry::Framework(FrameworkEvent::Redone { next, .. }) => next,
        _ => None,
    }
}

/// The redo of what stands at the version to redo.
pub(super) const fn redone(undone: Entry) -> Option<FrameworkEvent> {
    match undone {
        Entry::Framework(FrameworkEvent::Undone { undid, earlier, .. }) => {
            Some(FrameworkEvent::Redone { to: undid, next: earlier })
        }
        _ => None,
    }
}
