//! The cache of a function. `#[cached]` writes the calls.

mod answer;
mod detach;
mod parts;
mod per_type;
mod tag;

// What only generated code names may change in any release.
#[doc(hidden)]
pub use answer::{Fallible, IsNoResult, IsResult};
pub use detach::FromTimeout;
#[doc(hidden)]
pub use detach::{Detach, OwnCopy, Twice};
pub use parts::Parts;
#[doc(hidden)]
pub use per_type::PerType;
pub use tag::Tag;

use core::future::Future;

use super::{
    Builder, Cache, CacheKey, CachedValue, Invalidation, Loaded, Lookup, ReadMode, SharedError,
    Statistics, WarmUp,
};

/// The cache of a function: `K` is the tuple of the arguments in its key, `V` what it answers, `E` what it fails with.
///
/// Calls take closures: for the tags of an entry, asked for before its load begins, and for the load itself.
#[derive(Debug)]
pub struct FunctionCache<K: CacheKey, V: CachedValue, E: SharedError>(Cache<K, V, E>);

impl<K: CacheKey, V: CachedValue, E: SharedError> FunctionCache<K, V, E> {
    /// The cache that `builder` describes.
    pub fn new(builder: Builder<V, E>) -> Self {
        Self(builder.build())
    }

    /// What the function answers, from the cache if it is there.
    ///
    /// # Errors
    /// What the function fails with.
    pub async fn call<Q, F>(
        &self,
        key: Q,
        tags: impl Fn() -> Vec<String>,
        load: impl Fn() -> F,
    ) -> Result<V, E>
    where
        Q: Lookup<K>,
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        self.answer(key, ReadMode::Session, tags, load).await
    }

    /// What the function answers now; the cache keeps it.
    ///
    /// # Errors
    /// What the function fails with.
    pub async fn refresh<Q, F>(
        &self,
        key: Q,
        tags: impl Fn() -> Vec<String>,
        load: impl Fn() -> F,
    ) -> Result<V, E>
    where
        Q: Lookup<K>,
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        self.answer(key, ReadMode::Strong, tags, load).await
    }

    async fn answer<Q, F>(
        &self,
        key: Q,
        mode: ReadMode,
        tags: impl Fn() -> Vec<String>,
        load: impl Fn() -> F,
    ) -> Result<V, E>
    where
        Q: Lookup<K>,
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        let load = |_| {
            let (tags, load) = (tags(), load());
            async { load.await.map(|value| Loaded::new(value).tagged(tags)) }
        };
        self.0.read(&key, mode, load).await.map(|read| read.value)
    }

    /// As [`call`](Self::call), for a function that is not async.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn call_blocking<Q: Lookup<K>>(
        &self,
        key: Q,
        tags: impl FnOnce() -> Vec<String>,
        load: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        self.answer_blocking(key, ReadMode::Session, tags, load)
    }

    /// As [`refresh`](Self::refresh), for a function that is not async.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn refresh_blocking<Q: Lookup<K>>(
        &self,
        key: Q,
        tags: impl FnOnce() -> Vec<String>,
        load: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        self.answer_blocking(key, ReadMode::Strong, tags, load)
    }

    fn answer_blocking<Q: Lookup<K>>(
        &self,
        key: Q,
        mode: ReadMode,
        tags: impl FnOnce() -> Vec<String>,
        load: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        let load = |_| {
            let tags = tags();
            load().map(|value| Loaded::new(value).tagged(tags))
        };
        self.0.read_blocking(&key, mode, load).map(|read| read.value)
    }

    /// What the function would answer without running.
    pub fn get<Q: Lookup<K>>(&self, key: Q) -> Option<V> {
        self.0.get(&key, ReadMode::Session).map(|read| read.value)
    }

    /// Puts an answer, as if the function had just given it.
    pub fn put<Q: Lookup<K>>(&self, key: Q, tags: Vec<String>, value: V) {
        self.0.put(&key, Loaded::new(value).tagged(tags));
    }

    /// Drops the answer; see [`Cache::invalidate`].
    pub fn invalidate<Q: Lookup<K>>(&self, key: Q) {
        self.0.invalidate(&key);
    }

    /// Drops the answers with a tag; see [`Cache::invalidate_tag`].
    pub fn invalidate_tag(&self, tag: &str) {
        self.0.invalidate_tag(tag);
    }

    /// Drops all answers.
    pub fn clear(&self) {
        self.0.clear();
    }

    /// What the cache has done.
    pub fn stats(&self) -> Statistics {
        self.0.statistics()
    }

    /// Drops the answer when it is dropped itself; see [`Cache::invalidation`].
    pub fn invalidation<Q: Lookup<K>>(&self, key: Q) -> Invalidation {
        self.0.invalidation(&key)
    }

    /// Drops all answers when it is dropped itself.
    pub fn invalidation_of_all(&self) -> Invalidation {
        self.0.invalidation_of_all()
    }

    /// Runs the function for all keys that have no answer yet. Failures are counted, and met again by whoever asks.
    pub async fn warm<F>(
        &self,
        keys: impl IntoIterator<Item = K>,
        tags: impl Fn(&K) -> Vec<String>,
        load: impl Fn(K) -> F,
    ) -> WarmUp
    where
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        let load = |key: K| {
            let (tags, load) = (tags(&key), load(key));
            async { load.await.map(|value| Loaded::new(value).tagged(tags)) }
        };
        self.0.warm(keys, load).await
    }

    /// As [`warm`](Self::warm), for a function that is not async: one key after the other.
    pub fn warm_blocking(
        &self,
        keys: impl IntoIterator<Item = K>,
        tags: impl Fn(&K) -> Vec<String>,
        load: impl Fn(K) -> Result<V, E>,
    ) -> WarmUp {
        let mut done = WarmUp::default();
        for key in keys {
            if self.0.get(&key, ReadMode::Session).is_some() {
                done.present += 1;
                continue;
            }
            let loaded = self.answer_blocking(
                key.clone(),
                ReadMode::Session,
                || tags(&key),
                || load(key.clone()),
            );
            done.count(loaded.is_ok());
        }
        done
    }
}
