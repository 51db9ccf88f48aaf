//! Writing beside the cache: what is written elsewhere is published or invalidated here.

use std::{any::Any, fmt, sync::Arc};

use super::{
    Cache, Loaded, Lookup, Moment,
    bounds::{CacheKey, CachedValue, SharedError},
    inner::{Began, Inner},
};

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// Begins a write to what `key` is loaded from: to be called before the write is sent.
    ///
    /// Whatever becomes of the write, no load that began before it ended leaves in the cache what it has made outdated.
    pub fn begin_write<Q: Lookup<K> + ?Sized>(&self, key: &Q) -> Write<K, V, E> {
        let key = key.to_key();
        let began = self.0.begin_write(&key);
        Write { under_way: Some((Arc::clone(&self.0), key, began)) }
    }

    /// Puts a value, as if it had just been loaded.
    pub fn put<Q: Lookup<K> + ?Sized>(&self, key: &Q, value: Loaded<V>) {
        self.begin_write(key).publish(value);
    }

    /// Drops the entry of `key`. Loads under way still answer those who wait for them, and leave nothing.
    pub fn invalidate<Q: Lookup<K> + ?Sized>(&self, key: &Q) {
        self.0.invalidate(&key.to_key(), u64::MAX);
    }

    /// Drops the entry of `key` if it is older than `version`, of which one has heard. Loads under way leave nothing.
    pub fn outdate<Q: Lookup<K> + ?Sized>(&self, key: &Q, version: u64) {
        self.0.invalidate(&key.to_key(), version);
    }

    /// Drops, when they are read next, all entries that were loaded with this tag.
    pub fn invalidate_tag(&self, tag: &str) {
        self.0.tags.invalidate(tag);
    }

    /// Drops everything. Loads under way still answer those who wait for them, and leave nothing.
    pub fn clear(&self) {
        self.0.clear();
    }
}

/// A write under way. Dropped without more, it counts as one whose outcome is unknown, and leaves no entry.
#[must_use = "dropped at once, it invalidates before the write and not after it"]
pub struct Write<K: CacheKey, V: CachedValue, E: SharedError> {
    /// `None` once it has ended.
    under_way: Option<UnderWay<K, V, E>>,
}

type UnderWay<K, V, E> = (Arc<Inner<K, V, E>>, K, Began);

impl<K: CacheKey, V: CachedValue, E: SharedError> Write<K, V, E> {
    /// The write is being sent now, and not when it began: what it leaves counts as checked from here on.
    pub fn sent(&mut self) {
        if let Some((inner, _, began)) = &mut self.under_way {
            began.stamp = inner.clock.stamp();
        }
    }

    /// What the write leaves depends on something that was checked at `moment`, and counts as checked no later than that.
    pub fn checked_at(&mut self, moment: Moment) {
        if let Some((_, _, began)) = &mut self.under_way {
            began.stamp = began.stamp.min(moment);
        }
    }

    /// The write has succeeded and left `value`. It is published unless something else has happened to its key meanwhile.
    pub fn publish(mut self, value: Loaded<V>) {
        let Some((inner, _, began)) = &self.under_way else { return };
        // The user's code may panic here, and then the outcome counts as unknown.
        let entry = inner.weighed(inner.loaded(value, *began, core::time::Duration::ZERO));
        if let Some((inner, key, began)) = self.under_way.take() {
            inner.end_write(&key, began, Some(entry));
        }
    }

    /// Nothing was written.
    pub fn cancel(mut self) {
        if let Some((inner, key, began)) = self.under_way.take() {
            inner.end_nothing(&key, began);
        }
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Drop for Write<K, V, E> {
    fn drop(&mut self) {
        if let Some((inner, key, began)) = self.under_way.take() {
            inner.end_write(&key, began, None);
        }
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> fmt::Debug for Write<K, V, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Write")
    }
}

/// Invalidates when it is dropped: after a write that succeeded, failed, panicked or was cancelled.
#[must_use = "dropped at once, it invalidates before the write and not after it"]
pub struct Invalidation {
    _on_drop: Box<dyn Any + Send + Sync>,
}

struct ClearOnDrop<K: CacheKey, V: CachedValue, E: SharedError>(Cache<K, V, E>);

impl<K: CacheKey, V: CachedValue, E: SharedError> Drop for ClearOnDrop<K, V, E> {
    fn drop(&mut self) {
        self.0.clear();
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// Invalidates `key` when it is dropped. To be taken before the write.
    pub fn invalidation<Q: Lookup<K> + ?Sized>(&self, key: &Q) -> Invalidation {
        Invalidation { _on_drop: Box::new(self.begin_write(key)) }
    }

    /// Invalidates everything when it is dropped. To be taken before the write.
    pub fn invalidation_of_all(&self) -> Invalidation {
        Invalidation { _on_drop: Box::new(ClearOnDrop(self.clone())) }
    }
}

impl fmt::Debug for Invalidation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Invalidation")
    }
}
