//! What keys, values and errors of a cache must be able to do.

use core::hash::Hash;

use equivalent::Equivalent;

/// A type that can be the key of a cache.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a cache",
    label = "not a key",
    note = "a key must be `Hash`, `Eq`, `Clone`, `Send`, `Sync` and `'static`"
)]
pub trait CacheKey: Hash + Eq + Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<K: Hash + Eq + Clone + Send + Sync + 'static> CacheKey for K {}

/// Something that finds a key without being one, as `str` finds a `String`.
pub trait Lookup<K>: Hash + Equivalent<K> {
    /// The key itself, for what is not in the cache yet.
    fn to_key(&self) -> K;
}

impl<K: CacheKey> Lookup<K> for K {
    fn to_key(&self) -> K {
        self.clone()
    }
}

impl Lookup<String> for str {
    fn to_key(&self) -> String {
        self.into()
    }
}

/// A type whose values can be cached.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be cached",
    label = "not `Clone`, `Send`, `Sync` and `'static`",
    note = "every hit answers a clone: derive `Clone`, or cache an `Arc<{Self}>`"
)]
pub trait CachedValue: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<V: Clone + Send + Sync + 'static> CachedValue for V {}

/// A type whose values can answer everybody who waits for one load.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared with all who wait for one load",
    label = "not `Clone`, `Send`, `Sync` and `'static`",
    note = "return `Result<_, Arc<{Self}>>`: the `?` operator converts into it"
)]
pub trait SharedError: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<E: Clone + Send + Sync + 'static> SharedError for E {}
