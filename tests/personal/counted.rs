//! A key store that notes what it is asked.

use std::sync::Mutex;

use async_trait::async_trait;
use data_patterns::personal::{KeyError, KeyState, KeyStore, MemoryKeys, Subject};

/// What a key store was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    Find(Subject),
    Create(Subject),
}

/// Notes what it is asked.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    keys: MemoryKeys,
    asked: Mutex<Vec<Asked>>,
}

impl Counted {
    /// What it was asked since the last time.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl KeyStore for Counted {
    async fn find(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.asked.lock().unwrap().push(Asked::Find(subject.clone()));
        self.keys.find(subject).await
    }

    async fn create(&self, subject: &Subject) -> Result<KeyState, KeyError> {
        self.asked.lock().unwrap().push(Asked::Create(subject.clone()));
        self.keys.create(subject).await
    }

    async fn destroy(&self, subject: &Subject) -> Result<bool, KeyError> {
        self.keys.destroy(subject).await
    }
}
