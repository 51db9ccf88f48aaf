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
//! * [`store`]: the durable store, the one in memory, and the trait and conformance suite for others.
//! * [`mod@event`], [`aggregate`], [`key`]: what the macros implement, for those who write it by hand.

#[doc(inline)]
pub use patterns_core::{aggregate, cache, entity, event, key, repository, store};

#[doc(inline)]
pub use patterns_derive::{Aggregate, Entity, Event, Key, commands, event, events, fold};

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

#[cfg(feature = "sled")]
use patterns_core::store::{SledStore, StoreError};
use patterns_core::{repository::Database, store::MemoryStore};

/// Opens the database in `directory`, which is created if it does not exist. One process at a time can have it open.
///
/// Everything in it is checked first; see [`store::sled::SledOptions`] for durability and other settings.
///
/// # Errors
/// When it is open already, when anything that was acknowledged is missing or damaged, or when the system refuses.
#[cfg(feature = "sled")]
pub fn open(directory: impl AsRef<std::path::Path>) -> Result<Database, StoreError> {
    SledStore::open(directory).map(Database::new)
}

/// A database in memory, for tests.
pub fn in_memory() -> Database {
    Database::new(MemoryStore::new())
}

/// Everything an application needs: `use data_patterns::prelude::*;`
pub mod prelude {
    pub use patterns_core::{
        aggregate::{Aggregate, Apply, Versioned, replay},
        entity::{Entities, Entity},
        event::Event,
        key::Key,
        repository::{CommandError, Database, LoadError},
        store::Direction,
    };
    pub use patterns_derive::{
        Aggregate, Entity, Event, Key, cached, commands, event, events, fold, invalidates,
    };
    pub use serde::{Deserialize, Serialize};
}

/// What generated code names. Not part of the public interface: it may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use patterns_core::{
        aggregate::{Aggregate, Apply, Decision, IntoId, ShardPolicy, ShardStrategy, Snapshots},
        cache::{
            Builder, CacheCapacity, CachePolicy, Caching, Invalidation, Statistics, TimedOut,
            WarmUp,
            function::{
                Detach, Fallible, FromTimeout, FunctionCache, IsNoResult, IsResult, OwnCopy, Parts,
                PerType, Tag, Twice,
            },
        },
        entity::{Entity, Record},
        event::{Event, EventSchema, Fingerprint},
        key::{Key, KeyEncoder},
        repository::{Argument, Handle, HasHandle, Outcome},
    };
    pub use patterns_derive::Event;
    pub use serde;
    pub use std::{sync::LazyLock, vec::Vec};
}

/// The example of the readme compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// So do those of the guides.
#[cfg(doctest)]
#[doc = include_str!("../docs/caching.md")]
struct Caching;
