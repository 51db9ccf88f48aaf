//! The chain of hashes of a stream (promise E10): each event's hash covers the event and, through the hash before it, all that came before.
//!
//! The chain is over the event as it was first appended. So a stream has the same hash on every store, however its events were batched, and
//! wherever among several nodes it has been moved.
//!
//! The idea of linking records by hashes, so that none can be changed without all later ones, is that of S. Haber and W. S. Stornetta, "How to
//! time-stamp a digital document", Journal of Cryptology 3 (1991). The hash is [BLAKE3](https://github.com/BLAKE3-team/BLAKE3-specs).

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{EventData, RecordedEvent, StreamId, Timestamp, copied::unmarked};

/// Begins what is hashed for an event, so that no other input of a hash is taken for one.
const LINK: u8 = 1;
const GENESIS: &str = "data-patterns 2026-01 chain of a stream";

/// The state of a chain after an event: 32 bytes of BLAKE3. Prints, and is stored by serde, as 64 hexadecimal digits.
///
/// ```
/// use patterns_core::event::{ChainHash, StreamId};
/// let hash = ChainHash::genesis(&StreamId::new("account", &7));
/// assert_eq!(hash.to_string().parse(), Ok(hash));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainHash([u8; Self::LENGTH]);

impl ChainHash {
    /// Bytes of a hash.
    pub const LENGTH: usize = 32;
    /// Bytes of a `tag`.
    #[cfg(feature = "sled")]
    pub(crate) const TAG_LENGTH: usize = 8;

    /// The hash of a stream without events. It depends on the stream's name.
    pub fn genesis(stream: &StreamId) -> Self {
        Self(blake3::derive_key(GENESIS, &stream.own_name()))
    }

    /// The hash after one more event. Every field goes in with its length, so that no two different events are hashed alike.
    #[must_use]
    pub fn link(&self, version: u64, recorded_at: Timestamp, data: &EventData) -> Self {
        let own = unmarked(&data.metadata);
        let recorded_at = own.recorded_at.unwrap_or(recorded_at);
        let mut hasher = Hasher::new(LINK, self);
        hasher.number(version);
        hasher.number(recorded_at.as_micros());
        hasher.short(data.schema_version);
        hasher.bytes(data.name.as_bytes());
        hasher.bytes(own.metadata);
        hasher.bytes(&data.payload);
        hasher.finish()
    }

    /// The hash after `event`, which follows what this is the hash of.
    ///
    /// ```
    /// # use patterns_core::{event::{ChainHash, EventData, EventName, StreamId}, store::{conformance::block_on, *}};
    /// # block_on(async {
    /// # let store = MemoryStore::new();
    /// # let stream = StreamId::new("account", &7);
    /// # let opened = EventData { name: EventName::from_static("opened"), schema_version: 1, payload: vec![7].into(), metadata: vec![].into() };
    /// # let entry = Append { stream: stream.clone(), expected: ExpectedVersion::Any, events: vec![opened.clone(), opened] };
    /// # store.append(vec![entry]).await.unwrap();
    /// let page = store.read_stream(&stream, 1, Direction::Forward, usize::MAX).await.unwrap();
    /// let first = ChainHash::genesis(&stream);
    /// let last = page.events.iter().fold(first, |hash, event| hash.after(event));
    /// # assert_ne!(first, last);
    /// # });
    /// ```
    #[must_use]
    pub fn after(&self, event: &RecordedEvent) -> Self {
        self.link(event.version, event.recorded_at, &event.data)
    }

    /// A hash read back from a store.
    pub const fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The first bytes, which tell which of several events is not as it was; the whole hash tells that one is not.
    #[cfg(feature = "sled")]
    pub(crate) fn tag(&self) -> [u8; Self::TAG_LENGTH] {
        self.0.first_chunk().copied().unwrap_or_default()
    }
}

/// Hashes fields, each of a fixed length or led by its length.
pub(super) struct Hasher(blake3::Hasher);

impl Hasher {
    /// `kind` tells apart what is hashed; `previous` is what the result follows.
    pub(super) fn new(kind: u8, previous: &ChainHash) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[kind]);
        hasher.update(previous.as_bytes());
        Self(hasher)
    }

    pub(super) fn number(&mut self, value: u64) {
        self.0.update(&value.to_le_bytes());
    }

    pub(super) fn short(&mut self, value: u16) {
        self.0.update(&value.to_le_bytes());
    }

    pub(super) fn hash(&mut self, value: &ChainHash) {
        self.0.update(value.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        // A short length in one byte keeps most events within three blocks of the hash function.
        match u8::try_from(bytes.len()) {
            Ok(length) if length < u8::MAX => self.0.update(&[length]),
            _ => self.0.update(&[u8::MAX]).update(&(bytes.len() as u64).to_le_bytes()),
        };
        self.0.update(bytes);
    }

    pub(super) fn finish(&self) -> ChainHash {
        ChainHash(*self.0.finalize().as_bytes())
    }
}

/// The end of a stream's chain. Prints as the version, a colon and the hash.
///
/// ```
/// use patterns_core::event::{ChainHash, StreamHash, StreamId};
/// let empty = StreamHash::genesis(&StreamId::new("account", &7));
/// assert!(empty.to_string().starts_with("0:"));
/// assert_eq!(empty.to_string().parse(), Ok(empty));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StreamHash {
    /// How many events the stream has.
    pub version: u64,
    /// The hash after the last one.
    pub hash: ChainHash,
}

impl StreamHash {
    /// That of a stream without events.
    pub fn genesis(stream: &StreamId) -> Self {
        Self { version: 0, hash: ChainHash::genesis(stream) }
    }
}

/// A text is no hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct InvalidHash {
    /// The text.
    pub text: String,
    /// What it should have been.
    pub expected: &'static str,
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChainHash({self})")
    }
}

impl FromStr for ChainHash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let parsed = blake3::Hash::from_hex(text).ok();
        let invalid = || InvalidHash { text: text.into(), expected: "64 hexadecimal digits" };
        parsed.map(|hash| Self(*hash.as_bytes())).ok_or_else(invalid)
    }
}

impl fmt::Display for StreamHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version, self.hash)
    }
}

impl FromStr for StreamHash {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let split = text.split_once(':');
        let parsed = split.and_then(|(version, hash)| {
            Some(Self { version: version.parse().ok()?, hash: hash.parse().ok()? })
        });
        parsed
            .ok_or_else(|| InvalidHash { text: text.into(), expected: "a version, `:` and a hash" })
    }
}

/// What serde stores of a type that prints itself.
macro_rules! stored_as_text {
    ($type:ty) => {
        impl TryFrom<String> for $type {
            type Error = InvalidHash;

            fn try_from(text: String) -> Result<Self, InvalidHash> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }
    };
}

stored_as_text!(ChainHash);
stored_as_text!(StreamHash);
