//! Writes, and other work, that go on when nobody waits for them any more.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;

use super::{
    Background, Cache, Lookup, Write,
    bounds::{CacheKey, CachedValue, SharedError},
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
        let (inner, key) = (Arc::clone(&self.0), key.to_key());
        let write = write(self.begin_write(&key));
        let background = Arc::clone(&inner.background);
        Finishing::new(background, write, move || inner.invalidate(&key, u64::MAX)).await
    }
}

/// Does `work` to its end, also when its caller gives up on the way.
#[cfg(feature = "personal")]
pub(crate) fn finishing<T: 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = T> + Send {
    Finishing::new(Arc::new(super::Anywhere), work, || {})
}

/// Work that goes on in the background when it is dropped on its way.
struct Finishing<T: 'static, F: FnOnce()> {
    background: Arc<dyn Background>,
    /// `None` once it has ended.
    work: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
    /// What is done first when it is dropped on its way.
    given_up: Option<F>,
}

impl<T, F: FnOnce()> Finishing<T, F> {
    fn new(
        background: Arc<dyn Background>,
        work: impl Future<Output = T> + Send + 'static,
        given_up: F,
    ) -> Self {
        Self { background, work: Some(Box::pin(work)), given_up: Some(given_up) }
    }
}

// Nothing in it is pinned but what stands in a box of its own.
impl<T, F: FnOnce()> Unpin for Finishing<T, F> {}

impl<T, F: FnOnce()> Future for Finishing<T, F> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // Taken out: what panics is not polled again.
        let Some(mut work) = self.work.take() else { return Poll::Pending };
        let polled = work.as_mut().poll(context);
        if polled.is_pending() {
            self.work = Some(work);
        }
        polled
    }
}

impl<T: 'static, F: FnOnce()> Drop for Finishing<T, F> {
    fn drop(&mut self) {
        if let Some((work, given_up)) = self.work.take().zip(self.given_up.take()) {
            given_up();
            self.background.run(Box::pin(async move { drop(work.await) }));
        }
    }
}
