//! Whom personal data is about.

use core::fmt;

use bytes::Bytes;

use crate::key::{Key, fmt_elements};

const DIGEST: &str = "data-patterns 2026-01 subject of personal data";

/// The person, or the thing, that personal data is about: all of it is encrypted with one key, and forgotten together.
///
/// An aggregate is a subject under the name of its stream; anything else is one under a text or a key of yours. Subjects are stored beside what is
/// encrypted and are never forgotten, so name them by a number, and not by an address or a name.
///
/// ```
/// use patterns_core::{event::StreamId, personal::Subject};
/// assert_eq!(Subject::from("customer-7").to_string(), "customer-7");
/// assert_eq!(Subject::from(&StreamId::new("customer", &7)), Subject::of(&("customer".to_string(), 7)));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Subject(Bytes);

impl Subject {
    /// The subject that `key` identifies.
    pub fn of<K: Key>(key: &K) -> Self {
        Self(key.key_bytes().into_bytes().into())
    }

    /// A subject by its canonical bytes.
    pub(crate) const fn from_bytes(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The canonical bytes of what it is named by.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What a key store calls it: always as long, and without a trace of what it is named by.
    pub fn id(&self) -> SubjectId {
        SubjectId(blake3::derive_key(DIGEST, &self.0))
    }
}

impl From<&str> for Subject {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl From<String> for Subject {
    fn from(name: String) -> Self {
        Self::of(&name)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_elements(&self.0, f)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject({self})")
    }
}

/// A subject as key stores see it: 32 bytes of [BLAKE3](https://github.com/BLAKE3-team/BLAKE3-specs). Prints as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectId([u8; 32]);

impl SubjectId {
    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SubjectId({self})")
    }
}
