//! How a segment file gets on the disk: whole, durable and under its name, or not at all.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use super::Encoded;
use crate::store::StoreError;

const UNFINISHED: &str = ".tmp";
const FINISHED: &str = ".segment";

/// What has been done to a file that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store::sled) enum Written {
    /// Its bytes were given to the system, under another name.
    Bytes,
    /// They are on the disk.
    Synced,
    /// It has its name.
    Renamed,
    /// The name is on the disk.
    Durable,
}

/// The name of the file of the segment `number`.
pub(in crate::store::sled) fn file_name(number: u64) -> String {
    format!("{number:016x}{FINISHED}")
}

/// The number of the segment that a file is called after, whether it is finished or not; `None` for other files.
pub(in crate::store::sled) fn number_of(name: &str) -> Option<u64> {
    let finished = name.strip_suffix(UNFINISHED).unwrap_or(name);
    let digits = finished.strip_suffix(FINISHED).filter(|digits| digits.len() == 16)?;
    u64::from_str_radix(digits, 16).ok()
}

/// Writes the file of the segment `number` into `directory`; `done` is told of every step. What could not be completed is removed: perhaps the disk
/// is full.
pub(in crate::store::sled) fn write(
    directory: &Path,
    number: u64,
    encoded: &Encoded,
    done: impl FnMut(Written),
) -> Result<(), StoreError> {
    let path = directory.join(file_name(number));
    let unfinished = directory.join(file_name(number) + UNFINISHED);
    write_to(&unfinished, &path, &encoded.bytes, done).inspect_err(|_| {
        for file in [&unfinished, &path] {
            // What stays is removed by the next opening.
            let _ = fs::remove_file(file);
        }
    })
}

fn write_to(
    unfinished: &Path,
    path: &Path,
    bytes: &[u8],
    mut done: impl FnMut(Written),
) -> Result<(), StoreError> {
    let mut file = File::create(unfinished).map_err(StoreError::io("creating a segment file"))?;
    file.write_all(bytes).map_err(StoreError::io("writing a segment file"))?;
    done(Written::Bytes);
    file.sync_all().map_err(StoreError::io("syncing a segment file"))?;
    done(Written::Synced);
    fs::rename(unfinished, path).map_err(StoreError::io("naming a segment file"))?;
    done(Written::Renamed);
    let folder = path.parent().unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(StoreError::io("syncing the directory of segments"))?;
    done(Written::Durable);
    Ok(())
}
