//! The processes that are killed.

use std::{path::Path, process::ExitCode, thread};

use fastrand::Rng;
use patterns_core::store::{
    ArchiveCut, ArchiveProgress, EventStore, SledStore, StoreError, StreamHead,
    conformance::block_on,
    sled::{SledOptions, compact_telling},
};

use super::kill_at::KillAt;
use crate::{acks, writer};

/// Threads that append while others archive.
const WRITERS: u64 = 4;

/// Does what `role` says until the process is killed, or there is nothing more to do.
pub fn run(role: &str, directory: &Path, seed: u64, kill_at: &str) -> ExitCode {
    let kill_at = KillAt::parse(kill_at).expect("a place to be killed at");
    let ended = match role {
        "archiver" => archive(directory, seed, kill_at),
        "reopener" => open(directory, kill_at.progress()).map(drop),
        _ => compact_telling(directory, kill_at.compaction()).map(drop),
    };
    match ended {
        Ok(()) => {
            acks::print_line("done");
            ExitCode::SUCCESS
        }
        Err(error) => writer::failed(&error),
    }
}

fn open(directory: &Path, progress: ArchiveProgress) -> Result<SledStore, StoreError> {
    SledOptions::default().archive_progress(progress).open(directory)
}

/// Appends and archives, until the kill or the first error.
fn archive(directory: &Path, seed: u64, kill_at: KillAt) -> Result<(), StoreError> {
    // The kill is for the archiving that is begun here, not for the one that is finished first.
    let store = &open(directory, ArchiveProgress::default())?;
    acks::print_line("opened");
    thread::scope(|scope| {
        for thread in 0..WRITERS {
            scope.spawn(move || writer::write(store, Rng::with_seed(seed ^ (thread << 32))));
        }
        let (mut random, progress) = (Rng::with_seed(!seed), kill_at.progress());
        loop {
            let cuts = cuts(store, &mut random)?;
            block_on(store.archive(cuts, progress.clone()))?;
            acks::print_line("done");
        }
    })
}

/// Of some streams all that is there, of some a part, of others nothing.
fn cuts(store: &SledStore, random: &mut Rng) -> Result<Vec<ArchiveCut>, StoreError> {
    let heads = block_on(store.list_streams(&[], None, usize::MAX))?;
    let mut cut = |StreamHead { stream, version }: StreamHead| {
        let until = match random.u32(..4) {
            0 => 0,
            1 => version,
            _ => random.u64(..=version),
        };
        ArchiveCut { stream, until }
    };
    Ok(heads.into_iter().map(&mut cut).collect())
}
