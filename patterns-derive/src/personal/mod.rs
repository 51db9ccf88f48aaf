//! What every `#[personal]` shares, on a field of an event, of a state or of a record: its options, its rules, and what is written of it.

mod attribute;
mod check;
mod expand;
mod nested;
mod types;

pub(crate) use attribute::is_personal;
pub(crate) use check::{Candidate, Place, check, check_event, misplaced};
pub(crate) use expand::{assertions, subjects};
pub(crate) use nested::check_nested;
