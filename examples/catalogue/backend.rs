//! What lies behind the caches: slow, and sometimes down. It counts who comes.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    time::Duration,
};

use tokio::{
    sync::{RwLock, RwLockWriteGuard},
    time::sleep,
};

/// How long the way there or back takes, at least.
pub(crate) const WAY: Duration = Duration::from_millis(1);

#[derive(Debug, Default)]
pub(crate) struct Backend {
    reads: AtomicU64,
    down: AtomicBool,
    gate: RwLock<()>,
}

/// It does not answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no answer")]
pub(crate) struct Down;

impl Backend {
    /// Something was read, and is on its way back: time enough to be outdated by a write.
    pub(crate) async fn read(&self) -> Result<(), Down> {
        self.reads.fetch_add(1, SeqCst);
        let _open = self.gate.read().await;
        sleep(WAY).await;
        if self.down.load(SeqCst) { Err(Down) } else { Ok(()) }
    }

    /// Something is on its way to be written.
    pub(crate) async fn write(&self) {
        sleep(WAY).await;
    }

    /// How many reads came.
    pub(crate) fn reads(&self) -> u64 {
        self.reads.load(SeqCst)
    }

    /// From now on reads fail, or no longer.
    pub(crate) fn set_down(&self, down: bool) {
        self.down.store(down, SeqCst);
    }

    /// Reads are not answered until the guard is dropped.
    pub(crate) async fn close(&self) -> RwLockWriteGuard<'_, ()> {
        self.gate.write().await
    }
}
