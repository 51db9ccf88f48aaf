//! Records that somebody can be forgotten in.

use super::{Entities, Entity, WriteError};
use crate::{aggregate::IntoId, event::StreamId, personal::PersonalError, repository::Ring};

impl<E: Entity> Entities<E> {
    /// Forgets the record `id`: as [`Database::forget`](crate::repository::Database::forget) of the subject that it is itself.
    ///
    /// # Errors
    /// As `Database::forget`.
    pub async fn forget(&self, id: impl IntoId<E::Id>) -> Result<bool, PersonalError> {
        let stream = Self::stream(id);
        self.db.forget(&stream).await
    }

    /// Makes sure that what was just written with `keys` can be read.
    pub(super) async fn confirm(&self, record: &StreamId, keys: Ring) -> Result<(), WriteError> {
        let unconfirmed = |cause| WriteError::Unconfirmed { record: record.clone(), cause };
        self.db.confirm(keys).await.map_err(unconfirmed)
    }
}
