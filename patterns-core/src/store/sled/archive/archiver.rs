//! The thread that archives, and the order of its steps.

use std::{
    fs, io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

use futures_channel::oneshot;

use super::{Archive, Finisher, Segment, State, collecting::Collector, comparing::Expected};
use crate::store::{
    ArchiveCut, ArchiveProgress, ArchiveStep, Archived, StoreError,
    sled::{
        index::Index,
        log::Log,
        segment::{self, ArchivedSlice, Written, encode, write},
        syncer::Syncer,
    },
};

/// Begins archivings, each on a thread of its own, one after the other. Dropped, it waits until the one under way has stopped after its
/// current step; the next opening finishes it.
#[derive(Debug)]
pub(in crate::store::sled) struct Archiver {
    work: Arc<Work>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// Everything an archiving works on.
#[derive(Debug)]
pub(in crate::store::sled) struct Work {
    pub(in crate::store::sled) archive: Arc<Archive>,
    pub(in crate::store::sled) index: Arc<Index>,
    /// Counts what is written to it.
    pub(in crate::store::sled) log: Log,
    pub(in crate::store::sled) syncer: Syncer,
    pub(in crate::store::sled) turn: Mutex<()>,
    pub(in crate::store::sled) stopped: AtomicBool,
}

impl Archiver {
    pub(in crate::store::sled) fn new(work: Work) -> Self {
        Self { work: Arc::new(work), threads: Mutex::default() }
    }

    /// Archives up to the cuts; the answer comes when it is done.
    pub(in crate::store::sled) fn start(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: ArchiveProgress,
    ) -> Result<oneshot::Receiver<Result<Archived, StoreError>>, StoreError> {
        let (answer, receiver) = oneshot::channel();
        let work = Arc::clone(&self.work);
        let thread = std::thread::Builder::new()
            .name("patterns-archiver".into())
            // A caller that gave up does not listen any more.
            .spawn(move || drop(answer.send(work.run(cuts, &progress))))
            .map_err(StoreError::io("starting the archiver thread"))?;
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread);
        Ok(receiver)
    }
}

impl Archiver {
    /// Nothing is archived while the answer is held. What was cut off is finished before, or it is said why it cannot be.
    pub(in crate::store::sled) fn pause(&self) -> (MutexGuard<'_, ()>, Option<StoreError>) {
        let (turn, nobody) = (self.work.turn(), ArchiveProgress::default());
        let stopped = || self.work.stopped.load(Ordering::Acquire);
        let finisher = self.work.finisher(&nobody, &stopped);
        let unfinished = finisher.finish_pending().err();
        (turn, unfinished)
    }
}

impl Drop for Archiver {
    fn drop(&mut self) {
        self.work.stopped.store(true, Ordering::Release);
        let threads = self.threads.get_mut().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // An answer can wake a caller on the archiver's own thread, and the caller can drop the store there.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

impl Work {
    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finisher<'a>(
        &'a self,
        progress: &'a ArchiveProgress,
        stopped: &'a dyn Fn() -> bool,
    ) -> Finisher<'a> {
        Finisher {
            archive: &self.archive,
            chunks: self.index.chunks(),
            log: &self.log,
            syncer: &self.syncer,
            progress,
            stopped,
        }
    }

    fn run(
        &self,
        cuts: Vec<ArchiveCut>,
        progress: &ArchiveProgress,
    ) -> Result<Archived, StoreError> {
        let _turn = self.turn();
        let stopped = || self.stopped.load(Ordering::Acquire);
        let finisher = self.finisher(progress, &stopped);
        finisher.finish_pending()?;
        self.index.fold_published()?;
        let mut collector = Collector::new(cuts, self.index.chunks(), self.newest_frame()?)?;
        let mut archived = Archived::default();
        loop {
            finisher.check_stopped()?;
            let slices = collector.next_segment(&self.log)?;
            if slices.is_empty() {
                return Ok(archived);
            }
            progress.tell(ArchiveStep::Collected);
            archived += self.archive(slices, &finisher)?;
        }
    }

    /// The first position of the newest frame of which the index knows everything. It stays live: it tells where the log ends, when, and
    /// with which hash.
    fn newest_frame(&self) -> Result<u64, StoreError> {
        let folded_until = self.index.chunks().folded_until()?;
        Ok(self.log.holding(folded_until)?.unwrap_or_default())
    }

    /// Brings one segment about.
    fn archive(
        &self,
        slices: Vec<ArchivedSlice>,
        finisher: &Finisher<'_>,
    ) -> Result<Archived, StoreError> {
        let segment = self.store(slices, finisher.progress)?;
        self.archive.compare(&segment, &self.log, Expected::All)?;
        finisher.progress.tell(ArchiveStep::Verified);
        self.archive.enter(segment.clone())?;
        self.syncer.sync()?;
        finisher.progress.tell(ArchiveStep::Registered);
        finisher.finish(&segment)?;
        let Segment { file_bytes, totals, .. } = segment;
        Ok(Archived {
            events: totals.events,
            segments: 1,
            raw_bytes: totals.raw,
            archived_bytes: file_bytes,
        })
    }

    /// Writes the file of a new segment.
    fn store(
        &self,
        slices: Vec<ArchivedSlice>,
        progress: &ArchiveProgress,
    ) -> Result<Segment, StoreError> {
        let number = self.archive.next_number();
        let encoded = encode(number, slices)?;
        self.create_folder().map_err(StoreError::io("creating the folder of segments"))?;
        write(self.archive.folder(), number, &encoded, |written| {
            progress.tell(match written {
                Written::Bytes => ArchiveStep::Written,
                Written::Synced => ArchiveStep::Synced,
                Written::Renamed => ArchiveStep::Named,
                Written::Durable => ArchiveStep::Stored,
            });
        })?;
        let segment::Encoded { root, totals, bytes } = encoded;
        let file_bytes = bytes.len() as u64;
        Ok(Segment { number, state: State::Sealed, root, file_bytes, totals })
    }

    fn create_folder(&self) -> io::Result<()> {
        let folder = self.archive.folder();
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        folder.parent().map_or(Ok(()), |parent| fs::File::open(parent)?.sync_all())
    }
}
