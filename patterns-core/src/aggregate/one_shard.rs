//! Types whose scans stay on one shard.

/// A type that is not spread over shards, so that a scan of all its values asks one node. Written by the derives for types
/// without a `#[shard_key]`.
#[diagnostic::on_unimplemented(
    message = "a scan of `{Self}` crosses shards",
    label = "asks one shard",
    note = "mark it where it is called: `.scatter()` asks all shards"
)]
pub trait OneShard {}
