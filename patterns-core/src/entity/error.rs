//! Why records could not be read or written. A record is named by its stream: the stored name of its type, then its key.

#[cfg(feature = "personal")]
use crate::personal::PersonalError;
use crate::{
    cache::TimedOut,
    event::{DecodeError, EncodeError, EventName, StreamId},
    repository::Contended,
    store::{AppendError, Conflict, StoreError},
};

/// Why a record could not be read. Cheap to clone: one load may answer many readers.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The store could not be read.
    #[error("cannot read record {record}: {cause}")]
    Store {
        /// The record.
        record: StreamId,
        /// What the store answered.
        cause: StoreError,
    },
    /// The records could not be listed.
    #[error("cannot list the records of `{entity}`: {cause}")]
    List {
        /// The stored name of their type.
        entity: &'static str,
        /// What the store answered.
        cause: StoreError,
    },
    /// What is stored is no record of this type.
    #[error(transparent)]
    Unreadable(#[from] UnreadableRecord),
    /// It took longer than the `timeout` declared for the cache.
    #[error(transparent)]
    TimedOut(#[from] TimedOut),
}

/// A stored record that stops everybody who reads it, until code or data are put right (promise E6).
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot read version {version} of record {record}: {cause}")]
#[non_exhaustive]
pub struct UnreadableRecord {
    /// The record.
    pub record: StreamId,
    /// Its version.
    pub version: u64,
    /// What is wrong with it.
    pub cause: UnreadableCause,
}

/// What is wrong with a stored record.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnreadableCause {
    /// It does not decode.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Something else was written to its stream.
    #[error("what is stored is an event `{event}`; is an aggregate stored under the same name?")]
    NoRecord {
        /// The stored name of the event.
        event: EventName,
    },
    /// It says that it is another record.
    #[error("it calls itself {claimed}; have the `#[id]` fields of its type changed?")]
    OtherKey {
        /// The stream of the record that it says it is.
        claimed: StreamId,
    },
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// It was to be inserted and exists.
    #[error("record {record} exists, in version {version}")]
    Exists {
        /// The record.
        record: StreamId,
        /// Its version.
        version: u64,
    },
    /// It was to be edited and does not exist.
    #[error("there is no record {record}")]
    Missing {
        /// The record.
        record: StreamId,
    },
    /// It has another version than was expected.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Others were faster every time. See [`RetryPolicy`](crate::repository::RetryPolicy).
    #[error("gave up after {attempts} attempts: {conflict}")]
    Contended {
        /// How often it was tried.
        attempts: u32,
        /// The last conflict.
        conflict: Conflict,
    },
    /// Editing it has changed what identifies it. To give a record another key, put it anew and delete the old one.
    #[error(
        "the edited record {record} identifies itself as {claimed}; the key of a record cannot be edited"
    )]
    KeyEdited {
        /// The record.
        record: StreamId,
        /// The stream of the record that it has become.
        claimed: StreamId,
    },
    /// What was encoded would be read again as another record.
    #[error(
        "record {record} would be read again as {claimed}; look at the serde attributes of its `#[id]` fields"
    )]
    KeyNotStored {
        /// The record.
        record: StreamId,
        /// The stream of the record that would be read.
        claimed: StreamId,
    },
    /// The record could not be read before it was written.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be encoded.
    #[error("cannot encode record {record}: {cause}")]
    Encode {
        /// The record.
        record: StreamId,
        /// What is wrong with it.
        cause: EncodeError,
    },
    /// The record was written, but whoever personal data in it is about was forgotten at the same time, or it is not known. If it was, what was
    /// written reads as forgotten.
    #[cfg(feature = "personal")]
    #[error("wrote record {record}, with personal data that may be lost: {cause}")]
    Unconfirmed {
        /// The record.
        record: StreamId,
        /// What was found out after writing.
        cause: Box<PersonalError>,
    },
    /// The store did not append. When it failed while appending, whether the record was written is unknown; otherwise it was not, as
    /// with all other errors.
    #[error("cannot write record {record}: {cause}")]
    Append {
        /// The record.
        record: StreamId,
        /// What the store answered.
        cause: Box<AppendError>,
    },
}

impl From<Contended> for WriteError {
    fn from(Contended { attempts, conflict }: Contended) -> Self {
        Self::Contended { attempts, conflict }
    }
}

/// Why a record was not edited.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError<X> {
    /// The edit itself refused; nothing was written.
    #[error(transparent)]
    Rejected(X),
    /// The record was not written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
