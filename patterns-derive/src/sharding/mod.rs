//! What `#[shard(..)]`, `#[shard_group(..)]` and `#[shard_key(..)]` share: how a place is computed, of which parts.

mod agreement;
mod check;
mod parts;
mod place;
mod points;
mod refused;
mod strategy;

pub(crate) use agreement::{agreement, generic_agreement};
pub(crate) use check::check;
pub(crate) use parts::{Part, PartOptions, check_normalized, lowercase};
pub(crate) use place::{Whole, hashed, place, region, requirement, requirements, strategy_of};
pub(crate) use points::{Kind, Point};
pub(crate) use refused::{check_shard_key_type, refused};
pub(crate) use strategy::{PlacementOptions, Strategy, placement_options};
