//! What may help a keyspace that is not balanced.

use core::fmt;

use crate::shard::{NodeId, skew::text::shown};

/// Something that would help.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Put a cache before a key that is mostly read and too hot for any node.
    Cache {
        /// The key, as text.
        key: String,
    },
    /// Add a field to the shard key, so that a key that is mostly appended to, and too hot for any node, becomes many.
    CompositeKey {
        /// The key, as text.
        key: String,
    },
    /// Split a slot that is too hot for any node, though no key in it is.
    Split {
        /// The slot.
        slot: usize,
    },
    /// Give a key a slot of its own.
    Isolate {
        /// The key, as text.
        key: String,
    },
    /// Move a slot to another node.
    Move {
        /// The slot.
        slot: usize,
        /// The node that should have it.
        to: NodeId,
    },
    /// Place all slots anew by their load; single moves do not suffice.
    Rebalance,
    /// Measure longer.
    Wait,
    /// Leave it as it is.
    Balanced,
}

/// Advice, and why it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advised {
    /// What to do.
    pub advice: Advice,
    /// A sentence with the figures that speak for it.
    pub why: String,
}

impl Advised {
    pub(super) fn new(advice: Advice, why: String) -> Self {
        Self { advice, why }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cache { key } => write!(f, "cache {}", shown(key)),
            Self::CompositeKey { key } => write!(f, "composite key for {}", shown(key)),
            Self::Split { slot } => write!(f, "split slot {slot}"),
            Self::Isolate { key } => write!(f, "isolate {}", shown(key)),
            Self::Move { slot, to } => write!(f, "move slot {slot} to {}", shown(to.as_str())),
            Self::Rebalance => f.write_str("rebalance"),
            Self::Wait => f.write_str("wait"),
            Self::Balanced => f.write_str("balanced"),
        }
    }
}

impl fmt::Display for Advised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.advice, self.why)
    }
}
