//! Giving a database its keys, and forgetting.

use std::sync::Arc;

use super::{Keys, Provenance, Ring};
use crate::{
    aggregate::Aggregate,
    cache::finishing,
    event::EncodeError,
    personal::{KeyStore, PersonalError, Subject},
    repository::{CommandError, Database, Handle},
};

impl Database {
    /// With keys for personal data. To be said before anything is read or recorded; clones made before do not know of it.
    ///
    /// The keys belong to the events: a database that is opened with other keys reads an error where there is personal data, and never
    /// something that looks forgotten.
    #[must_use]
    pub fn with_keys(mut self, keys: impl KeyStore) -> Self {
        self.keys = Keys::of(Arc::new(keys));
        self
    }

    /// Destroys the key of `subject`: whatever is stored about it, in events, snapshots and backups, reads as forgotten from here on, and nothing
    /// can be recorded about it any more. Answers whether there was a key.
    ///
    /// Drops all cached states of this database. Another process may show a cached state until its time to live has passed, and copies that your
    /// own code has made are beyond its reach. When it was given up, it goes on in the background; it may be repeated, also when it has failed.
    ///
    /// # Errors
    /// [`PersonalError::NoKeys`] when the database has none; [`PersonalError::Keys`] when the key is not known to be destroyed.
    pub async fn forget(&self, subject: impl Into<Subject> + Send) -> Result<bool, PersonalError> {
        let subject = subject.into();
        let Some(keys) = self.keys.store() else { return Err(PersonalError::NoKeys { subject }) };
        let (db, keys, whom) = (self.clone(), Arc::clone(keys), subject.clone());
        let destroyed = finishing(async move {
            // Also when it fails: the key may be destroyed.
            let _dropped_at_the_end = CachesDropped(&db);
            keys.destroy(&whom).await
        });
        destroyed.await.map_err(|cause| PersonalError::Keys { subject, cause })
    }

    /// Makes sure that what was just recorded with `keys` can be read.
    pub(crate) async fn confirm(&self, keys: Ring) -> Result<(), Box<PersonalError>> {
        // Another process has forgotten somebody, perhaps, and this one has just cached a state.
        keys.confirm().await.inspect_err(|_| drop(CachesDropped(self)))
    }

    /// Where a state comes from of which nothing was read yet.
    pub(crate) fn provenance(&self) -> Provenance {
        Provenance::new(self.keys.since(), self.caches.now())
    }

    /// Whether all keys are there still that a state took. Whether they are does not follow from its version.
    pub(crate) async fn recheck(&self, provenance: &mut Provenance) -> bool {
        let now = self.caches.now();
        let all = self.keys.has_all_of(provenance).await;
        if all {
            provenance.checked = now;
        }
        all
    }

    /// Drops cached states if `error` says that somebody was forgotten, perhaps by another process. Not again when the same subject is refused again.
    pub(crate) fn hear(&self, error: &EncodeError) {
        let EncodeError::Personal(error) = error else { return };
        if let PersonalError::Forgotten { subject } = &**error
            && self.keys.is_refused_first(subject)
        {
            drop(CachesDropped(self));
        }
    }
}

/// Drops cached states when it is dropped, and keeps what was read before from being cached after.
struct CachesDropped<'a>(&'a Database);

impl Drop for CachesDropped<'_> {
    fn drop(&mut self) {
        // In this order: a write that has begun before the caches are cleared publishes nothing, and one that begins later sees the count.
        self.0.keys.note_forgotten();
        self.0.caches.clear();
    }
}

impl<A: Aggregate> Handle<A> {
    /// Forgets the aggregate: as [`Database::forget`] of the subject that it is itself.
    ///
    /// # Errors
    /// As [`Database::forget`].
    pub async fn forget(&self) -> Result<bool, PersonalError> {
        self.db.forget(&self.stream).await
    }

    /// Makes sure that what was just recorded with `keys` can be read.
    pub(in crate::repository) async fn confirm<X>(
        &self,
        keys: Ring,
    ) -> Result<(), CommandError<X>> {
        let unconfirmed = |cause| CommandError::Unconfirmed { stream: self.stream.clone(), cause };
        self.db.confirm(keys).await.map_err(unconfirmed)
    }
}
