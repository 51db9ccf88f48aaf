//! A few bytes beside the database that remember the last acknowledged position.
//!
//! sled opens without complaint when its newest writes are gone, and shows an older state. The witness is written, but not synced,
//! after every commit: whenever it survives, a lost tail is found; after a power cut it is at most too low.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

const NAME: &str = "acknowledged";

/// The file that holds the last acknowledged position and its checksum.
#[derive(Debug)]
pub(super) struct Witness(File);

/// What the file said when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Testimony {
    /// There was none, or it was never written.
    Absent,
    /// Everything up to this position was acknowledged.
    AcknowledgedUntil(u64),
    /// The file is there but its bytes do not fit.
    Damaged,
}

impl Witness {
    pub(super) fn open(directory: &Path) -> io::Result<(Self, Testimony)> {
        let path = directory.join(NAME);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok((Self(file), read(&bytes)))
    }

    /// What the file says, which stays as it is.
    pub(super) fn testimony(directory: &Path) -> io::Result<Testimony> {
        match std::fs::read(directory.join(NAME)) {
            Ok(bytes) => Ok(read(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Testimony::Absent),
            Err(error) => Err(error),
        }
    }

    /// Notes that everything up to `position` was acknowledged.
    pub(super) fn note(&mut self, position: u64) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(0))?;
        self.0.write_all(&record(position))
    }

    pub(super) fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

fn record(position: u64) -> [u8; 12] {
    let position = position.to_le_bytes();
    let mut record = [0; 12];
    let bytes = position.into_iter().chain(crc32fast::hash(&position).to_le_bytes());
    record.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    record
}

fn read(bytes: &[u8]) -> Testimony {
    let position = bytes.first_chunk().map(|chunk| u64::from_le_bytes(*chunk));
    match position {
        _ if bytes.is_empty() => Testimony::Absent,
        Some(position) if bytes == record(position) => Testimony::AcknowledgedUntil(position),
        _ => Testimony::Damaged,
    }
}
