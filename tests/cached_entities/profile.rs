//! Cached records.

use data_patterns::prelude::*;

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cached(ttl = 60, stale_if_error = "5m")]
pub(crate) struct Profile {
    #[id]
    pub(crate) id: u32,
    pub(crate) visits: u64,
}

/// The same without a cache.
#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[entity(name = "profile")]
pub(crate) struct Plain {
    #[id]
    pub(crate) id: u32,
    pub(crate) visits: u64,
}

pub(crate) fn profile(id: u32, visits: u64) -> Profile {
    Profile { id, visits }
}

/// The visits and the version of the record 1.
pub(crate) async fn first(profiles: &Entities<Profile>) -> Option<(u64, u64)> {
    let read = profiles.get(1_u32).await.unwrap();
    read.map(|profile| (profile.visits, profile.version()))
}
