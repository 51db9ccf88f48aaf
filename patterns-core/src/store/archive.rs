//! Archiving: events that leave the live database for compressed files, and how much is where.

use core::fmt;
use std::sync::Arc;

use crate::event::StreamId;

/// Up to where a stream may be archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveCut {
    /// The stream.
    pub stream: StreamId,
    /// The last version that may leave the live database. Events that were appended together leave it together or not at all, so it can be
    /// fewer.
    pub until: u64,
}

/// What an archiving has moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Archived {
    /// How many events.
    pub events: u64,
    /// Into how many new files.
    pub segments: u64,
    /// How many bytes they took in the log of the live database.
    pub raw_bytes: u64,
    /// How many bytes the new files take.
    pub archived_bytes: u64,
}

impl core::ops::AddAssign for Archived {
    fn add_assign(&mut self, other: Self) {
        self.events += other.events;
        self.segments += other.segments;
        self.raw_bytes += other.raw_bytes;
        self.archived_bytes += other.archived_bytes;
    }
}

/// What an archiving has just done. It can be cut off after any of these, by a crash as well: the next one, or the next opening, goes on
/// from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ArchiveStep {
    /// The events for one segment were read.
    Collected,
    /// Its file was written, under another name.
    Written,
    /// The file is on the disk.
    Synced,
    /// It has its name.
    Named,
    /// Its name is on the disk.
    Stored,
    /// It was read back and compared with the live events, byte by byte.
    Verified,
    /// The database knows the segment, and will never forget it.
    Registered,
    /// Some of the streams lead into the segment.
    Indexing,
    /// All of them do.
    Indexed,
    /// Some of the events were taken out of the live log.
    Removing,
    /// All of them were.
    Removed,
    /// The segment is done; another one may follow.
    Completed,
}

impl ArchiveStep {
    /// All steps, in their order.
    pub const ALL: [Self; 12] = [
        Self::Collected,
        Self::Written,
        Self::Synced,
        Self::Named,
        Self::Stored,
        Self::Verified,
        Self::Registered,
        Self::Indexing,
        Self::Indexed,
        Self::Removing,
        Self::Removed,
        Self::Completed,
    ];
}

/// Who is told of the steps of an archiving; nobody by default. Cheap to clone.
#[derive(Clone, Default)]
pub struct ArchiveProgress(Option<Arc<dyn Fn(ArchiveStep) + Send + Sync>>);

impl ArchiveProgress {
    /// `tell` is called on the thread that archives, after every step.
    pub fn new(tell: impl Fn(ArchiveStep) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// Tells of a step; for stores.
    pub fn tell(&self, step: ArchiveStep) {
        if let Some(tell) = &self.0 {
            tell(step);
        }
    }
}

impl fmt::Debug for ArchiveProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ArchiveProgress").field(&self.0.is_some()).finish()
    }
}

/// How much of a store is live and how much is archived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StorageReport {
    /// Events in the live database.
    pub live_events: u64,
    /// Bytes that they take in its log.
    pub live_bytes: u64,
    /// Bytes of the live database's files, as they are: with indexes, with snapshots, and with room that is free to be used again. 0 for a
    /// store without files.
    pub file_bytes: u64,
    /// Events in segment files.
    pub archived_events: u64,
    /// Bytes of the segment files.
    pub archived_bytes: u64,
    /// Bytes that the archived events took in the log of the live database.
    pub archived_raw_bytes: u64,
    /// How many segment files there are.
    pub segments: u64,
}

impl StorageReport {
    /// How many bytes of the archive stand for a byte of the live log; `None` when nothing is archived.
    pub fn ratio(&self) -> Option<f64> {
        let raw = self.archived_raw_bytes;
        (raw > 0).then(|| self.archived_bytes as f64 / raw as f64)
    }
}

impl core::ops::AddAssign for StorageReport {
    fn add_assign(&mut self, other: Self) {
        self.live_events += other.live_events;
        self.live_bytes += other.live_bytes;
        self.file_bytes += other.file_bytes;
        self.archived_events += other.archived_events;
        self.archived_bytes += other.archived_bytes;
        self.archived_raw_bytes += other.archived_raw_bytes;
        self.segments += other.segments;
    }
}

impl fmt::Display for StorageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { live_events, live_bytes, file_bytes, .. } = self;
        writeln!(f, "live      {live_events:>12} events  {live_bytes:>15} bytes")?;
        let Self { archived_events, archived_bytes, archived_raw_bytes, segments, .. } = self;
        writeln!(
            f,
            "archived  {archived_events:>12} events  {archived_bytes:>15} bytes in {segments} segments"
        )?;
        if let Some(ratio) = self.ratio() {
            writeln!(f, "          {ratio:.2} of the {archived_raw_bytes} bytes they took live")?;
        }
        write!(f, "files of the live database      {file_bytes:>15} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_table() {
        let report = StorageReport {
            live_events: 100,
            live_bytes: 12_000,
            file_bytes: 524_288,
            archived_events: 900,
            archived_bytes: 27_000,
            archived_raw_bytes: 108_000,
            segments: 1,
        };
        let expected = "\
live               100 events            12000 bytes
archived           900 events            27000 bytes in 1 segments
          0.25 of the 108000 bytes they took live
files of the live database               524288 bytes";
        assert_eq!(report.to_string(), expected);
        assert_eq!(StorageReport::default().ratio(), None);
    }
}
