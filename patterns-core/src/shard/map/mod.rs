//! Who owns what: versioned, persisted, changed by compare-and-set. For those who route by it the map is only a cache: what keeps the data safe are
//! the fences of the nodes.

mod change;
mod error;
mod keyspace;
mod routes;
mod slot;
mod state;
mod stored;

pub use change::{KeyspaceRule, MapChange, Region};
pub use error::MapError;
pub use keyspace::Keyspace;
pub use routes::Routes;
pub use slot::{Entry, KeyspaceId, Phase, Slot, SlotChange, StoreIdentity};
pub use state::{MapNode, NodeState, ShardMap, TypeEntry};
pub(super) use stored::StoredMap;
