//! Moves of slots from node to node while everything is running: 14 steps, each of which may be the last of its mover. Any other mover, of any
//! process, finds in the map what to do next.

mod beginning;
mod copying;
mod driver;
mod mover;
mod rebalance;

pub use driver::{MoveReport, Mover};
pub use mover::{Move, Outcome, Side, Step};
pub use rebalance::{Progress, RebalanceOptions, Rebalanced};
