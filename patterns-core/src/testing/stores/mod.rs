//! A store that does to its callers what a network and a disk may do, as a test tells it.

mod at;
mod faults;
mod gate;
mod store;

pub use at::At;
pub use faults::{Call, Calls, Fault, Faults};
pub use gate::Gate;
pub use store::FaultyStore;
