//! The name of a stream.

use core::fmt;

use bytes::Bytes;

use crate::key::{Key, KeyEncoder, fmt_elements};

/// Names one stream of events: the stored name of the aggregate's type, then the canonical bytes of its key.
///
/// ```
/// use patterns_core::event::StreamId;
/// assert_eq!(StreamId::new("account", &"1234".to_string()).to_string(), "account/1234");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(Bytes);

impl StreamId {
    /// The longest name a stream can have, in encoded bytes. Short enough for hundreds of names in one page of a tree.
    pub const MAX_LENGTH: usize = 256;

    /// The stream of the aggregate `id` among all of the type stored as `aggregate`.
    pub fn new<K: Key>(aggregate: &str, id: &K) -> Self {
        let mut encoder = KeyEncoder::default();
        encoder.text(aggregate);
        id.encode(&mut encoder);
        Self(encoder.finish().into_bytes().into())
    }

    /// What the names of all streams of the type stored as `aggregate` begin with, and no other names.
    pub fn prefix(aggregate: &str) -> Vec<u8> {
        let mut encoder = KeyEncoder::default();
        encoder.text(aggregate);
        encoder.finish().into_bytes()
    }

    /// A stream name read back from a store.
    pub const fn from_bytes(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The encoded name; no stream's name is a prefix of another's.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

// Lets maps keyed by stream be asked with plain bytes.
impl core::borrow::Borrow<[u8]> for StreamId {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_elements(&self.0, f)
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamId({self})")
    }
}
