//! What a reader asks for, and what comes back.

use core::{fmt, ops::Deref, time::Duration};

/// How fresh an answer must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadMode {
    /// Whatever is cached, however old; loaded only if nothing is.
    Any,
    /// Checked against its source at most so long ago.
    MaxStale(Duration),
    /// As declared for the cache, and never older than what the same session has seen or written.
    #[default]
    Session,
    /// Checked against its source by this very read.
    Strong,
}

/// A mode, and the version below which nothing will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// How fresh the answer must be.
    pub mode: ReadMode,
    /// The lowest version that the reader accepts from the cache; 0 accepts all.
    pub at_least: u64,
}

impl Demand {
    /// Whether the mode allows what was read so long ago.
    pub(super) fn allows(self, age: Duration) -> bool {
        !matches!(self.mode, ReadMode::MaxStale(longest) if age > longest)
    }
}

impl From<ReadMode> for Demand {
    fn from(mode: ReadMode) -> Self {
        Self { mode, at_least: 0 }
    }
}

/// How fresh an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Freshness {
    /// Loaded, or checked against its source, by this read or by one that was on its way and that this one joined.
    Fresh,
    /// From the cache, within the time to live.
    Cached {
        /// How long ago it was checked against its source.
        age: Duration,
    },
    /// From the cache, beyond the time to live.
    Stale {
        /// How long ago it was checked against its source.
        age: Duration,
        /// Why it was served all the same.
        reason: StaleReason,
    },
}

impl Freshness {
    /// How long ago the answer was checked against its source; zero if for this read.
    pub const fn age(&self) -> Duration {
        match self {
            Self::Fresh => Duration::ZERO,
            Self::Cached { age } | Self::Stale { age, .. } => *age,
        }
    }

    /// Whether it is beyond its time to live.
    pub const fn is_stale(&self) -> bool {
        matches!(self, Self::Stale { .. })
    }
}

impl fmt::Display for Freshness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fresh => f.write_str("fresh"),
            Self::Cached { age } => write!(f, "{} s old", age.as_secs()),
            Self::Stale { age, reason } => write!(f, "{} s old, {reason}", age.as_secs()),
        }
    }
}

impl fmt::Display for StaleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "as was asked for",
            Self::Revalidating => "while it is loaded anew",
            Self::LoadFailed => "because it cannot be loaded",
            Self::LoadSlow => "because loading takes long",
        })
    }
}

/// Why something was served beyond its time to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StaleReason {
    /// The reader said that it may be.
    Asked,
    /// It is being loaded anew (`stale_while_revalidate`).
    Revalidating,
    /// It could not be loaded (`stale_if_error`).
    LoadFailed,
    /// Loading takes longer than `soft_timeout`.
    LoadSlow,
}

/// An answer of a cache. Dereferences to the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Read<V> {
    /// The value.
    pub value: V,
    /// Its version; 0 for values without one.
    pub version: u64,
    /// How fresh it is.
    pub freshness: Freshness,
}

impl<V> Deref for Read<V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.value
    }
}

/// What a load answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded<V> {
    /// The value.
    pub value: V,
    /// Its version. An entry is never replaced by one of a lower version.
    pub version: u64,
    /// What [`invalidate_tag`](super::Cache::invalidate_tag) finds it by.
    pub tags: Vec<String>,
}

impl<V> Loaded<V> {
    /// A value without a version.
    pub const fn new(value: V) -> Self {
        Self { value, version: 0, tags: Vec::new() }
    }

    /// A value that has a version.
    pub const fn versioned(value: V, version: u64) -> Self {
        Self { value, version, tags: Vec::new() }
    }

    /// Adds tags.
    #[must_use]
    pub fn tagged(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }
}

/// What the cache still knows when it asks for a load: something to start from, instead of from nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Known<V> {
    /// The value.
    pub value: V,
    /// Its version.
    pub version: u64,
}

impl<V> Known<V> {
    pub(super) const fn new(value: V, version: u64) -> Self {
        Self { value, version }
    }
}
