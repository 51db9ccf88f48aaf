//! Verification of a database that is closed, whether or not it would open.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use fs2::FileExt;

use super::{
    Audit,
    index::{Digests, disagrees},
    whole::WholeFrames,
};
use crate::{
    event::StreamId,
    store::{
        ArchiveProgress, Finding, FindingKind, SignOff, StoreError, Verification,
        sled::{
            compaction::settle,
            files::{Trees, check_format, lock},
            index::{Chunk, Chunks, Places},
            witness::{Testimony, Witness},
        },
    },
};

/// Checks the closed database in `directory`, also one that does not open because it is damaged: goes past whatever does not fit, and reports
/// all of it. Nothing in the directory is changed: sled writes when it opens, so it gets a copy, in a directory beside it that is removed at
/// the end. That takes as much room on the disk as the database does.
///
/// Snapshots are not looked at; see `docs/audit.md` for what else is not found.
///
/// # Errors
/// When there is no database, it is open ([`StoreError::Locked`]), it cannot be copied, or sled can read nothing of it at all.
pub fn verify_directory(directory: impl AsRef<Path>) -> Result<Verification, StoreError> {
    verify_directory_against(directory, &SignOff::default())
}

/// As [`verify_directory`]; finds beside it that events are gone, or are others, which were `signed` off.
///
/// # Errors
/// As [`verify_directory`].
pub fn verify_directory_against(
    directory: impl AsRef<Path>,
    signed: &SignOff,
) -> Result<Verification, StoreError> {
    let directory = directory.as_ref();
    settle(directory)?;
    let _lock = lock(directory, FileExt::try_lock_shared)?;
    let copy = Copy::new(directory).map_err(StoreError::io("copying the database"))?;
    let (trees, wrong) = Trees::open_copy(&copy.0, directory)?;
    let folded_until = trees.chunks.folded_until();
    let mut audit = Audit::new(signed, folded_until.as_ref().copied().unwrap_or_default());
    check_settings(&mut audit, &trees);
    wrong.iter().for_each(|error| audit.derived(error.to_string()));
    // In the copy: as the next opening would.
    if let Err(error) = trees.finish_archiving(&ArchiveProgress::default()) {
        audit.derived(error.to_string());
    }
    for raw in WholeFrames::new(trees.log.entries_until(u64::MAX), &trees.archive) {
        match raw {
            Ok(raw) => audit.raw(raw),
            Err(error) => {
                audit.unreadable(&error);
                break;
            }
        }
    }
    check_testimony(&mut audit, Witness::testimony(directory))?;
    audit.archive(&trees.archive);
    match folded_until {
        Ok(position) if audit.is_end_of_commit(position) => check_index(&mut audit, &trees.chunks),
        Ok(position) => {
            audit.derived(format!("the index says that it ends at position {position}"))
        }
        Err(error) => audit.derived(error.to_string()),
    }
    Ok(audit.verification())
}

/// sled's files of a database, in a directory that is removed at the end.
struct Copy(PathBuf);

impl Copy {
    fn new(directory: &Path) -> io::Result<Self> {
        let directory = directory.canonicalize()?;
        let mut name = directory.file_name().unwrap_or_default().to_owned();
        name.push(format!(".verifying-{:016x}", fastrand::u64(..)));
        let copy = Self(directory.with_file_name(name));
        copy_files(&directory, &copy.0)?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(name: "patterns.store.verify", %error, "a copy of the database stays at {}", self.0.display());
        }
    }
}

/// Copies what is sled's: it has no files but these.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        let target = to.join(&name);
        let text = name.to_string_lossy();
        if text == "blobs" && path.is_dir() {
            copy_all(&path, &target)?;
        } else if text == "db" || text == "conf" || text.starts_with("snap.") {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn check_settings(audit: &mut Audit, trees: &Trees) {
    match check_format(&trees.settings) {
        Ok(true) => {}
        Ok(false) => audit.derived("the setting `format` is missing".into()),
        Err(error) => audit.derived(error.to_string()),
    }
    for entry in trees.settings.iter_from(&[]) {
        match entry {
            Ok((key, _)) if !Trees::is_setting(&key) => {
                let name = String::from_utf8_lossy(&key).escape_debug().to_string();
                audit.derived(format!("nobody wrote the setting `{name}`"));
            }
            Ok(_) => {}
            Err(error) => return audit.derived(error.to_string()),
        }
    }
}

fn check_testimony(audit: &mut Audit, testimony: io::Result<Testimony>) -> Result<(), StoreError> {
    let testimony = testimony.map_err(StoreError::io("reading the acknowledged position"))?;
    let acknowledged = match testimony {
        Testimony::AcknowledgedUntil(position) => position,
        Testimony::Absent | Testimony::Damaged => 0,
    };
    audit.check_end(acknowledged);
    match testimony {
        Testimony::Damaged => audit.derived("the file `acknowledged` cannot be read".into()),
        Testimony::Absent if audit.end() > 0 => {
            audit.derived("the file `acknowledged` is missing or empty".into());
        }
        _ => {}
    }
    Ok(())
}

/// Compares the folded part of the index with the log. What a fold that was cut off has left behind it must be true as well.
fn check_index(audit: &mut Audit, chunks: &Chunks) {
    let mut told = Digests::default();
    for (key, chunk) in chunks.entries() {
        match chunk {
            Ok(chunk) => check_chunk(audit, &chunk, &mut told),
            Err(_) => {
                let finding =
                    Finding::new(FindingKind::Derived, "an entry of the index cannot be read");
                let stream = Chunks::stream_of(&key);
                audit.findings.add(Finding { stream, ..finding });
            }
        }
    }
    let known: Vec<StreamId> = audit.streams.names().cloned().collect();
    let foreign = told.streams().filter(|stream| audit.streams.version(stream) == 0);
    let all: Vec<StreamId> = foreign.cloned().chain(known).collect();
    for stream in
        all.iter().filter(|stream| !audit.agrees(stream, told.of(stream))).collect::<Vec<_>>()
    {
        disagrees(stream, &mut audit.findings);
    }
}

fn check_chunk(audit: &mut Audit, chunk: &Chunk, told: &mut Digests) {
    let comparable = |frame| !audit.incomparable.holds(frame);
    let mut is_true = true;
    let postings = match &chunk.places {
        Places::Live(postings) => postings.as_slice(),
        Places::Archived(runs) => {
            runs.iter().for_each(|run| audit.told_archived(told, &chunk.stream, run));
            &[]
        }
    };
    for posting in postings.iter().filter(|posting| comparable(posting.frame)) {
        if posting.frame <= audit.folded_until {
            told.add(&chunk.stream, posting);
        } else {
            is_true &= audit.unfolded.holds(&chunk.stream, posting);
        }
    }
    if !is_true {
        disagrees(&chunk.stream, &mut audit.findings);
    }
}
