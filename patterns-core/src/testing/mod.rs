//! For tests of what is built on this library: decisions tested as given, when, then; laws that hold for every aggregate; values made up for any
//! type; stores that fail, conflict and dawdle as they are told; and a clock that is moved by hand.
//!
//! Behind the feature `testing`, for the `[dev-dependencies]` of an application. `docs/testing.md` is the guide.

mod clock;
mod codec;
mod compare;
mod fail;
mod given;
mod laws;
mod made_up;
mod stores;
mod when;

pub use clock::ManualClock;
pub use compare::Comparable;
pub use given::{Given, given};
pub use laws::{Arguments, Laws};
#[doc(hidden)]
pub use laws::{Law, check_law};
pub use made_up::{
    CannotMakeUp, IntoStoredValues, MadeUp, StoredValue, StoredValues, any_value, made_up,
};
/// What strategies are made with.
pub use proptest;
pub use stores::{At, Call, Calls, Fault, Faults, FaultyStore, Gate};
pub use when::When;
