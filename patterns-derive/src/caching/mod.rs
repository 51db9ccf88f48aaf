//! What every `#[cached(..)]` shares, on an aggregate, an entity or a function: the options of the policy, their rules, and
//! how the policy is written.

mod check;
mod options;
mod write;

pub(crate) use check::check;
pub(crate) use options::{PolicyOptions, policy_options, read_duration};
pub(crate) use write::{policy, time, weighing, weighs_serialized};
