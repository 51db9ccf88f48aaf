//! Questions to all nodes at once: answered by all, or an error, or a type that says what is missing (promise S8).

mod gather;
mod merge;

pub use gather::{Missing, Partial, Scatter, ScatterError};
pub use merge::{Average, Count, Max, Merge, Min, Sum, Top};
