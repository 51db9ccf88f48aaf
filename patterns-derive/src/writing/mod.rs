//! What every macro shares in writing its output.

mod case;
mod fingerprint;
mod forward;
mod generics;
mod lints;
mod original;
mod self_type;

pub(crate) use case::{derived_name, snake_case, upper_camel_case};
pub(crate) use fingerprint::Fingerprint;
pub(crate) use forward::{
    cfgs, docs, forwarded, is_cfg, is_deprecation, lints, serde, undocumented, without_expectation,
};
pub(crate) use generics::{bounded, contains, kept, mentions, turbofish};
#[cfg(any(test, feature = "testing"))]
pub(crate) use lints::LAWS;
pub(crate) use lints::{CACHES, FOLDS, IMPLS, LOADS, Lints, METHODS, READS, STUBS, TYPES};
pub(crate) use original::{impl_with, without_markers};
pub(crate) use self_type::{naming_self, placed_at};
