//! Tamper evidence, for a whole database and for one aggregate (promise E10).

use super::{Database, Handle};
use crate::{
    aggregate::Aggregate,
    event::StreamHash,
    store::{SignOff, StoreError, Verification},
};

impl Database {
    /// Checks every event of the database: finds whatever was changed, is missing, was moved to another place or inserted.
    ///
    /// ```
    /// # use patterns_core::{repository::Database, store::{MemoryStore, conformance::block_on}};
    /// # block_on(async {
    /// let db = Database::new(MemoryStore::new());
    /// let verified = db.verify().await.unwrap();
    /// assert!(verified.is_intact(), "{verified}");
    /// # });
    /// ```
    ///
    /// Somebody who can write to the store and makes all hashes anew is found by [`verify_against`](Self::verify_against) only.
    ///
    /// # Errors
    /// When the store failed. What does not fit is no error, but a finding.
    pub async fn verify(&self) -> Result<Verification, StoreError> {
        self.store.verify().await
    }

    /// The ends of all chains as they are now: a line of text that says which events there are. Keep it where nobody who can write to the
    /// database can write.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn sign_off(&self) -> Result<SignOff, StoreError> {
        self.store.sign_off().await
    }

    /// As [`verify`](Self::verify); finds beside it that what was `signed` off is gone, or has become something else.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
        self.store.verify_against(signed).await
    }
}

impl<A: Aggregate> Handle<A> {
    /// As [`Database::verify`], for the events of this aggregate.
    ///
    /// # Errors
    /// As [`Database::verify`].
    pub async fn verify(&self) -> Result<Verification, StoreError> {
        self.db.store.verify_stream(&self.stream, &[]).await
    }

    /// The end of the aggregate's chain, to be kept elsewhere. It stays what it is when the aggregate is moved to another node, or its events
    /// are copied to another store.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn sign_off(&self) -> Result<StreamHash, StoreError> {
        self.db.store.stream_hash(&self.stream).await
    }

    /// As [`verify`](Self::verify); finds beside it that what was `signed` off is gone, or has become something else.
    ///
    /// # Errors
    /// As [`Database::verify`].
    pub async fn verify_against(&self, signed: &StreamHash) -> Result<Verification, StoreError> {
        self.db.store.verify_stream(&self.stream, core::slice::from_ref(signed)).await
    }
}
