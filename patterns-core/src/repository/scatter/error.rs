//! Why a question was not answered.

use std::time::Duration;

use crate::{event::StreamId, store::StoreError};

/// Why a question to all nodes was not answered.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError<E> {
    /// The streams could not be listed.
    #[error("cannot list the streams of `{type_name}`: {cause}")]
    List {
        /// The stored name of the type.
        type_name: &'static str,
        /// What went wrong.
        cause: StoreError,
    },
    /// A stream could not be read.
    #[error("cannot read {stream}: {cause}")]
    Item {
        /// The stream.
        stream: StreamId,
        /// What went wrong.
        cause: E,
    },
    /// A stream is not named after a key of the type.
    #[error(
        "the stream {stream} is not named after a key of its type: `Key::decode` cannot read it"
    )]
    Name {
        /// The stream.
        stream: StreamId,
    },
    /// The cursor is from a question about another type.
    #[error("the cursor does not come from a page of `{type_name}`")]
    ForeignCursor {
        /// The stored name of the type.
        type_name: &'static str,
    },
    /// It took too long.
    #[error("the question was not answered within {within:?}")]
    Late {
        /// How long it had.
        within: Duration,
    },
}
