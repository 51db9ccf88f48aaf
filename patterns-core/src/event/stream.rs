//! The name of a stream.

use core::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use bytes::Bytes;

use super::Route;
use crate::key::{Key, KeyEncoder, fmt_elements};
#[cfg(feature = "personal")]
use crate::personal::Subject;

/// Names one stream of events: the stored name of the aggregate's type, then the canonical bytes of its key.
///
/// ```
/// use patterns_core::event::StreamId;
/// assert_eq!(StreamId::new("account", &"1234".to_string()).to_string(), "account/1234");
/// ```
///
/// Beside its name it can carry a [`Route`], which tells stores of several nodes where the stream is. It is no part of the identity.
#[derive(Clone)]
pub struct StreamId {
    name: Bytes,
    route: Option<Route>,
}

impl StreamId {
    /// The longest name a stream can have, in encoded bytes. Short enough for hundreds of names in one page of a tree.
    pub const MAX_LENGTH: usize = 256;

    /// The stream of the aggregate `id` among all of the type stored as `aggregate`.
    pub fn new<K: Key>(aggregate: &str, id: &K) -> Self {
        let mut encoder = KeyEncoder::default();
        encoder.text(aggregate);
        id.encode(&mut encoder);
        Self::from_bytes(encoder.finish().into_bytes().into())
    }

    /// What the names of all streams of the type stored as `aggregate` begin with, and no other names.
    pub fn prefix(aggregate: &str) -> Vec<u8> {
        let mut encoder = KeyEncoder::default();
        encoder.text(aggregate);
        encoder.finish().into_bytes()
    }

    /// A stream name read back from a store.
    pub const fn from_bytes(bytes: Bytes) -> Self {
        Self { name: bytes, route: None }
    }

    /// The same stream, with a route.
    #[must_use]
    pub fn routed(self, route: Option<Route>) -> Self {
        Self { route, ..self }
    }

    /// Where the stream is, among several nodes.
    pub const fn route(&self) -> Option<Route> {
        self.route
    }

    /// The encoded name; no stream's name is a prefix of another's.
    pub fn as_bytes(&self) -> &[u8] {
        &self.name
    }

    /// The encoded name.
    pub(crate) const fn bytes(&self) -> &Bytes {
        &self.name
    }
}

impl PartialEq for StreamId {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for StreamId {}

impl PartialOrd for StreamId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for StreamId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

impl Hash for StreamId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

// Lets maps keyed by stream be asked with plain bytes.
impl core::borrow::Borrow<[u8]> for StreamId {
    fn borrow(&self) -> &[u8] {
        &self.name
    }
}

/// What an aggregate is when it is the one that personal data is about.
#[cfg(feature = "personal")]
impl From<&StreamId> for Subject {
    fn from(stream: &StreamId) -> Self {
        Self::from_bytes(stream.name.clone())
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_elements(&self.name, f)
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamId({self})")
    }
}
