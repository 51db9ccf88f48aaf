//! SIGKILL at a random moment, time and again on one directory, so that it also grows.

use std::{thread, time::Duration};

use fastrand::Rng;
use tempfile::TempDir;

use super::{acks::Ack, check, process::Writer};

/// So many rounds share a directory.
const ROUNDS_A_DIRECTORY: u64 = 25;

/// A database and everything that was ever acknowledged in it.
struct Subject {
    directory: TempDir,
    acks: Vec<Ack>,
}

impl Subject {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a directory"), acks: Vec::new() }
    }
}

#[derive(Default)]
struct Totals {
    appends: usize,
    events: u64,
    largest: usize,
    failures: u64,
}

/// Runs the rounds and answers how many failed.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let mut subject = Subject::new();
    let mut totals = Totals::default();
    for number in 0..rounds {
        if number % ROUNDS_A_DIRECTORY == 0 {
            subject = Subject::new();
        }
        if let Err(what) = round(&mut subject, &mut random, &mut totals) {
            totals.failures += 1;
            println!("round {number}: {what}; kept: {}", subject.directory.path().display());
            let _ = std::mem::replace(&mut subject, Subject::new()).directory.keep();
        }
    }
    let Totals { appends, events, largest, failures } = totals;
    println!("kill    | rounds {rounds} | acknowledged: {appends} appends, {events} events");
    println!("        | largest log {largest} events | rounds with a loss or fault: {failures}");
    failures
}

fn round(subject: &mut Subject, random: &mut Rng, totals: &mut Totals) -> Result<(), String> {
    let path = subject.directory.path();
    let writer = Writer::start(path, random.u64(..));
    // Some are killed while they open.
    if random.u32(..10) < 8 {
        writer.wait_until_opened();
    }
    thread::sleep(Duration::from_millis(random.u64(20..400)));
    let said = writer.kill();
    totals.appends += said.appends;
    totals.events += said.acks.iter().map(|ack| ack.count).sum::<u64>();
    subject.acks.extend(said.acks);
    if let Some(what) = said.failure {
        return Err(format!("the writer failed: {what}"));
    }
    let contents = check::read_all(path).map_err(|fault| format!("{fault:?}"))?;
    totals.largest = totals.largest.max(contents.log.len());
    contents.check_acknowledged(&subject.acks).map_err(|fault| format!("{fault:?}"))
}
