//! Keys that are kept in memory for a while, in front of a key store that is slow to answer.

use core::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    cache::{Builder, Cache, CachePolicy, Demand, Loaded, TimedOut, finishing},
    personal::{KeyError, KeyState, KeyStore, Subject, SubjectId},
};

/// Keeps the keys of another key store in memory, for as long as its policy says: for one that is asked over a network.
///
/// Only reading asks the cache; what is recorded asks the key store itself. A key that is destroyed through it is dropped, and its bytes are
/// overwritten as soon as nobody reads with it any more. One that another process destroys is used for reading until the time to live has passed.
///
/// ```
/// # use core::time::Duration;
/// use patterns_core::{cache::CachePolicy, personal::MemoryKeys, repository::CachedKeys};
///
/// let keys = CachedKeys::new(MemoryKeys::new(), CachePolicy::new(Duration::from_secs(30)));
/// ```
pub struct CachedKeys {
    keys: Arc<dyn KeyStore>,
    cache: Cache<SubjectId, KeyState, KeyError>,
}

impl CachedKeys {
    /// The keys of `keys`.
    pub fn new(keys: impl KeyStore, policy: CachePolicy) -> Self {
        let late = |late: TimedOut| KeyError::other("asking for a key", late);
        let cache = Builder::new("keys", policy).on_timeout(late).build();
        Self { keys: Arc::new(keys), cache }
    }
}

#[async_trait]
impl KeyStore for CachedKeys {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        let id = subject.id();
        let load = |_| {
            let (keys, subject) = (Arc::clone(&self.keys), subject.clone());
            async move { keys.find(&subject).await.map(Loaded::new) }
        };
        match self.cache.read(&id, Demand::default(), load).await?.value {
            KeyState::Unknown => {
                // The key may have been made since, here or elsewhere.
                self.cache.invalidate(&id);
                self.keys.find(subject).await
            }
            found => Ok(found),
        }
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.keys.create(subject).await
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        let invalidated = self.cache.invalidation(&subject.id());
        let (keys, subject) = (Arc::clone(&self.keys), subject.clone());
        let destroyed = finishing(async move {
            // Whatever the end is, and whoever waits for it.
            let _dropped_at_the_end = invalidated;
            keys.destroy(&subject).await
        });
        destroyed.await
    }
}

impl fmt::Debug for CachedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CachedKeys({:?})", self.keys)
    }
}
