//! Writes that go on when nobody waits for them any more.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use super::{
    Cache, Lookup, Write,
    bounds::{CacheKey, CachedValue, SharedError},
    inner::Inner,
};

impl<K: CacheKey, V: CachedValue, E: SharedError> Cache<K, V, E> {
    /// Carries out a write to what `key` is loaded from, under the guard of [`begin_write`](Self::begin_write), which `write` is given to
    /// publish or to cancel.
    ///
    /// A write that was sent may take effect after its caller has given up. So it is then driven to its end in the background, and only there
    /// the guard ends; the entry of `key` goes at once.
    ///
    /// ```
    /// use std::time::Duration;
    /// use patterns_core::{
    ///     cache::{Cache, CachePolicy, Loaded, ReadMode},
    ///     store::conformance::block_on,
    /// };
    ///
    /// let cache = Cache::<u32, String, ()>::new("names", CachePolicy::new(Duration::from_secs(60)));
    /// let written = block_on(cache.write(&7, |guard| async move {
    ///     // .. write to the source ..
    ///     guard.publish(Loaded::versioned("Ann".to_owned(), 1));
    ///     Ok::<_, ()>(1)
    /// }));
    /// assert_eq!(written, Ok(1));
    /// assert_eq!(cache.get(&7, ReadMode::Session).map(|read| read.value), Some("Ann".to_owned()));
    /// ```
    pub async fn write<Q, F>(&self, key: &Q, write: impl FnOnce(Write<K, V, E>) -> F) -> F::Output
    where
        Q: Lookup<K> + ?Sized,
        F: Future + Send + 'static,
    {
        let key = key.to_key();
        let write = Box::pin(write(self.begin_write(&key)));
        Finishing { inner: Arc::clone(&self.0), key, write: Some(write) }.await
    }
}

/// A write that goes on in the background when it is dropped on its way.
struct Finishing<K: CacheKey, V: CachedValue, E: SharedError, T: 'static> {
    inner: Arc<Inner<K, V, E>>,
    key: K,
    /// `None` once it has ended.
    write: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
}

// Nothing in it is pinned but what stands in a box of its own.
impl<K: CacheKey, V: CachedValue, E: SharedError, T> Unpin for Finishing<K, V, E, T> {}

impl<K: CacheKey, V: CachedValue, E: SharedError, T> Future for Finishing<K, V, E, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // Taken out: what panics is not polled again.
        let Some(mut write) = self.write.take() else { return Poll::Pending };
        let polled = write.as_mut().poll(context);
        if polled.is_pending() {
            self.write = Some(write);
        }
        polled
    }
}

impl<K: CacheKey, V: CachedValue, E: SharedError, T> Drop for Finishing<K, V, E, T> {
    fn drop(&mut self) {
        if let Some(write) = self.write.take() {
            self.inner.invalidate(&self.key, u64::MAX);
            self.inner.background.run(Box::pin(async move { drop(write.await) }));
        }
    }
}
