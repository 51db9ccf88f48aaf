//! What a type declares about how its values are cached.

use core::fmt;

use super::{CachePolicy, Weighable, serialized_weight};

/// `#[cached(..)]` on a type: the policy, and what it takes to copy and weigh a value.
pub struct Caching<V> {
    policy: CachePolicy,
    copy: fn(&V) -> V,
    weigh: fn(&V) -> u64,
}

/// A type of which a cached value can be brought up to date.
#[diagnostic::on_unimplemented(
    message = "a cached `{Self}` cannot be brought up to date",
    label = "not `Clone`",
    note = "what is cached is shared, so changes are made to a copy: add `Clone` to the derive of `{Self}`"
)]
pub trait Copyable: Clone {}

#[diagnostic::do_not_recommend]
impl<V: Clone> Copyable for V {}

impl<V> Caching<V> {
    /// Values are cached as `policy` says.
    // The bound stands here and not on the `impl`: there, the compiler would not say what the trait has to say.
    pub const fn new(policy: CachePolicy) -> Self
    where
        V: Copyable,
    {
        Self { policy, copy: V::clone, weigh: |_| size_of::<V>() as u64 }
    }

    /// How many bytes a value takes, for a capacity in bytes.
    #[must_use]
    pub const fn weigh(mut self, weigh: fn(&V) -> u64) -> Self {
        self.weigh = weigh;
        self
    }

    /// A value takes as many bytes as serde writes.
    #[must_use]
    pub const fn weigh_serialized(self) -> Self
    where
        V: Weighable,
    {
        self.weigh(serialized_weight::<V>)
    }

    /// What was declared.
    pub const fn policy(&self) -> CachePolicy {
        self.policy
    }

    pub(crate) fn copy(&self, value: &V) -> V {
        (self.copy)(value)
    }

    pub(crate) fn weight(&self, value: &V) -> u64 {
        (self.weigh)(value)
    }
}

impl<V> fmt::Debug for Caching<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caching").field("policy", &self.policy).finish_non_exhaustive()
    }
}
