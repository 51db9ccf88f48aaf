//! The lock of a shard.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crossbeam_utils::sync::{ShardedLock, ShardedLockReadGuard, ShardedLockWriteGuard};

/// With many shards readers hardly meet, and a plain lock is the quickest. Small caches have few shards, so their readers are spread over
/// the parts of a `ShardedLock`; a writer takes all of them, which only misses pay for.
pub(super) enum Lock<T> {
    Plain(RwLock<T>),
    Spread(ShardedLock<T>),
}

// No code of a caller runs while a space is half changed, only `Eq` before any change; so a poisoned lock still guards a sound space.
impl<T> Lock<T> {
    #[inline]
    pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        match self {
            Self::Plain(lock) => {
                let guard: RwLockReadGuard<'_, T> =
                    lock.read().unwrap_or_else(PoisonError::into_inner);
                look(&guard)
            }
            Self::Spread(lock) => {
                let guard: ShardedLockReadGuard<'_, T> =
                    lock.read().unwrap_or_else(PoisonError::into_inner);
                look(&guard)
            }
        }
    }

    pub(super) fn write<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        match self {
            Self::Plain(lock) => {
                let mut guard: RwLockWriteGuard<'_, T> =
                    lock.write().unwrap_or_else(PoisonError::into_inner);
                change(&mut guard)
            }
            Self::Spread(lock) => {
                let mut guard: ShardedLockWriteGuard<'_, T> =
                    lock.write().unwrap_or_else(PoisonError::into_inner);
                change(&mut guard)
            }
        }
    }
}
