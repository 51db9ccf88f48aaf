//! Every strategy, and what decides shards.

use ::renamed::{Aggregate, Entity, Key, ShardGroup, ShardKey, Zones};

/// Where data is.
#[derive(
    ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, Zones,
)]
#[zone(crate = ::renamed)]
pub enum Region {
    /// Here.
    EuWest,
    /// There.
    #[zone(name = "us")]
    Us,
}

impl ::renamed::key::Key for Region {
    fn encode(&self, to: &mut ::renamed::key::KeyEncoder) {
        to.boolean(::core::matches!(self, Self::Us));
    }

    fn decode(from: &mut ::renamed::key::KeyDecoder<'_>) -> ::core::option::Option<Self> {
        from.boolean().map(|us| if us { Self::Us } else { Self::EuWest })
    }
}

/// A name.
#[derive(
    ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, Key, ShardKey,
)]
#[key(crate = ::renamed)]
#[shard_key(split, crate = ::renamed)]
pub struct Name(#[shard_key(normalize = "lowercase")] ::standard::string::String);

/// Who has written it.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ShardKey)]
#[shard_key(crate = ::renamed)]
pub enum Author<T> {
    /// Nobody knows.
    #[shard_key(name = "anonymous")]
    Unknown,
    /// One.
    One(T),
    /// Several.
    Several {
        /// The first.
        first: T,
        /// How many more.
        r#more: u8,
    },
}

/// What is called the same lies together.
#[derive(ShardGroup)]
#[shard_group(key = Name, by = range, split = ["g", "n"], crate = ::renamed)]
pub struct ByName;

/// A document.
#[derive(Aggregate)]
#[aggregate(crate = ::renamed)]
#[shard(by = zone, zones = ["eu-west", "us"])]
pub struct Document<T = u8> {
    #[id]
    #[shard_key]
    region: Region,
    #[id]
    #[shard_key]
    number: u64,
    /// What is in it.
    pub content: ::core::option::Option<T>,
}

/// A letter.
#[derive(Aggregate)]
#[aggregate(crate = ::renamed)]
#[shard(by = composite)]
pub struct Letter {
    #[id]
    #[shard_key(bytes = 2, normalize = "lowercase")]
    to: ::standard::string::String,
    #[id]
    #[shard_key]
    r#type: u16,
}

/// A draft.
#[derive(
    ::core::clone::Clone,
    Entity,
    ::renamed::__private::serde::Serialize,
    ::renamed::__private::serde::Deserialize,
)]
#[serde(crate = "::renamed::__private::serde")]
#[entity(crate = ::renamed)]
#[shard(by = custom(place))]
pub struct Draft {
    #[id]
    #[shard_key]
    number: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "identities are placed by reference")]
fn place(number: &u64) -> ::renamed::key::Place {
    ::renamed::key::Place::new(*number)
}

/// A shelf.
#[derive(Aggregate)]
#[aggregate(crate = ::renamed)]
#[shard(by = range, split = [-5, 0x10, 1_000])]
pub struct Shelf {
    #[id]
    #[shard_key]
    number: i32,
}
