//! What `#[derive(Aggregate)]` and `#[derive(Entity)]` share: a struct that some of its fields identify, that can be cached and spread
//! over shards.

mod attributes;
mod check;
mod declared;
mod key;
mod model;
mod route;
mod sharding;

pub(crate) use attributes::Naming;
pub(crate) use check::check;
pub(crate) use declared::{cache, cache_bounds, reads_cached};
pub(crate) use key::{id_bounds, id_type, id_value, key_struct, reads, stub_id, stub_key};
pub(crate) use model::{FieldModel, Identified, Kind};
pub(crate) use route::{beside, one_shard, shard_bounds, sharding};
