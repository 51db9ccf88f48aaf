//! Why a snapshot that somebody asked for was not taken.

use std::sync::Arc;

use crate::{event::StreamId, repository::LoadError, store::StoreError};

/// Why a snapshot that was asked for was not taken. Nothing is lost by it: states are folded from an older one, or anew.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The type declares no snapshots, so nothing says how its state is written.
    #[error(
        "`{type_name}` has no snapshots: declare them by `#[aggregate(snapshot(every = 100))]`"
    )]
    NotDeclared {
        /// The stored name of the type.
        type_name: &'static str,
    },
    /// The state could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The streams of the type could not be listed.
    #[error("cannot list the streams of `{type_name}`: {cause}")]
    List {
        /// The stored name of the type.
        type_name: &'static str,
        /// What the store answered.
        cause: StoreError,
    },
    /// The name of a stream is none that the type's identity could have.
    #[error("stream {stream} is named after another identity than its type declares")]
    Name {
        /// The stream.
        stream: StreamId,
    },
    /// The state could not be written.
    #[error("the state of stream {stream} cannot be encoded: {cause}")]
    Encode {
        /// The stream.
        stream: StreamId,
        /// What serde says.
        cause: Arc<str>,
    },
    /// Applying an event, writing the state or storing it panicked.
    #[error("taking a snapshot of stream {stream} panicked")]
    Panicked {
        /// The stream.
        stream: StreamId,
    },
    /// The store did not take it.
    #[error("a snapshot of stream {stream} was not stored: {cause}")]
    Store {
        /// The stream.
        stream: StreamId,
        /// What the store answered.
        cause: StoreError,
    },
    /// The last clone of the database was dropped before its turn came, or there is no thread to take it.
    #[error("a snapshot of stream {stream} was given up: nobody takes any more")]
    Closed {
        /// The stream.
        stream: StreamId,
    },
}
