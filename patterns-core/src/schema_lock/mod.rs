//! A lock on what is stored: a file beside the code that says what the events in stores look like, and a comparison of it with the code.
//!
//! `data_patterns::schema_lock!("events.lock", Account)` in a test does all of it. The comparison itself is [`compare`]: from a [`Lock`] and
//! what the code [`declared`] to a list of [`Finding`]s, without any file.
//!
//! Whatever is in the lock can lie in a store: each event under each name and in each version. The code must read all of it, and lose nothing.

mod accept;
mod compare;
mod declared;
mod file;
mod finding;
mod format;
mod locked;
mod reading;
mod types;
mod upcasters;

#[cfg(test)]
mod tests;

pub use accept::accepted;
pub use compare::compare;
pub use declared::{Declared, DeclaredEvent, Upcasters, declared};
pub use file::{LockError, check};
pub use finding::{Addition, Change, Finding, Place};
pub use format::{FormatError, parse};
pub use locked::{
    Lock, LockedAggregate, LockedBody, LockedEvent, LockedField, LockedFields, LockedShape,
    LockedType, LockedVariant,
};
pub use upcasters::Mismatch;
