//! Other ways to keep events, each written by one thread that commits whatever waits: a plain file, and layouts on sled.

use std::{
    collections::HashMap,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    sync::mpsc::{self, Sender},
    thread::JoinHandle,
};

use async_trait::async_trait;
use data_patterns::{
    event::{EventData, RecordedEvent, StreamId},
    store::{
        Append, AppendError, Appended, Direction, EventStore, Snapshot, SnapshotKey, StoreError,
        StreamHead, StreamPage,
    },
};
use futures_channel::oneshot;
use sled::{
    Transactional,
    transaction::{ConflictableTransactionError, TransactionalTree},
};

/// The events of one append, with the version and the position of the first.
pub(crate) struct Placed {
    stream: StreamId,
    version: u64,
    position: u64,
    events: Vec<EventData>,
}

impl Placed {
    fn key(&self, index: usize) -> Vec<u8> {
        let version = self.version + index as u64;
        [self.stream.as_bytes(), &version.to_be_bytes()].concat()
    }

    fn position(&self, index: usize) -> [u8; 8] {
        (self.position + index as u64).to_be_bytes()
    }

    fn record(&self) -> Vec<u8> {
        let mut record = [self.stream.as_bytes(), &self.version.to_le_bytes()].concat();
        self.events.iter().for_each(|event| write_event(event, &mut record));
        let crc = crc32fast::hash(&record);
        record.extend(crc.to_le_bytes());
        record
    }
}

fn write_event(event: &EventData, to: &mut Vec<u8>) {
    to.extend((event.payload.len() as u32).to_le_bytes());
    to.extend(event.name.as_bytes());
    to.extend_from_slice(&event.payload);
}

/// Writes one group and makes it durable.
pub(crate) trait Layout: Send + 'static {
    fn create(directory: &Path) -> Self;
    fn commit(&mut self, group: &[Placed]);
}

/// The physical limit: one write and one fdatasync a group, no index on disk.
pub(crate) struct PlainFile(File);

impl Layout for PlainFile {
    fn create(directory: &Path) -> Self {
        Self(File::create_new(directory.join("plain")).unwrap())
    }

    fn commit(&mut self, group: &[Placed]) {
        let bytes: Vec<u8> = group.iter().flat_map(Placed::record).collect();
        self.0.write_all(&bytes).unwrap();
        self.0.sync_data().unwrap();
    }
}

/// sled with its file synced, and trees by name.
struct Sled {
    db: sled::Db,
    file: File,
}

impl Sled {
    fn create(directory: &Path) -> Self {
        let config = sled::Config::new().path(directory).cache_capacity(64 << 20);
        let db = config.flush_every_ms(None).open().unwrap();
        Self { db, file: File::open(directory.join("db")).unwrap() }
    }

    fn sync(&self) {
        self.db.flush().unwrap();
        self.file.sync_data().unwrap();
    }

    fn trees(&self) -> (sled::Tree, sled::Tree) {
        (self.db.open_tree("events").unwrap(), self.db.open_tree("log").unwrap())
    }
}

type Trees<'a> = (&'a TransactionalTree, &'a TransactionalTree);
type Written = Result<(), ConflictableTransactionError<()>>;

macro_rules! transactional {
    ($(#[$docs:meta])* $name:ident, $write:expr) => {
        $(#[$docs])*
        pub(crate) struct $name(Sled);

        impl Layout for $name {
            fn create(directory: &Path) -> Self {
                Self(Sled::create(directory))
            }

            fn commit(&mut self, group: &[Placed]) {
                let (events, log) = self.0.trees();
                let write: fn(Trees<'_>, &[Placed]) -> Written = $write;
                (&events, &log).transaction(|(events, log)| write((events, log), group)).unwrap();
                self.0.sync();
            }
        }
    };
}

transactional!(
    /// The naive one: every event under its stream and version, and its key under its position.
    TwoEntriesAnEvent,
    |(events, log), group| {
        for placed in group {
            for (index, event) in placed.events.iter().enumerate() {
                let mut value = placed.position(index).to_vec();
                write_event(event, &mut value);
                events.insert(placed.key(index), value)?;
                log.insert(&placed.position(index), placed.key(index))?;
            }
        }
        Ok(())
    }
);

transactional!(
    /// Every event under its stream and version; one entry a group tells what was committed.
    OneEntryAnEventOneAGroup,
    |(events, log), group| {
        let mut manifest = Vec::new();
        for placed in group {
            for (index, event) in placed.events.iter().enumerate() {
                let mut value = placed.position(index).to_vec();
                write_event(event, &mut value);
                events.insert(placed.key(index), value)?;
            }
            manifest.extend(placed.key(0));
        }
        log.insert(&group[0].position(0), manifest)?;
        Ok(())
    }
);

transactional!(
    /// All events of an append under its stream and first version, and that key under its position.
    TwoEntriesAnAppend,
    |(events, log), group| {
        for placed in group {
            events.insert(placed.key(0), placed.record())?;
            log.insert(&placed.position(0), placed.key(0))?;
        }
        Ok(())
    }
);

/// Every event under its stream and version, in one batch; nothing tells the order of the log.
pub(crate) struct OneEntryAnEvent(Sled);

impl Layout for OneEntryAnEvent {
    fn create(directory: &Path) -> Self {
        Self(Sled::create(directory))
    }

    fn commit(&mut self, group: &[Placed]) {
        let mut batch = sled::Batch::default();
        for placed in group {
            for (index, event) in placed.events.iter().enumerate() {
                let mut value = placed.position(index).to_vec();
                write_event(event, &mut value);
                batch.insert(placed.key(index), value);
            }
        }
        self.0.trees().0.apply_batch(batch).unwrap();
        self.0.sync();
    }
}

/// sled's ceiling: a group is one value, or several of at most 6,400 bytes, and there is no index of streams.
pub(crate) struct OneEntryAGroup(Sled);

impl Layout for OneEntryAGroup {
    fn create(directory: &Path) -> Self {
        Self(Sled::create(directory))
    }

    fn commit(&mut self, group: &[Placed]) {
        let bytes: Vec<u8> = group.iter().flat_map(Placed::record).collect();
        let mut batch = sled::Batch::default();
        for (part, value) in (0_u16..).zip(bytes.chunks(6_400)) {
            let key = [group[0].position(0).as_slice(), &part.to_be_bytes()].concat();
            batch.insert(key, value);
        }
        self.0.trees().1.apply_batch(batch).unwrap();
        self.0.sync();
    }
}

/// As the one before, but one value however long it is. Long ones go into files of their own under `blobs/`, which are not synced: what it
/// acknowledges would not survive a power cut.
pub(crate) struct OneLongEntryAGroup(Sled);

impl Layout for OneLongEntryAGroup {
    fn create(directory: &Path) -> Self {
        Self(Sled::create(directory))
    }

    fn commit(&mut self, group: &[Placed]) {
        let bytes: Vec<u8> = group.iter().flat_map(Placed::record).collect();
        self.0.trees().1.insert(group[0].position(0), bytes).unwrap();
        self.0.sync();
    }
}

struct Request {
    batch: Vec<Append>,
    done: oneshot::Sender<Appended>,
}

/// A layout behind a committer thread. It only appends; reading is no part of these measurements.
#[derive(Debug)]
pub(crate) struct Grouped {
    queue: Option<Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Grouped {
    pub(crate) fn create<L: Layout>(directory: &Path) -> Self {
        let (queue, requests) = mpsc::channel::<Request>();
        let directory = PathBuf::from(directory);
        let thread = std::thread::spawn(move || {
            let mut committer =
                Committer { layout: L::create(&directory), heads: HashMap::new(), position: 0 };
            while let Ok(first) = requests.recv() {
                committer.commit(std::iter::once(first).chain(requests.try_iter().take(1023)));
            }
        });
        Self { queue: Some(queue), thread: Some(thread) }
    }
}

impl Drop for Grouped {
    fn drop(&mut self) {
        self.queue = None;
        self.thread.take().unwrap().join().unwrap();
    }
}

struct Committer<L> {
    layout: L,
    heads: HashMap<StreamId, u64>,
    position: u64,
}

impl<L: Layout> Committer<L> {
    fn commit(&mut self, requests: impl Iterator<Item = Request>) {
        let (mut group, mut acknowledged) = (Vec::new(), Vec::new());
        for Request { batch, done } in requests {
            let versions = batch.into_iter().map(|append| self.place(append, &mut group)).collect();
            acknowledged.push((done, Appended { position: self.position, versions }));
        }
        self.layout.commit(&group);
        for (done, appended) in acknowledged {
            let _ = done.send(appended);
        }
    }

    fn place(
        &mut self,
        Append { stream, expected, events }: Append,
        group: &mut Vec<Placed>,
    ) -> u64 {
        let head = self.heads.entry(stream.clone()).or_default();
        assert!(expected.admits(*head));
        let (version, position) = (*head + 1, self.position + 1);
        *head += events.len() as u64;
        self.position += events.len() as u64;
        group.push(Placed { stream, version, position, events });
        *head
    }
}

#[async_trait]
impl EventStore for Grouped {
    async fn append(&self, batch: Vec<Append>) -> Result<Appended, AppendError> {
        let (done, appended) = oneshot::channel();
        self.queue.as_ref().unwrap().send(Request { batch, done }).unwrap();
        Ok(appended.await.unwrap())
    }

    async fn read_stream(
        &self,
        _: &StreamId,
        _: u64,
        _: Direction,
        _: usize,
    ) -> Result<StreamPage, StoreError> {
        panic!("a yardstick only writes")
    }

    async fn read_log(&self, _: u64, _: usize) -> Result<Vec<RecordedEvent>, StoreError> {
        panic!("a yardstick only writes")
    }

    async fn list_streams(
        &self,
        _: &[u8],
        _: Option<&StreamId>,
        _: usize,
    ) -> Result<Vec<StreamHead>, StoreError> {
        panic!("a yardstick only writes")
    }

    async fn put_snapshot(&self, _: &SnapshotKey, _: Snapshot, _: usize) -> Result<(), StoreError> {
        panic!("a yardstick only writes")
    }

    async fn snapshot(&self, _: &SnapshotKey, _: u64) -> Result<Option<Snapshot>, StoreError> {
        panic!("a yardstick only writes")
    }
}
