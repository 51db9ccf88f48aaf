//! Keys in memory.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{KeyState, KeyStore};
use crate::personal::{KeyError, Subject, SubjectId, SubjectKey};

/// Keys in memory, for tests: all that was encrypted with them is lost with the process.
#[derive(Debug, Default)]
pub struct MemoryKeys(Mutex<HashMap<SubjectId, Kept>>);

#[derive(Debug)]
enum Kept {
    Key(SubjectKey),
    Tombstone,
}

impl Kept {
    fn state(&self) -> KeyState {
        match self {
            Self::Key(key) => KeyState::Known(key.clone()),
            Self::Tombstone => KeyState::Destroyed,
        }
    }
}

impl MemoryKeys {
    /// No keys yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<SubjectId, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl KeyStore for MemoryKeys {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        Ok(self.kept().get(&subject.id()).map_or(KeyState::Unknown, Kept::state))
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        match self.kept().entry(subject.id()) {
            Entry::Occupied(kept) => Ok(kept.get().state()),
            Entry::Vacant(free) => Ok(free.insert(Kept::Key(SubjectKey::random()?)).state()),
        }
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        let before = self.kept().insert(subject.id(), Kept::Tombstone);
        Ok(matches!(before, Some(Kept::Key(_))))
    }
}
