//! How much of a database is live and how much is archived.

use std::{fs, io, path::Path};

use super::{archive::FOLDER, events::Events};
use crate::store::{StorageReport, StoreError};

/// The report on the database in `directory`, whose log has `events` events.
pub(super) fn report(
    directory: &Path,
    events: &Events,
    last_position: u64,
) -> Result<StorageReport, StoreError> {
    let view = events.archive.view();
    let archived_events = view.total(|segment| segment.totals.events);
    let file_bytes = file_bytes(directory).map_err(StoreError::io("measuring the database"))?;
    Ok(StorageReport {
        live_events: last_position.saturating_sub(archived_events),
        live_bytes: events.log.bytes(),
        file_bytes,
        archived_events,
        archived_bytes: view.total(|segment| segment.file_bytes),
        archived_raw_bytes: view.total(|segment| segment.totals.raw),
        segments: view.segments().count() as u64,
    })
}

/// Bytes of all files but those of segments.
pub(super) fn file_bytes(directory: &Path) -> io::Result<u64> {
    let (mut bytes, mut unvisited) = (0, vec![directory.to_path_buf()]);
    while let Some(path) = unvisited.pop() {
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            match entry.metadata() {
                Ok(metadata) if metadata.is_file() => bytes += metadata.len(),
                Ok(_) if entry.file_name() != FOLDER => unvisited.push(entry.path()),
                // sled has removed it in between.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
    }
    Ok(bytes)
}
