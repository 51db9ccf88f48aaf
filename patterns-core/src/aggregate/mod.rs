//! State as the fold of its events. Pure: no I/O, no clock, no randomness (promise E1).

mod decision;
mod declared;
mod into_id;
mod one_shard;
mod snapshot_policy;
mod versioned;

pub use decision::Decision;
pub use declared::{Snapshots, Storable};
pub use into_id::IntoId;
pub use one_shard::OneShard;
pub use snapshot_policy::{SnapshotPolicy, SnapshotProgress};
pub use versioned::Versioned;

use crate::{
    cache::Caching,
    event::{Event, Fingerprint, Route},
    key::{Key, ShardPolicy},
};
#[cfg(feature = "personal")]
use crate::{event::StreamId, personal::Subject};

/// A domain type whose state is the fold of its events. Written by `#[derive(Aggregate)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an aggregate",
    label = "not an `Aggregate`",
    note = "put `#[derive(Aggregate)]` on the struct and `#[id]` on the field that identifies it"
)]
pub trait Aggregate: Sized + Send + Sync + 'static {
    /// What identifies one aggregate among all of its type.
    type Id: Key;

    /// The stored name of the type; part of every stream's name, so it must never change.
    const NAME: &'static str;

    /// Fingerprint of the shape of the state, and of what says which one is initial.
    const SHAPE: Fingerprint;

    /// When snapshots are taken; none unless declared.
    const SNAPSHOTS: Option<Snapshots<Self>> = None;

    /// How the state is cached; not at all unless declared.
    const CACHE: Option<Caching<Self>> = None;

    /// How streams are spread over shards; on one node unless declared.
    const SHARDING: Option<&'static ShardPolicy> = None;

    /// Among so many of its last events the identifier of a command is looked for that is to be carried out once.
    const ONCE_WITHIN: u64 = 1_000;

    /// Where the stream of `id` is among several nodes, as [`SHARDING`](Self::SHARDING) says; `None` unless declared.
    fn route(_id: &Self::Id) -> Option<Route> {
        None
    }

    /// The state before the first event.
    fn initial(id: &Self::Id) -> Self;
}

/// The fold: what each event does to the state. Written by `#[events]`, or by hand under `#[fold]`.
#[diagnostic::on_unimplemented(
    message = "nothing says what the events of `{Self}` do to its state",
    label = "no fold for `{Self}`",
    note = "write one method an event under `#[events] impl {Self} {{ .. }}`, or `#[fold] impl Apply for {Self}` by hand"
)]
pub trait Apply: Aggregate {
    /// Everything that can happen to this aggregate.
    type Event: Event;

    /// Fingerprint of the fold; `#[events]` and `#[fold]` compute it from the code.
    const FOLD: Fingerprint;

    /// Changes the state as `event` says. Must not fail and must depend on nothing but its two arguments.
    fn apply(&mut self, event: Self::Event);
}

/// The aggregate `id` of the type `A`, as the one that personal data is about, whoever records it.
///
/// ```
/// # use patterns_core::{aggregate::{Aggregate, subject_of}, event::Fingerprint};
/// # struct Customer;
/// # impl Aggregate for Customer {
/// #     type Id = u64;
/// #     const NAME: &'static str = "customer";
/// #     const SHAPE: Fingerprint = Fingerprint::new(1);
/// #     fn initial(_: &u64) -> Self { Self }
/// # }
/// assert_eq!(subject_of::<Customer>(&7).to_string(), "customer/7");
/// ```
#[cfg(feature = "personal")]
pub fn subject_of<A: Aggregate>(id: &A::Id) -> Subject {
    (&StreamId::new(A::NAME, id)).into()
}

/// The state after `events`, from the first one on.
pub fn replay<A: Apply>(id: &A::Id, events: impl IntoIterator<Item = A::Event>) -> A {
    let mut state = A::initial(id);
    events.into_iter().for_each(|event| state.apply(event));
    state
}

/// Fingerprint of the state's shape, of the fold, and of which upcasters older events go through: what a snapshot depends on (promise E8).
///
/// The bodies of upcasters, of the function that makes the initial state, of `Default` and of functions that the fold calls are not seen by the macros:
/// `#[aggregate(version = 2)]` says that one of them was changed.
pub const fn fingerprint<A: Apply>() -> Fingerprint {
    A::SHAPE.combine(A::FOLD).combine(<A::Event as Event>::UPCASTERS)
}
