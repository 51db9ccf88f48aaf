//! A disk that is full while events are archived: a typed error, nothing is lost, and it goes on once there is room again.

use std::{fmt::Display, fs, io::Write, path::Path};

use fastrand::Rng;
use patterns_core::store::{
    ArchiveCut, ArchiveProgress, EventStore, SledStore, StoreError, conformance::block_on,
};

use crate::{check, events::random_append, mount::Disk};

const SIZE: &str = "64M";

/// Runs the rounds and answers how many failed; none where no disk can be mounted.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let (mut failures, mut refused) = (0, 0);
    for number in 0..rounds {
        let disk = match Disk::of_size(SIZE) {
            Ok(disk) => disk,
            Err(what) => {
                println!(
                    "        | full disks skipped, need root, mkfs.ext4 and loop devices: {what}"
                );
                return failures;
            }
        };
        match round(&disk.path(), &mut random) {
            Ok(archived) => refused += u64::from(!archived),
            Err(what) => {
                failures += 1;
                println!("full disk {number}: {what}");
            }
        }
    }
    println!(
        "        | full disks: {rounds} | archivings that found no room: {refused}, faults: {failures}"
    );
    failures
}

/// Answers whether there was room for the archiving.
fn round(disk: &Path, random: &mut Rng) -> Result<bool, String> {
    let (path, filler) = (disk.join("database"), disk.join("filler"));
    let store = SledStore::open(&path).map_err(|error| error.to_string())?;
    for _ in 0..400 {
        block_on(store.append(random_append(random))).map_err(|error| error.to_string())?;
    }
    let before = block_on(store.read_log(1, usize::MAX)).map_err(|error| error.to_string())?;
    fill(&filler, random.usize(..6 << 20));
    let heads = block_on(store.list_streams(&[], None, usize::MAX));
    let heads = heads.map_err(|error| error.to_string())?;
    let cuts =
        heads.into_iter().map(|head| ArchiveCut { stream: head.stream, until: head.version });
    let outcome = block_on(store.archive(cuts.collect(), ArchiveProgress::default()));
    match &outcome {
        Ok(_) => {}
        Err(StoreError::Io { cause, .. }) if tells_of_no_space(cause) => {}
        // The thread that folds the index of streams may be the one that finds no room.
        Err(StoreError::Stopped { cause }) if tells_of_no_space(cause) => {}
        Err(error) => return Err(format!("a full disk is told as {error}")),
    }
    drop(store);
    fs::remove_file(&filler).map_err(|error| error.to_string())?;
    let contents = check::read_all(&path).map_err(|fault| format!("{fault:?}"))?;
    if contents.log != before {
        return Err("other events than before".into());
    }
    Ok(outcome.is_ok())
}

fn tells_of_no_space(cause: &impl Display) -> bool {
    cause.to_string().contains("No space left")
}

/// Fills the disk but for about `left` bytes.
fn fill(filler: &Path, left: usize) {
    let mut file = fs::File::create(filler).expect("a file that fills the disk");
    let block = vec![1; 64 << 10];
    let mut written: u64 = 0;
    while file.write_all(&block).is_ok() {
        written += block.len() as u64;
    }
    let _ = file.set_len(written.saturating_sub(left as u64));
    let _ = file.sync_all();
}
