//! The stores of this crate keep every promise of `EventStore`.

use patterns_core::store::{
    MemoryStore,
    conformance::{block_on, check_all},
};

#[test]
fn the_memory_store_conforms() {
    block_on(check_all(async || MemoryStore::new()));
}

#[cfg(feature = "sled")]
mod sled {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::{cell::Cell, time::Duration};

    use patterns_core::store::sled::{Durability, SledOptions};

    use super::{block_on, check_all};

    fn check(options: &SledOptions) {
        let directory = tempfile::tempdir().unwrap();
        let number = Cell::new(0);
        block_on(check_all(async || {
            number.set(number.get() + 1);
            let path = directory.path().join(number.get().to_string());
            options.clone().open(path).unwrap()
        }));
    }

    #[test]
    fn the_sled_store_conforms() {
        check(&SledOptions::default());
    }

    #[test]
    fn the_sled_store_conforms_when_buffered() {
        let window = Duration::from_millis(5);
        check(&SledOptions::default().durability(Durability::Buffered { window }));
    }

    #[cfg(feature = "archive")]
    mod archiving {
        use std::sync::atomic::{AtomicUsize, Ordering};

        use async_trait::async_trait;
        use patterns_core::{
            event::{RecordedEvent, StreamHash, StreamId},
            store::{
                Append, AppendError, Appended, ArchiveCut, ArchiveProgress, Direction, EventStore,
                SignOff, SledStore, Snapshot, SnapshotKey, StoreError, StreamHead, StreamPage,
                Verification,
            },
        };

        /// So many appends go between two archivings.
        const APPENDS: usize = 4;

        /// A store that archives again and again: of every stream that was just appended to the half of its events, or all.
        #[derive(Debug)]
        pub(super) struct Archiving {
            pub(super) store: SledStore,
            pub(super) appends: AtomicUsize,
        }

        impl Archiving {
            async fn archive(&self, streams: Vec<StreamId>, versions: &[u64], number: usize) {
                let until =
                    |head: u64| if number.is_multiple_of(3) { head } else { head.div_ceil(2) };
                let cuts = streams.into_iter().zip(versions);
                let cuts = cuts.map(|(stream, head)| ArchiveCut { stream, until: until(*head) });
                self.store.archive(cuts.collect(), ArchiveProgress::default()).await.unwrap();
            }
        }

        #[async_trait]
        impl EventStore for Archiving {
            async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
                let streams = batch.iter().map(|entry| entry.stream.clone()).collect();
                let appended = self.store.append(batch).await?;
                let number = self.appends.fetch_add(1, Ordering::Relaxed);
                if number.is_multiple_of(APPENDS) {
                    self.archive(streams, &appended.versions, number / APPENDS).await;
                }
                Ok(appended)
            }

            async fn read_stream(
                &self,
                stream: &StreamId,
                from: u64,
                direction: Direction,
                limit: usize,
            ) -> Result<StreamPage, StoreError> {
                self.store.read_stream(stream, from, direction, limit).await
            }

            async fn read_log(
                &self,
                from: u64,
                limit: usize,
            ) -> Result<Vec<RecordedEvent>, StoreError> {
                self.store.read_log(from, limit).await
            }

            async fn list_streams(
                &self,
                prefix: &[u8],
                after: Option<&StreamId>,
                limit: usize,
            ) -> Result<Vec<StreamHead>, StoreError> {
                self.store.list_streams(prefix, after, limit).await
            }

            async fn stream_hash(&self, stream: &StreamId) -> Result<StreamHash, StoreError> {
                self.store.stream_hash(stream).await
            }

            async fn verify_stream(
                &self,
                stream: &StreamId,
                signed: &[StreamHash],
            ) -> Result<Verification, StoreError> {
                self.store.verify_stream(stream, signed).await
            }

            async fn sign_off(&self) -> Result<SignOff, StoreError> {
                self.store.sign_off().await
            }

            async fn verify_against(&self, signed: &SignOff) -> Result<Verification, StoreError> {
                self.store.verify_against(signed).await
            }

            async fn put_snapshot(
                &self,
                key: &SnapshotKey,
                snapshot: Snapshot,
                keep: usize,
            ) -> Result<(), StoreError> {
                self.store.put_snapshot(key, snapshot, keep).await
            }

            async fn snapshot(
                &self,
                key: &SnapshotKey,
                at_most: u64,
            ) -> Result<Option<Snapshot>, StoreError> {
                self.store.snapshot(key, at_most).await
            }

            async fn snapshots_of(
                &self,
                stream: &StreamId,
            ) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
                self.store.snapshots_of(stream).await
            }
        }
    }

    /// The suite knows nothing of archives, and must not notice one.
    #[cfg(feature = "archive")]
    #[test]
    fn e9_the_sled_store_conforms_while_its_events_are_archived() {
        let directory = tempfile::tempdir().unwrap();
        let number = Cell::new(0);
        block_on(check_all(async || {
            number.set(number.get() + 1);
            let path = directory.path().join(number.get().to_string());
            let store = SledOptions::default().open(path).unwrap();
            archiving::Archiving { store, appends: Default::default() }
        }));
    }
}
