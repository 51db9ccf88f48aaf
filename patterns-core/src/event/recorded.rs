//! Events as stores see them: a name, a version and bytes.

use core::{fmt, ops::Deref, str};

use bytes::Bytes;

use super::{StreamId, Timestamp};

/// One event, encoded, before or after it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventData {
    /// The stored name.
    pub name: EventName,
    /// The version of the fields.
    pub schema_version: u16,
    /// The fields, as MessagePack.
    pub payload: Bytes,
    /// What is known about the event beside its fields; empty when nothing is.
    pub metadata: Bytes,
}

impl EventData {
    /// Bytes of the name, the payload and the metadata together.
    pub fn length(&self) -> usize {
        self.name.len() + self.payload.len() + self.metadata.len()
    }
}

/// One event, and where and when it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1 and without gaps.
    pub version: u64,
    /// Its place in the whole log, from 1 and without gaps, in the order of commits.
    pub position: u64,
    /// When the store committed it. Never earlier than the event before it in the log.
    pub recorded_at: Timestamp,
    /// What happened.
    pub data: EventData,
}

/// The stored name of an event: text that is cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EventName(Bytes);

impl EventName {
    /// A name known at compile time.
    pub const fn from_static(name: &'static str) -> Self {
        Self(Bytes::from_static(name.as_bytes()))
    }

    /// A name read back from a store; `None` when the bytes are no text.
    pub fn from_utf8(bytes: Bytes) -> Option<Self> {
        str::from_utf8(&bytes).is_ok().then_some(Self(bytes))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        // Both constructors have seen text, so the empty name is never reached.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the name begins with `prefix`; every event of every replay is asked.
    pub(crate) fn begins_with(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix.as_bytes())
    }
}

impl Deref for EventName {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}
