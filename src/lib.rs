//! Event sourcing, cache-aside and sharding for Rust, declared on your own types.
//!
//! ```
//! use data_patterns::prelude::*;
//!
//! #[derive(Aggregate)]
//! pub struct Account {
//!     #[id]
//!     number: String,
//!     balance: i64,
//! }
//!
//! #[events] // one method is one event: its arguments are the payload, its body is the effect
//! impl Account {
//!     fn deposited(&mut self, amount: i64) {
//!         self.balance += amount;
//!     }
//! }
//!
//! #[commands] // decide on the current state; load, append and retry are written for you
//! impl Account {
//!     pub fn deposit(&self, amount: i64) -> AccountEvent {
//!         AccountEvent::deposited(amount)
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # pollster::block_on(async {
//! let db = data_patterns::in_memory(); // or `open("bank.db")?`, durable
//! let account = db.aggregate::<Account>("1234");
//! account.deposit(100).await?;
//! assert_eq!(account.load().await?.balance, 100);
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! Where to find what:
//! * [`Aggregate`], [`events`], [`commands`]: the macros, each with what it writes.
//! * [`cached`], [`invalidates`], [`mod@cache`]: caching of aggregates, entities, functions, and anything else.
//! * [`Entity`], [`entity`]: records kept by key, for types that need no history.
//! * [`repository`]: the database, handles, and what loading and commands answer.
//! * `personal` (a feature): personal data that can be forgotten.
//! * [`history`]: any point in time, undo and redo, audit.
//! * [`schema_lock`](mod@schema_lock): whether stored events still fit the code; the macro [`schema_lock!`] does it in a test.
//! * [`store`]: the durable store, the one in memory, and the trait and conformance suite for others.
//! * [`shard`]: several nodes: the map, moves, load, questions to all, and [`shard::Shards`] for anything by a key.
//! * `testing` (a feature): decisions, laws, made-up values and faulty stores for the tests of applications.
//! * [`mod@event`], [`aggregate`], [`key`]: what the macros implement, for those who write it by hand.

#[doc(inline)]
pub use patterns_core::{
    aggregate, cache, entity, event, history, key, repository, schema_lock, shard, store,
};

#[doc(inline)]
pub use patterns_derive::{Aggregate, Entity, Event, Key, commands, event, events, fold};

/// ```
/// use data_patterns::prelude::*;
///
/// #[derive(ShardKey)]
/// enum Owner {
///     Person(u64),
///     Company {
///         #[shard_key(normalize = "lowercase")]
///         name: String,
///     },
/// }
///
/// let place = |name: &str| Owner::Company { name: name.to_owned() }.place();
/// assert_eq!(place("ACME"), place("acme"));
/// assert_ne!(Owner::Person(7).place(), Owner::Person(8).place());
/// ```
#[doc(inline)]
pub use patterns_derive::ShardKey;

/// ```
/// use data_patterns::{Shape, event::Shape as _, prelude::*};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// #[serde(rename_all = "camelCase")]
/// struct Address {
///     city: String,
///     #[serde(alias = "zip")]
///     post_code: Option<String>,
/// }
///
/// let fields = Address::SHAPE.fields.list;
/// assert_eq!((fields[1].name, fields[1].aliases, fields[1].may_be_missing), ("postCode", &["zip"][..], true));
/// ```
#[doc(inline)]
pub use patterns_derive::Shape;

/// ```
/// use data_patterns::prelude::*;
///
/// #[derive(Zones)]
/// enum Region {
///     EuWest,
///     #[zone(name = "us")]
///     America,
/// }
///
/// assert_eq!(Region::ZONES, ["eu-west", "us"]);
/// assert_eq!((Region::EuWest.zone(), Region::America.zone()), (0, 1));
/// ```
#[doc(inline)]
pub use patterns_derive::Zones;

/// ```
/// use data_patterns::prelude::*;
///
/// #[derive(ShardGroup)]
/// #[shard_group(key = u64)]
/// struct Billing;
///
/// #[derive(Aggregate)]
/// #[shard(group = Billing)]
/// struct Customer {
///     #[id]
///     #[shard_key]
///     number: u64,
/// }
///
/// #[derive(Entity, Clone, Serialize, Deserialize)]
/// #[shard(group = Billing)]
/// struct Invoice {
///     #[id]
///     #[shard_key]
///     customer: u64,
///     #[id]
///     number: u32,
/// }
///
/// let customer = Customer::route(&7).unwrap();
/// let invoice = Invoice::route(&InvoiceKey { customer: 7, number: 1 }).unwrap();
/// assert_eq!(customer.place(), invoice.place());
/// ```
#[doc(inline)]
pub use patterns_derive::ShardGroup;

/// ```
/// use data_patterns::prelude::*;
///
/// #[cached(ttl = 60, key = word)]
/// fn length(word: &str) -> usize {
///     println!("counting");
///     word.chars().count()
/// }
///
/// assert_eq!(length("Äpfel"), 5); // counts
/// assert_eq!(length("Äpfel"), 5); // does not
/// assert_eq!(length::stats().loads, 1);
///
/// length::put("Birnen", 6);
/// assert_eq!(length::get("Birnen"), Some(6));
/// length::invalidate("Birnen");
/// assert_eq!(length::get("Birnen"), None);
/// ```
#[doc(inline)]
pub use patterns_derive::cached;

/// ```
/// use std::sync::Mutex;
///
/// use data_patterns::prelude::*;
///
/// static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());
///
/// #[cached(ttl = 60, key = place)]
/// fn name(place: usize) -> Option<String> {
///     NAMES.lock().ok()?.get(place).cloned()
/// }
///
/// #[invalidates(name(place))]
/// fn insert(place: usize, name: &str) {
///     NAMES.lock().unwrap().insert(place, name.to_owned());
/// }
///
/// assert_eq!(name(0), None);
/// insert(0, "Anna");
/// assert_eq!(name(0).as_deref(), Some("Anna"));
/// ```
#[doc(inline)]
pub use patterns_derive::invalidates;

/// Decisions tested as given, when, then; laws that hold for every aggregate; values made up for any type; stores that fail as they are told.
/// `docs/testing.md` is the guide.
#[cfg(feature = "testing")]
pub mod testing {
    #[doc(inline)]
    pub use patterns_core::testing::*;
    #[doc(inline)]
    pub use patterns_derive::laws;
}

/// Personal data that can be forgotten: the type of personal fields, and where keys are kept. `docs/personal.md` is the guide.
#[cfg(feature = "personal")]
pub mod personal {
    #[doc(inline)]
    pub use patterns_core::{aggregate::subject_of, personal::*, repository::CachedKeys};
}

use patterns_core::{repository::Database, store::MemoryStore};
#[cfg(feature = "sled")]
use patterns_core::{
    shard::{Node, ShardError},
    store::{SledStore, StoreError},
};

/// Opens the database in `directory`, which is created if it does not exist. One process at a time can have it open.
///
/// It is checked first: every live event, and that every archived one is where it should be. Archived blocks are checked when they are read, chains
/// of hashes when [`verify`](Database::verify) is called. See [`store::sled::SledOptions`] for durability and other settings.
///
/// # Errors
/// When it is open already, when anything that was acknowledged is missing or damaged, or when the system refuses.
#[cfg(feature = "sled")]
pub fn open(directory: impl AsRef<std::path::Path>) -> Result<Database, StoreError> {
    SledStore::open(directory).map(Database::new)
}

/// Opens a database of several nodes: for each a directory of its name in `directory`, beside one for the map of who owns what. All are
/// created if they do not exist, and nodes that are new are added.
///
/// Moves that were under way when the last process died are brought to their end, or given up if they were not decided yet. Nodes are the places
/// that slots are moved between; on one disk they share its speed, see `docs/sharding.md`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = tempfile::tempdir()?;
/// # let directory = directory.path();
/// use data_patterns::shard::Node;
///
/// let db = data_patterns::open_sharded(directory, ["berlin", "paris"].map(Node::new))?;
/// assert_eq!(db.shards().map(|shards| shards.map().nodes().count()), Some(2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When one of them cannot be opened, see [`open`], or a move cannot be brought to its end.
#[cfg(feature = "sled")]
pub fn open_sharded(
    directory: impl AsRef<std::path::Path>,
    nodes: impl IntoIterator<Item = Node>,
) -> Result<Database, ShardError> {
    patterns_core::shard::open_embedded(directory.as_ref(), nodes).map(Database::sharded)
}

/// Compares what events look like with the lock beside the code, and fails the test it stands in where stored events could not be read any more.
/// The guide: `docs/evolution.md`.
///
/// It takes the path of the file, from the directory of the crate's `Cargo.toml`, and all aggregates of the crate. Each difference that breaks
/// is shown with the reason and with what to write. Additions pass, and are told of, so that the lock can be kept up to date.
///
/// `PATTERNS_ACCEPT=1 cargo test` writes the file as the code is, and says what that was; older versions of events stay in it, and what their
/// upcasters take is compared with them ever after. Where `CI` is set nothing is accepted. Where `PATTERNS_LOCKED` is set additions fail as
/// well, until the lock has them.
///
/// ```no_run
/// # use data_patterns::prelude::*;
/// # #[derive(Aggregate)]
/// # struct Account { #[id] number: String, balance: i64 }
/// # #[events]
/// # impl Account { fn deposited(&mut self, amount: i64) { self.balance += amount; } }
/// // All there is in the test.
/// data_patterns::schema_lock!("events.lock", Account);
/// ```
///
/// # Panics
/// Where an event that is stored does not fit the code, or where there is no readable lock.
#[macro_export]
macro_rules! schema_lock {
    ($file:literal, $($aggregate:ty),+ $(,)?) => {
        if let ::core::result::Result::Err(error) = $crate::schema_lock::check(
            ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $file),
            &[$($crate::schema_lock::declared::<$aggregate>()),+],
        ) {
            ::core::panic!("{error}")
        }
    };
}

/// A database in memory, for tests.
pub fn in_memory() -> Database {
    Database::new(MemoryStore::new())
}

/// Everything an application needs: `use data_patterns::prelude::*;`
pub mod prelude {
    #[cfg(feature = "personal")]
    pub use patterns_core::personal::Personal;
    pub use patterns_core::{
        aggregate::{Aggregate, Apply, Versioned, replay},
        entity::{Entities, Entity},
        event::{Event, Timestamp},
        history::AsOf,
        key::{Key, ShardGroup, ShardKey, Zones},
        repository::{CommandError, Database, LoadError},
        store::Direction,
    };
    pub use patterns_derive::{
        Aggregate, Entity, Event, Key, ShardGroup, ShardKey, Zones, cached, commands, event,
        events, fold, invalidates,
    };
    pub use serde::{Deserialize, Serialize};
}

/// What generated code names. Not part of the public interface: it may change in any release.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "testing")]
    pub use patterns_core::testing;
    #[cfg(feature = "personal")]
    pub use patterns_core::{
        aggregate::subject_of,
        personal::{Subject, is_personal},
    };
    pub use patterns_core::{
        aggregate::{Aggregate, Apply, Decision, IntoId, OneShard, SnapshotPolicy, Snapshots},
        cache::{
            Builder, CacheCapacity, CachePolicy, Caching, Invalidation, ReadsCached, Statistics,
            TimedOut, WarmUp,
            function::{
                Detach, Fallible, FromTimeout, FunctionCache, IsNoResult, IsResult, OwnCopy, Parts,
                PerType, Tag, Twice,
            },
            read_by_a_derive,
        },
        entity::{Entity, Record},
        event::{
            Event, EventSchema, Field, FieldStyle, Fields, Fingerprint, MayHaveShape, NestedType,
            Route, Shape, ShapeOf, TypeShape, UpcastError, VariantShape, lead, older,
        },
        key::{
            Key, KeyDecoder, KeyEncoder, Lowercase, NormalText, Place, PlaceHasher, PlaceRange,
            PlacesKeys, SameKey, ShardGroup, ShardKey, ShardPolicy, ShardStrategy, SplitKey,
            SplitPoints, Zones, has_zone, is_split_by, same_zones,
        },
        repository::{Argument, Handle, HasHandle, Outcome},
    };
    pub use patterns_derive::Event;
    pub use serde;
    pub use std::{string::String, sync::LazyLock, vec::Vec};
}

/// The examples of the readme compile, with the features that they show.
#[cfg(all(doctest, feature = "personal", feature = "testing"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// So do those of the guides.
#[cfg(doctest)]
#[doc = include_str!("../docs/caching.md")]
struct Caching;

#[cfg(all(doctest, feature = "archive"))]
#[doc = include_str!("../docs/archive.md")]
struct Archive;

#[cfg(doctest)]
#[doc = include_str!("../docs/audit.md")]
struct Audit;

#[cfg(doctest)]
#[doc = include_str!("../docs/evolution.md")]
struct Evolution;

#[cfg(doctest)]
#[doc = include_str!("../docs/history.md")]
struct History;

#[cfg(all(doctest, feature = "personal", feature = "sled"))]
#[doc = include_str!("../docs/personal.md")]
struct PersonalData;

#[cfg(all(doctest, feature = "sled"))]
#[doc = include_str!("../docs/reference.md")]
struct Reference;

#[cfg(doctest)]
#[doc = include_str!("../docs/sharding.md")]
struct Sharding;

#[cfg(doctest)]
#[doc = include_str!("../docs/snapshots.md")]
struct SnapshotPolicies;

#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../docs/testing.md")]
struct Testing;
