//! A disk that fills up while events are written: a typed error, nothing acknowledged is lost, and it goes on once there is room again.

use std::{fs, time::Duration};

use fastrand::Rng;

use super::{check, mount::Disk, process::Writer};

/// The disk, and the file on it that is removed to make room.
const SIZE: &str = "96M";
const FILLER: usize = 16 << 20;
/// No writer needs so long to fill the disk; one that does hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs the rounds and answers how many failed; none where no disk can be mounted.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let (mut failures, mut appends) = (0, 0);
    for number in 0..rounds {
        let disk = match Disk::of_size(SIZE) {
            Ok(disk) => disk,
            Err(what) => {
                println!("full    | skipped, needs root, mkfs.ext4 and loop devices: {what}");
                return failures;
            }
        };
        match round(&disk, random.u64(..)) {
            Ok(acknowledged) => appends += acknowledged,
            Err(what) => {
                failures += 1;
                println!("round {number}: {what}");
            }
        }
    }
    println!("full    | rounds {rounds} | acknowledged before: {appends} appends");
    println!("        | rounds with a loss or fault: {failures}");
    failures
}

fn round(disk: &Disk, seed: u64) -> Result<usize, String> {
    let (path, filler) = (disk.path().join("database"), disk.path().join("filler"));
    fs::write(&filler, vec![1; FILLER]).map_err(|error| error.to_string())?;
    let mut writer = Writer::start(&path, seed);
    if !writer.wait_until_ended(LIMIT) {
        return Err("the writer hangs".into());
    }
    let said = writer.kill();
    let failure = said.failure.ok_or("the writer ended without saying why")?;
    if !failure.contains("StorageFull") && !failure.contains("No space left") {
        return Err(format!("the writer failed with {failure}"));
    }
    fs::remove_file(&filler).map_err(|error| error.to_string())?;
    let contents = check::read_all(&path).map_err(|fault| format!("{fault:?}"))?;
    contents.check_acknowledged(&said.acks).map_err(|fault| format!("{fault:?}"))?;
    Ok(said.appends)
}
