//! Writing records.

use std::sync::Arc;

use super::{
    Change, EditError, Entities, Entity, WriteError,
    cached::append,
    current::{Current, encoded, stream_of},
};
use crate::{
    aggregate::{IntoId, Versioned},
    cache::Freshness,
    event::StreamId,
    repository::Attempts,
    store::{Append, AppendError, ExpectedVersion},
};

impl<E: Entity> Entities<E> {
    /// Writes a record, whether or not there is one under its key: the last writer wins. Answers its version.
    ///
    /// # Errors
    /// When the record cannot be encoded, or the store does not append.
    pub async fn put(&self, record: E) -> Result<u64, WriteError> {
        let stream = stream_of(&record);
        Ok(self.write(&stream, Some(record), ExpectedVersion::Any).await?.version)
    }

    /// Writes a record if there is none under its key. Answers its version: 1, or more if there was one once.
    ///
    /// # Errors
    /// [`WriteError::Exists`] when there is one; otherwise as [`put`](Self::put), and when the store cannot be read.
    pub async fn insert(&self, record: E) -> Result<u64, WriteError> {
        let stream = stream_of(&record);
        let absent = |current: Current<E>| match current.record {
            None => Ok(record.copy()),
            Some(_) => Err(WriteError::Exists { record: stream.clone(), version: current.version }),
        };
        Ok(self.replace(&stream, absent).await?.version)
    }

    /// Writes a record if the version under its key is `expected`: that of a record that was read or written before, or 0 if there must
    /// never have been one. Answers its new version.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] when the version is another; otherwise as [`put`](Self::put).
    pub async fn update(&self, record: E, expected: u64) -> Result<u64, WriteError> {
        let expected = ExpectedVersion::Exact(expected);
        Ok(self.write(&stream_of(&record), Some(record), expected).await?.version)
    }

    /// Deletes the record `id`, whatever its version is. Answers the version of the deletion; `None` if there was no record.
    ///
    /// # Errors
    /// When the store cannot be read, or does not append.
    pub async fn delete(&self, id: impl IntoId<E::Id>) -> Result<Option<u64>, WriteError> {
        let stream = Self::stream(id);
        // What was never there leaves no trace.
        if self.current(&stream).await?.record.is_none() {
            return Ok(None);
        }
        let deleted = self.write(&stream, None, ExpectedVersion::Any).await?;
        Ok(Some(deleted.version))
    }

    /// Deletes the record `id` if it has the version `expected`. Answers the version of the deletion.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] when the version is another; otherwise when the store does not append.
    pub async fn delete_version(
        &self,
        id: impl IntoId<E::Id>,
        expected: u64,
    ) -> Result<u64, WriteError> {
        let expected = ExpectedVersion::Exact(expected);
        Ok(self.write(&Self::stream(id), None, expected).await?.version)
    }

    /// Reads the record `id`, changes it and writes it. Answers it as it was written.
    ///
    /// When somebody else writes it in between, the newer record is read and `change` called again, as often and with such pauses as the
    /// database's [`RetryPolicy`](crate::repository::RetryPolicy) says. So no edit is lost; and `change` should do nothing but change the
    /// record. It may refuse by returning `Err(_)`.
    ///
    /// # Errors
    /// [`EditError::Rejected`] with the refusal of `change`, [`WriteError::Missing`] when there is no record,
    /// [`WriteError::KeyEdited`] when `change` has changed its key; otherwise as [`update`](Self::update).
    pub async fn edit<C: Change>(
        &self,
        id: impl IntoId<E::Id>,
        change: impl Fn(&mut E) -> C + Send + Sync,
    ) -> Result<Versioned<E>, EditError<C::Error>> {
        let stream = Self::stream(id);
        let missing = || WriteError::Missing { record: stream.clone() };
        let edited = |current: Current<E>| {
            let mut record = E::copy(&*current.record.ok_or_else(missing)?);
            change(&mut record).accepted().map_err(EditError::Rejected)?;
            match stream_of(&record) {
                claimed if claimed == stream => Ok(record),
                claimed => Err(WriteError::KeyEdited { record: stream.clone(), claimed }.into()),
            }
        };
        let written: Result<_, EditError<_>> = self.replace(&stream, edited).await;
        Ok(written?.into_versioned(Freshness::Fresh).ok_or_else(missing)?)
    }

    /// Writes what `decide` makes of the record of `stream`; asks again when others were faster.
    async fn replace<X: From<WriteError>>(
        &self,
        stream: &StreamId,
        decide: impl Fn(Current<E>) -> Result<E, X> + Send + Sync,
    ) -> Result<Current<E>, X> {
        let mut attempts = Attempts::of(&self.db);
        loop {
            let current = self.current(stream).await.map_err(WriteError::Read)?;
            let expected = ExpectedVersion::Exact(current.version);
            let record = decide(current)?;
            match self.write(stream, Some(record), expected).await {
                Err(WriteError::Conflict(conflict)) => {
                    attempts.again_after(conflict).await.map_err(WriteError::from)?;
                }
                outcome => return Ok(outcome?),
            }
        }
    }

    /// Appends to `stream`; answers what it says from then on.
    async fn write(
        &self,
        stream: &StreamId,
        mut record: Option<E>,
        expected: ExpectedVersion,
    ) -> Result<Current<E>, WriteError> {
        let (mut provenance, mut keys) = (self.db.provenance(), self.db.keys.ring(stream));
        let written = keys.writing(|codec| encoded(stream, &mut record, codec)).await;
        if let Err(WriteError::Encode { cause, .. }) = &written {
            self.db.hear(cause);
        }
        let (data, record) = written?;
        provenance.add(&keys);
        let record = record.map(Arc::new);
        let entry = Append { stream: stream.clone(), expected, events: vec![data] };
        let appended = match &self.records {
            None => append(&self.db, entry).await,
            Some(records) => self.append_through(records, entry, provenance, record.clone()).await,
        };
        match appended {
            Ok(version) => {
                #[cfg(feature = "personal")]
                self.confirm(stream, keys).await?;
                self.note(stream, version);
                Ok(Current { version, record })
            }
            Err(AppendError::Conflict(conflict)) => {
                self.heard_of(stream, conflict.actual);
                Err(conflict.into())
            }
            Err(cause) => {
                let (record, cause) = (stream.clone(), Box::new(cause));
                Err(WriteError::Append { record, cause })
            }
        }
    }
}
