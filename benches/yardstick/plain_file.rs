//! The physical limit: a file, one committer thread, one write and one fdatasync a group, and no index on disk.

use std::{
    collections::HashMap,
    fs::File,
    io::Write,
    path::Path,
    sync::mpsc::{self, Sender},
};

use async_trait::async_trait;
use data_patterns::{
    event::{RecordedEvent, StreamId},
    store::{
        Append, AppendError, Appended, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
        StreamPage,
    },
};
use futures_channel::oneshot;

struct Request {
    batch: Vec<Append>,
    done: oneshot::Sender<Appended>,
}

/// Appends only; reading is no part of this yardstick.
#[derive(Debug)]
pub(crate) struct PlainFile(Sender<Request>);

impl PlainFile {
    pub(crate) fn create(directory: &Path) -> Self {
        let file = File::create_new(directory.join("plain")).unwrap();
        let (queue, requests) = mpsc::channel::<Request>();
        std::thread::spawn(move || {
            let mut writer = Writer { file, heads: HashMap::new(), position: 0 };
            while let Ok(first) = requests.recv() {
                writer.commit(std::iter::once(first).chain(requests.try_iter().take(1023)));
            }
        });
        Self(queue)
    }
}

struct Writer {
    file: File,
    heads: HashMap<StreamId, u64>,
    position: u64,
}

impl Writer {
    fn commit(&mut self, group: impl Iterator<Item = Request>) {
        let (mut bytes, mut acknowledged) = (Vec::new(), Vec::new());
        for Request { batch, done } in group {
            let versions = batch.iter().map(|append| self.write(append, &mut bytes)).collect();
            acknowledged.push((done, Appended { position: self.position, versions }));
        }
        self.file.write_all(&bytes).unwrap();
        self.file.sync_data().unwrap();
        for (done, appended) in acknowledged {
            let _ = done.send(appended);
        }
    }

    fn write(&mut self, append: &Append, bytes: &mut Vec<u8>) -> u64 {
        let begin = bytes.len();
        let head = self.heads.entry(append.stream.clone()).or_default();
        assert!(append.expected.admits(*head));
        bytes.extend([0; 8]);
        bytes.extend(append.stream.as_bytes());
        bytes.extend(head.to_le_bytes());
        for event in &append.events {
            bytes.extend((event.payload.len() as u32).to_le_bytes());
            bytes.extend(event.name.as_bytes());
            bytes.extend_from_slice(&event.payload);
        }
        let length = (bytes.len() - begin) as u32;
        let crc = crc32fast::hash(&bytes[begin + 8..]);
        bytes[begin..begin + 4].copy_from_slice(&length.to_le_bytes());
        bytes[begin + 4..begin + 8].copy_from_slice(&crc.to_le_bytes());
        *head += append.events.len() as u64;
        self.position += append.events.len() as u64;
        *head
    }
}

#[async_trait]
impl EventStore for PlainFile {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let (done, appended) = oneshot::channel();
        self.0.send(Request { batch, done }).unwrap();
        Ok(appended.await.unwrap())
    }

    async fn read_stream(
        &self,
        _: &StreamId,
        _: u64,
        _: Direction,
        _: usize,
    ) -> Result<StreamPage, StoreError> {
        unimplemented!("this yardstick only writes")
    }

    async fn read_log(&self, _: u64, _: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        unimplemented!("this yardstick only writes")
    }

    async fn put_snapshot(&self, _: &SnapshotKey, _: Snapshot) -> Result<(), StoreError> {
        unimplemented!("this yardstick only writes")
    }

    async fn snapshot(&self, _: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        unimplemented!("this yardstick only writes")
    }
}
