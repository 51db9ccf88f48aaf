//! The past of an aggregate: as it was at any time, corrected without being rewritten, and shown to those who audit it.
//!
//! `docs/history.md` has a table of what undo, redo and revert do.

mod as_of;
mod correcting;
mod correction;
mod past;
#[cfg(feature = "json")]
mod rendering;
mod trail;

pub use as_of::AsOf;
pub use correction::Uncorrectable;
pub use past::Past;
#[cfg(feature = "json")]
pub use rendering::RenderError;
pub use trail::History;
