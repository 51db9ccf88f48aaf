//! The keys of one of several databases that share a key store.

use async_trait::async_trait;

use super::{KeyState, KeyStore};
use crate::personal::{KeyError, Subject};

const DOMAIN: &str = "data-patterns 2026-01 keys of";

/// The keys of one database in a key store that several share.
///
/// Subjects are told apart by their names alone: customer 7 of one database is customer 7 of another, and forgotten with it. Under a name of its own
/// for each database they are not. The name belongs to the keys and must never change.
///
/// ```
/// # use std::sync::Arc;
/// use patterns_core::personal::{KeysOf, MemoryKeys};
///
/// let shared = Arc::new(MemoryKeys::new());
/// let (one, other) = (KeysOf::new(Arc::clone(&shared), "tenant-a"), KeysOf::new(shared, "tenant-b"));
/// ```
#[derive(Debug)]
pub struct KeysOf<K> {
    keys: K,
    name: String,
}

impl<K: KeyStore> KeysOf<K> {
    /// Those keys in `keys` that belong to `name`.
    pub fn new(keys: K, name: impl Into<String>) -> Self {
        Self { keys, name: name.into() }
    }

    fn within(&self, subject: &Subject) -> Subject {
        let bytes = subject.as_bytes().to_vec();
        Subject::of(&(DOMAIN.to_owned(), self.name.clone(), bytes))
    }
}

#[async_trait]
impl<K: KeyStore> KeyStore for KeysOf<K> {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.keys.find(&self.within(subject)).await
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.keys.create(&self.within(subject)).await
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        self.keys.destroy(&self.within(subject)).await
    }
}
