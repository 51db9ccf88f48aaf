//! Why an aggregate could not be loaded or a command was not carried out.

use super::Contended;
#[cfg(feature = "personal")]
use crate::personal::PersonalError;
use crate::{
    cache::TimedOut,
    event::{DecodeError, EncodeError, EventName, InvalidMetadata, StreamId},
    store::{AppendError, Conflict, StoreError},
};

/// Why a state could not be loaded. Cheap to clone: one failed load may answer many callers.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stream holds something that cannot be replayed.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// It took longer than the `timeout` declared for the cache.
    #[error(transparent)]
    TimedOut(#[from] TimedOut),
}

/// An event that stops every reader of its stream, until code or data are put right (promise E6).
#[derive(Clone, Debug, thiserror::Error)]
#[error("cannot replay event {version} of stream {stream}, stored as `{event}`: {cause}")]
pub struct ReplayError {
    /// The stream.
    pub stream: StreamId,
    /// The version of the event.
    pub version: u64,
    /// Its stored name.
    pub event: EventName,
    /// What is wrong with it.
    pub cause: ReplayCause,
}

/// What is wrong with an event that cannot be replayed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayCause {
    /// It does not decode.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The store answered with another version than the one that follows.
    #[error("the version that follows is {expected}")]
    OutOfOrder {
        /// The version that should have come.
        expected: u64,
    },
    /// It restores the state after a version that is not before it.
    #[error("it restores the state after version {to}, which is not before it")]
    RestoresLater {
        /// That version.
        to: u64,
    },
    /// Its metadata does not decode.
    #[error(transparent)]
    Metadata(#[from] InvalidMetadata),
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError<E> {
    /// The command itself refused; nothing was recorded.
    #[error(transparent)]
    Rejected(E),
    /// Others were faster every time; nothing was recorded. See [`RetryPolicy`](super::RetryPolicy).
    #[error("gave up after {attempts} attempts: {conflict}")]
    Contended {
        /// How often the command was tried.
        attempts: u32,
        /// The last conflict.
        conflict: Conflict,
    },
    /// The aggregate is closed: nothing more can be recorded, and nothing was.
    #[error("stream {stream} is closed")]
    Closed {
        /// The stream.
        stream: StreamId,
    },
    /// The identifier of the command is that of something else that was carried out once: of a correction, or of an ordinary command. Nothing was
    /// recorded.
    #[error("`{command}` was carried out on stream {stream} already, and was something else")]
    Reused {
        /// The stream.
        stream: StreamId,
        /// The identifier.
        command: String,
    },
    /// The state could not be loaded; nothing was recorded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// An event could not be encoded; nothing was recorded.
    #[error("cannot encode an event of stream {stream}: {cause}")]
    Encode {
        /// The stream.
        stream: StreamId,
        /// What is wrong with the event.
        cause: EncodeError,
    },
    /// The events were recorded, but whoever personal data in them is about was forgotten at the same time, or it is not known. If it was, what was
    /// recorded reads as forgotten.
    #[cfg(feature = "personal")]
    #[error("recorded in stream {stream}, with personal data that may be lost: {cause}")]
    Unconfirmed {
        /// The stream.
        stream: StreamId,
        /// What was found out after recording.
        cause: Box<PersonalError>,
    },
    /// The store did not append. When it failed while appending, whether the events were recorded is unknown.
    #[error("cannot append to stream {stream}: {cause}")]
    Append {
        /// The stream.
        stream: StreamId,
        /// What the store answered.
        cause: Box<AppendError>,
    },
}

impl<E> From<Contended> for CommandError<E> {
    fn from(Contended { attempts, conflict }: Contended) -> Self {
        Self::Contended { attempts, conflict }
    }
}
