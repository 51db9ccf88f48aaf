//! A power cut at a random moment: what was not synced is gone when the disk is mounted again.

use std::{path::Path, thread, time::Duration};

use fastrand::Rng;

use super::{acks::Ack, check, mount::Disk, process::Writer, shutdown};

/// So many rounds share a disk.
const ROUNDS_A_DISK: u64 = 8;
/// In a campaign of so many rounds some are longer than the five seconds after which ext4 commits its journal by itself.
const LONG_CAMPAIGN: u64 = 20;

/// A disk, and everything that was ever acknowledged on it.
struct Subject {
    disk: Disk,
    acks: Vec<Ack>,
}

impl Subject {
    fn new() -> Result<Self, String> {
        Ok(Self { disk: Disk::new()?, acks: Vec::new() })
    }
}

#[derive(Default)]
struct Totals {
    appends: usize,
    events: u64,
    largest: usize,
    long: u64,
    buffered: u64,
    archivings: u64,
    failures: u64,
}

/// Runs the rounds and answers how many failed; none where no disk can be mounted.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let mut totals = Totals::default();
    let mut subject = match Subject::new() {
        Ok(subject) => subject,
        Err(what) => {
            println!("power   | skipped, needs root, mkfs.ext4 and loop devices: {what}");
            return 0;
        }
    };
    for number in 0..rounds {
        if number % ROUNDS_A_DISK == ROUNDS_A_DISK - 1 {
            subject = Subject::new().expect("what could be mounted once can be mounted again");
        }
        let long = rounds >= LONG_CAMPAIGN && number % 6 == 5;
        totals.long += u64::from(long);
        let time = if long { random.u64(6_000..12_000) } else { random.u64(20..1_500) };
        if let Err(what) = round(&mut subject, time, &mut random, &mut totals) {
            totals.failures += 1;
            println!("round {number}: {what}");
            subject = Subject::new().expect("what could be mounted once can be mounted again");
        }
    }
    let Totals { appends, events, largest, long, buffered, archivings, failures } = totals;
    println!(
        "power   | rounds {rounds}, {long} of them longer than 6 s, {buffered} acknowledged early"
    );
    println!("        | acknowledged: {appends} appends, {events} events; {archivings} archivings");
    println!("        | largest log {largest} events | rounds with a loss or fault: {failures}");
    failures
}

fn round(
    subject: &mut Subject,
    time: u64,
    random: &mut Rng,
    totals: &mut Totals,
) -> Result<(), String> {
    let path = subject.disk.path().join("database");
    // Early acknowledgements may be lost, but nothing of the rounds before, and what is left fits together.
    let buffered = random.u32(..4) == 0;
    let seed = random.u64(..);
    let writer = match random.u32(..3) {
        // What has left the live log must be on the disk by then.
        0 if !buffered => Writer::start_as("archiver", &path, &[seed.to_string(), "never".into()]),
        _ if buffered => Writer::start_buffered(&path, seed),
        _ => Writer::start(&path, seed),
    };
    if random.u32(..10) < 9 {
        writer.wait_until_opened();
    }
    thread::sleep(Duration::from_millis(time));
    let said = cut_power(writer, &subject.disk.path())?;
    totals.archivings += said.done;
    if buffered {
        totals.buffered += 1;
    } else {
        totals.appends += said.appends;
        totals.events += said.acks.iter().map(|ack| ack.count).sum::<u64>();
        subject.acks.extend(said.acks);
    }
    subject.disk.remount()?;
    let contents = check::read_all(&path).map_err(|fault| format!("{fault:?}"))?;
    totals.largest = totals.largest.max(contents.log.len());
    contents.check_acknowledged(&subject.acks).map_err(|fault| format!("{fault:?}"))
}

/// A store that fails after the cut is right; what it acknowledged before is what counts.
fn cut_power(writer: Writer, mount: &Path) -> Result<super::process::Said, String> {
    shutdown::stop(writer.id());
    shutdown::cut_power(mount).map_err(|error| format!("cutting the power: {error}"))?;
    Ok(writer.kill())
}
