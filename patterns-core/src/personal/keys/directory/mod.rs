//! Keys in files, durable, and overwritten when they are destroyed.

mod disk;
mod file;
mod files;
mod step;
#[cfg(test)]
mod tests;
mod worker;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;

use self::{files::Files, worker::Worker};
use super::{KeyState, KeyStore};
use crate::personal::{KeyError, Subject};

pub use step::KeyStep;

/// Keys in a directory of their own, one file a subject, named by a hash of the subject.
///
/// Not in the database: sled never overwrites, so a key that was destroyed in it could be read from its file for as long as nobody
/// compacts it; and whoever copies the database for a backup would copy the keys along. Here a key is destroyed by a tombstone beside it, then
/// zeros over it, then the removal of its file, each synced before the next. Killed at any moment, the key is as it was, or the tombstone is
/// there, and the next opening does the rest.
///
/// One process at a time has the directory open. For several write a [`KeyStore`] in front of what they share.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = tempfile::tempdir()?;
/// # let directory = directory.path().join("keys");
/// use patterns_core::personal::{KeyDirectory, KeyError};
///
/// // A wrong path is not taken for a new key store.
/// assert!(matches!(KeyDirectory::open(&directory), Err(KeyError::Absent { .. })));
/// let keys = KeyDirectory::create(&directory)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct KeyDirectory {
    files: Arc<Files>,
    worker: Worker,
}

impl KeyDirectory {
    /// Makes a new directory of keys.
    ///
    /// # Errors
    /// When there is one already, or the system refuses.
    pub fn create(directory: impl AsRef<Path>) -> Result<Self, KeyError> {
        Files::create(directory.as_ref()).map(Self::new)
    }

    /// Opens the keys in `directory`, and finishes what a process that was killed had begun.
    ///
    /// # Errors
    /// When there are none, or the system refuses.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, KeyError> {
        Files::open(directory.as_ref()).map(Self::new)
    }

    /// Calls `watch` before each step that changes a file, on the thread that makes it. For tests that kill the process there.
    #[must_use]
    pub fn watched(self, watch: impl Fn(KeyStep) + Send + Sync + 'static) -> Self {
        // Whoever watches first goes on watching.
        let _ = self.files.watch.set(Box::new(watch));
        self
    }

    fn new(files: Files) -> Self {
        let files = Arc::new(files);
        Self { worker: Worker::new(Arc::clone(&files)), files }
    }
}

#[async_trait]
impl KeyStore for KeyDirectory {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.files.find(&subject.id())
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        let id = subject.id();
        match self.files.find(&id)? {
            KeyState::Known(key) if self.files.is_durable(&id) => Ok(KeyState::Known(key)),
            KeyState::Destroyed => Ok(KeyState::Destroyed),
            KeyState::Known(_) | KeyState::Unknown => {
                self.worker.run(move |files| files.put(&id)).await
            }
        }
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        let id = subject.id();
        self.worker.run(move |files| files.destroy(&id)).await
    }
}
