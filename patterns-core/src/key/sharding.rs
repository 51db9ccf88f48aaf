//! `#[shard_key]` and `#[shard(..)]`: which part of an identity decides the place, and how.

use core::fmt;

use super::{Place, PlaceRange, ShardKey, SplitKey, SplitPoints};

/// The keyspace of types that declare none.
const DEFAULT_KEYSPACE: &str = "default";

/// Which part of the identity decides the place, and how. Written by the derives as a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShardPolicy {
    /// The fields of the identity that form the shard key, in the order of the struct.
    pub key: &'static [&'static str],
    /// How a key finds its place.
    pub strategy: ShardStrategy,
    /// Things of one group that have the same shard key live on the same node.
    pub group: Option<&'static str>,
    /// Those fields of the key that do not tell capital from small letters.
    pub lowercase: &'static [&'static str],
}

/// How a shard key finds its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShardStrategy {
    /// By its hash.
    Hash,
    /// By the ranges between split points: keys of one range lie in one region.
    Range(SplitPoints),
    /// By the zone that the key names, of these: keys of one zone lie in one region.
    Zone(&'static [&'static str]),
    /// By its hash, but only keys that were placed one by one are known.
    Directory,
    /// By the hashes of its fields: that of the first gives so many bytes of the place, that of the next the next bytes, and that
    /// of the last, which has no number here, all that are left.
    Composite(&'static [u8]),
    /// By a function of the user, whose path this is.
    Custom(&'static str),
}

impl ShardPolicy {
    /// A policy for the shard key made of the fields `key`.
    pub const fn new(key: &'static [&'static str], strategy: ShardStrategy) -> Self {
        Self { key, strategy, group: None, lowercase: &[] }
    }

    /// Sets [`group`](Self::group).
    #[must_use]
    pub const fn group(mut self, group: &'static str) -> Self {
        self.group = Some(group);
        self
    }

    /// Sets [`lowercase`](Self::lowercase).
    #[must_use]
    pub const fn lowercase(mut self, fields: &'static [&'static str]) -> Self {
        self.lowercase = fields;
        self
    }

    /// Into how many regions the places are cut; one, unless the strategy is by ranges or zones.
    pub const fn regions(&self) -> u32 {
        match self.strategy {
            ShardStrategy::Range(points) => points.count() + 1,
            ShardStrategy::Zone(zones) if !zones.is_empty() => zones.len() as u32,
            _ => 1,
        }
    }

    /// The region of a key under the strategy by ranges; else 0.
    pub fn region_of(&self, key: &(impl SplitKey + ?Sized)) -> u32 {
        match &self.strategy {
            ShardStrategy::Range(points) => key.region(points),
            _ => 0,
        }
    }

    /// The place of a key that is `hashed` and lies in `region`: the hash spreads the keys of a region all over it.
    pub const fn place_in_region(&self, region: u32, hashed: Place) -> Place {
        PlaceRange::share(region, self.regions()).scale(hashed)
    }

    /// The name of the keyspace, which is a slot table of its own: the group's; without a group that of the type, if the places
    /// mean something to this type only; else `default`.
    pub const fn keyspace<'a>(&self, type_name: &'a str) -> &'a str {
        match (self.group, self.strategy) {
            (Some(group), _) => group,
            (None, ShardStrategy::Range(_) | ShardStrategy::Zone(_) | ShardStrategy::Directory) => {
                type_name
            }
            _ => DEFAULT_KEYSPACE,
        }
    }

    /// Everything that decides places, as a text: while it stays the same, every key keeps its place. The names of the fields and of a custom function
    /// are no part of it, so that they can be changed.
    ///
    /// ```
    /// use patterns_core::key::{ShardPolicy, ShardStrategy};
    /// let policy = ShardPolicy::new(&["tenant", "order"], ShardStrategy::Composite(&[2]));
    /// assert_eq!(policy.lowercase(&["tenant"]).describe(), "composite [2] (lowercase, as is)");
    /// ```
    pub fn describe(&self) -> String {
        let part = |field| if self.lowercase.contains(field) { "lowercase" } else { "as is" };
        let parts: Vec<_> = self.key.iter().map(part).collect();
        format!("{} ({})", self.strategy, parts.join(", "))
    }
}

impl fmt::Display for ShardStrategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash => f.write_str("hash"),
            Self::Range(points) => write!(f, "range {points}"),
            Self::Zone(zones) => write!(f, "zone {zones:?}"),
            Self::Directory => f.write_str("directory"),
            Self::Composite(bytes) => write!(f, "composite {bytes:?}"),
            Self::Custom(_) => f.write_str("custom"),
        }
    }
}

/// A shard key that names a zone, where its data must be. Written by `#[derive(Zones)]` on an enum.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a zone",
    label = "no zones",
    note = "zones are the variants of an enum: write `#[derive(Zones)]` on it"
)]
pub trait Zones: ShardKey {
    /// The names of all zones; nodes name theirs by the same.
    const ZONES: &'static [&'static str];

    /// What is said where a zone is named that is none of these.
    #[doc(hidden)]
    const UNKNOWN: &'static str = "there is no such zone";

    /// The zone of this key, as an index of [`ZONES`](Self::ZONES).
    fn zone(&self) -> u32;
}

/// Types whose shards lie together: equal keys, equal node. Written by `#[derive(ShardGroup)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of shards",
    label = "not a `ShardGroup`",
    note = "declare one: `#[derive(ShardGroup)] #[shard_group(key = TenantId)] struct Billing;`"
)]
pub trait ShardGroup {
    /// The type of the key that all members are sharded by.
    type Key: ShardKey;

    /// The stored name; the name of the keyspace, so it must never change.
    const NAME: &'static str;

    /// How a key finds its place.
    const STRATEGY: ShardStrategy;

    /// Where a key lies, as [`STRATEGY`](Self::STRATEGY) says.
    fn place(key: &Self::Key) -> Place;
}
