//! The steps in which a directory of keys changes.

/// A step in which a [`KeyDirectory`](super::KeyDirectory) changes its files. A process may be killed before any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyStep {
    /// A new key is written and synced, under a name that nobody looks for.
    DraftKey,
    /// It gets its name, unless there is one of that name.
    NameKey,
    /// The name is synced.
    SyncKey,
    /// The other name is removed.
    RemoveDraft,
    /// A tombstone is written and synced, under a name that nobody looks for.
    DraftTombstone,
    /// It gets its name: from here on the subject is forgotten.
    NameTombstone,
    /// The name is synced.
    SyncTombstone,
    /// The key is overwritten with zeros, and synced.
    OverwriteKey,
    /// Its file is removed.
    RemoveKey,
    /// The removal is synced.
    SyncRemoval,
}

impl KeyStep {
    /// Those of making a key, in their order.
    pub const MAKING: &'static [Self] =
        &[Self::DraftKey, Self::NameKey, Self::SyncKey, Self::RemoveDraft];

    /// Those of destroying one, in their order.
    pub const DESTROYING: &'static [Self] = &[
        Self::DraftTombstone,
        Self::NameTombstone,
        Self::SyncTombstone,
        Self::OverwriteKey,
        Self::RemoveKey,
        Self::SyncRemoval,
    ];
}
