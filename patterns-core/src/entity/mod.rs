//! Records kept by key, for types that need no history.
//!
//! A record is a stream of its own on the same store as everything else: writing it appends an event `put` with the whole record,
//! deleting it an event `deleted`, and its state is the last event. So records share the log of aggregates, its durability (promise E3)
//! and its expected versions (E4), and the version of a record is that of its stream: it counts on when a record is deleted and put again.
//!
//! If the type is `#[cached]`, single records are read through a cache of the database: that there is none is cached as well, writes
//! publish what they have written, and whatever passes the cache by (scans, edits, insertions, deletions, conflicts) tells it the version it
//! has seen. So what was written through a database is never read older there; what another node has written, no longer than the time to live.
//! A [`Session`](crate::repository::Session) carries what it has seen to other nodes.
//!
//! What it costs: every write stores the whole record, and the older ones stay in the log: compaction removes no event, and archiving by policy
//! is for aggregates. For large records of which little changes at a time, an aggregate is the better choice. Records have no metadata.

mod cached;
mod change;
mod current;
mod entities;
mod error;
#[cfg(feature = "personal")]
mod forgetting;
mod record;
mod scan;
mod write;

pub use change::Change;
pub use entities::Entities;
pub use error::{EditError, ReadError, UnreadableCause, UnreadableRecord, WriteError};
pub use record::Record;

use crate::{
    cache::Caching,
    event::Route,
    key::{Key, ShardPolicy},
};

/// A type whose values are kept by key. Written by `#[derive(Entity)]`.
///
/// ```
/// use patterns_core::{entity::Entity, repository::Database, store::MemoryStore};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct Profile {
///     id: u64,
///     name: String,
/// }
///
/// impl Entity for Profile {
///     type Id = u64;
///     const NAME: &'static str = "profile";
///
///     fn id(&self) -> u64 {
///         self.id
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # patterns_core::store::conformance::block_on(async {
/// let profiles = Database::new(MemoryStore::new()).entities::<Profile>();
/// profiles.put(Profile { id: 7, name: "Ann".into() }).await?;
/// let ann = profiles.get(7).await?;
/// assert_eq!(ann.map(|ann| ann.name.clone()), Some("Ann".into()));
/// # Ok(())
/// # })
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an `Entity`",
    note = "put `#[derive(Entity)]` on the struct and `#[id]` on the field that identifies it"
)]
pub trait Entity: Record + Send + Sync + 'static {
    /// What identifies one record among all of its type.
    type Id: Key;

    /// The stored name of the type; part of every stream's name, so it must never change. Aggregates and entities share one set of names.
    const NAME: &'static str;

    /// How records are cached; not at all unless declared.
    const CACHE: Option<Caching<Self>> = None;

    /// How records are spread over shards; on one node unless declared.
    const SHARDING: Option<&'static ShardPolicy> = None;

    /// Where the stream of `id` is among several nodes, as [`SHARDING`](Self::SHARDING) says; `None` unless declared.
    fn route(_id: &Self::Id) -> Option<Route> {
        None
    }

    /// What identifies this record. It must depend on nothing but what serde stores.
    fn id(&self) -> Self::Id;
}
