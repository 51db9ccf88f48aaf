//! The lock of a shard.

use core::ops::{Deref, DerefMut};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crossbeam_utils::sync::{ShardedLock, ShardedLockReadGuard, ShardedLockWriteGuard};

/// With many shards readers hardly meet, and a plain lock is the quickest. Small caches have few shards, so their readers are spread over
/// the parts of a `ShardedLock`; a writer takes all of them, which only misses pay for.
pub(super) enum Lock<T> {
    Plain(RwLock<T>),
    Spread(ShardedLock<T>),
}

pub(super) enum ReadGuard<'a, T> {
    Plain(RwLockReadGuard<'a, T>),
    Spread(ShardedLockReadGuard<'a, T>),
}

pub(super) enum WriteGuard<'a, T> {
    Plain(RwLockWriteGuard<'a, T>),
    Spread(ShardedLockWriteGuard<'a, T>),
}

// No code of a caller runs while a space is half changed, only `Eq` before any change; so a poisoned lock still guards a sound space.
impl<T> Lock<T> {
    #[inline]
    pub(super) fn read(&self) -> ReadGuard<'_, T> {
        match self {
            Self::Plain(lock) => {
                ReadGuard::Plain(lock.read().unwrap_or_else(PoisonError::into_inner))
            }
            Self::Spread(lock) => {
                ReadGuard::Spread(lock.read().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }

    pub(super) fn write(&self) -> WriteGuard<'_, T> {
        match self {
            Self::Plain(lock) => {
                WriteGuard::Plain(lock.write().unwrap_or_else(PoisonError::into_inner))
            }
            Self::Spread(lock) => {
                WriteGuard::Spread(lock.write().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }
}

impl<T> Deref for ReadGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match self {
            Self::Plain(guard) => guard,
            Self::Spread(guard) => guard,
        }
    }
}

impl<T> Deref for WriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Plain(guard) => guard,
            Self::Spread(guard) => guard,
        }
    }
}

impl<T> DerefMut for WriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        match self {
            Self::Plain(guard) => guard,
            Self::Spread(guard) => guard,
        }
    }
}
