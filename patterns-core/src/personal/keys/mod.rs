//! Where keys are kept: apart from the events, so that they can be destroyed.

mod directory;
mod keys_of;
mod memory;

use std::sync::Arc;

use async_trait::async_trait;

use super::{KeyError, Subject, SubjectKey};

pub use directory::{KeyDirectory, KeyStep};
pub use keys_of::KeysOf;
pub use memory::MemoryKeys;

/// What a key store knows of the key of a subject.
#[derive(Clone, Debug)]
pub enum KeyState {
    /// There is a key.
    Known(SubjectKey),
    /// There is none, and never will be: the subject was forgotten.
    Destroyed,
    /// Nothing is known of the subject. If anything is stored about it, the key store has lost its key.
    Unknown,
}

/// Keeps one key a subject. What an implementation must hold to is checked by [`conformance`](super::conformance).
///
/// # Promises
/// * The key of a subject is the same for ever, until it is destroyed; a key that was answered is durable.
/// * A destroyed key cannot be had back from the store by any means, and leaves a tombstone that is never lost.
#[async_trait]
pub trait KeyStore: core::fmt::Debug + Send + Sync + 'static {
    /// The key of `subject`, to read what is stored. A cache may answer what was true a little earlier.
    ///
    /// # Errors
    /// When it cannot be said: never is a failure answered as [`KeyState::Unknown`] or [`KeyState::Destroyed`].
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError>;

    /// The key of `subject`, to record something; a new one if nothing is known of the subject. Asked before and after something is recorded, so
    /// the answer must be true now.
    ///
    /// # Errors
    /// When it cannot be said, or a new key cannot be kept.
    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError>;

    /// Destroys the key of `subject`, and leaves a tombstone, also if there never was one. Answers whether there was a key. When it has
    /// failed, or was given up, it may be repeated.
    ///
    /// # Errors
    /// When it is not known to be destroyed.
    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError>;
}

/// One key store for several handles: of one database, or of its copies. Databases with subjects of the same names need a [`KeysOf`] each.
#[async_trait]
impl<K: KeyStore + ?Sized> KeyStore for Arc<K> {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        (**self).find(subject).await
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        (**self).create(subject).await
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        (**self).destroy(subject).await
    }
}
