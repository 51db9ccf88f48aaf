//! Kills while events are archived, while what was cut off is finished, and while a database is compacted.

mod child;
mod full;
mod kill_at;

use std::{collections::BTreeMap, thread, time::Duration};

use fastrand::Rng;
use patterns_core::store::sled::verify_directory;
use tempfile::TempDir;

pub use self::child::run;
use self::kill_at::KillAt;
use super::{
    acks::Ack,
    check,
    process::{Said, Writer},
};

/// So many rounds share a directory.
const ROUNDS_A_DIRECTORY: u64 = 12;
/// No child needs so long to come to where it kills itself; one that does hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// What is under way when the kill comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// An archiving, at a step of it.
    Archiving,
    /// An archiving, at any moment.
    ArchivingAnytime,
    /// The opening that finishes one.
    Finishing,
    /// A compaction, at a step of it.
    Compacting,
    /// A compaction, at any moment.
    CompactingAnytime,
}

const KINDS: [Kind; 6] = [
    Kind::Archiving,
    Kind::ArchivingAnytime,
    Kind::Archiving,
    Kind::Finishing,
    Kind::Compacting,
    Kind::CompactingAnytime,
];

/// A database and everything that was ever acknowledged in it.
struct Subject {
    /// Holds the database, and what compactions put beside it.
    directory: TempDir,
    acks: Vec<Ack>,
}

impl Subject {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().expect("a directory"), acks: Vec::new() }
    }

    fn database(&self) -> std::path::PathBuf {
        self.directory.path().join("database")
    }
}

#[derive(Default)]
struct Totals {
    appends: usize,
    events: u64,
    archived: u64,
    largest: usize,
    /// Kills by what was being done.
    kills: BTreeMap<String, u64>,
    failures: u64,
}

/// Runs the rounds and answers how many failed.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let (mut subject, mut totals) = (Subject::new(), Totals::default());
    let mut counts = BTreeMap::<Kind, u64>::new();
    for number in 0..rounds {
        if number % ROUNDS_A_DIRECTORY == 0 {
            subject = Subject::new();
        }
        let kind = KINDS[number as usize % KINDS.len()];
        let nth = counts.entry(kind).or_default();
        let outcome = round(&mut subject, kind, *nth, &mut random, &mut totals);
        *nth += 1;
        if let Err(what) = outcome {
            totals.failures += 1;
            println!("round {number}, {kind:?}: {what}; kept: {}", subject.database().display());
            let _ = std::mem::replace(&mut subject, Subject::new()).directory.keep();
        }
    }
    totals.print(rounds);
    totals.failures + full::campaign(rounds.div_ceil(20), random.u64(..))
}

fn round(
    subject: &mut Subject,
    kind: Kind,
    nth: u64,
    random: &mut Rng,
    totals: &mut Totals,
) -> Result<(), String> {
    match kind {
        Kind::Archiving => archiving(subject, KillAt::archive_step(nth), random, totals)?,
        Kind::ArchivingAnytime => archiving(subject, KillAt::Never, random, totals)?,
        Kind::Finishing => {
            // After it was entered, and before it was done, an archiving is finished by the next opening.
            archiving(subject, KillAt::unfinished_step(nth), random, totals)?;
            let kill_at = KillAt::finishing_step(nth / 2);
            end(subject, "reopener", kill_at, None, random, totals)?;
        }
        Kind::Compacting => {
            archiving(subject, KillAt::archive_step(random.u64(..12)), random, totals)?;
            end(subject, "compactor", KillAt::compaction_step(nth), None, random, totals)?;
        }
        Kind::CompactingAnytime => {
            let time = Duration::from_millis(random.u64(0..1_500));
            end(subject, "compactor", KillAt::Never, Some(time), random, totals)?;
        }
    }
    check(subject, totals)
}

/// Writes and archives until the kill.
fn archiving(
    subject: &mut Subject,
    kill_at: KillAt,
    random: &mut Rng,
    totals: &mut Totals,
) -> Result<(), String> {
    let time = (kill_at == KillAt::Never).then(|| Duration::from_millis(random.u64(50..900)));
    end(subject, "archiver", kill_at, time, random, totals)
}

/// Starts a child that ends by a kill: by itself, or after a time.
fn end(
    subject: &mut Subject,
    role: &str,
    kill_at: KillAt,
    time: Option<Duration>,
    random: &mut Rng,
    totals: &mut Totals,
) -> Result<(), String> {
    let arguments = [random.u64(..).to_string(), kill_at.to_string()];
    let mut child = Writer::start_as(role, &subject.database(), &arguments);
    match time {
        Some(time) => thread::sleep(time),
        None if child.wait_until_ended(LIMIT) => {}
        None => return Err(format!("it hangs: {}", kill_at.describe(role))),
    }
    let Said { appends, acks, done, failure, .. } = child.kill();
    *totals.kills.entry(kill_at.describe(role)).or_default() += 1;
    totals.appends += appends;
    totals.events += acks.iter().map(|ack| ack.count).sum::<u64>();
    totals.archived += done;
    subject.acks.extend(acks);
    failure.map_or(Ok(()), |what| Err(format!("the {role} failed: {what}")))
}

fn check(subject: &Subject, totals: &mut Totals) -> Result<(), String> {
    let path = subject.database();
    // As the kill has left it; then as it is opened.
    let verified = verify_directory(&path).map_err(|error| format!("verifying: {error}"))?;
    if !verified.is_intact() {
        return Err(verified.to_string());
    }
    let contents = check::read_all(&path).map_err(|fault| format!("{fault:?}"))?;
    if contents.log.len() as u64 != verified.events {
        return Err(format!(
            "{} events are verified, {} read",
            verified.events,
            contents.log.len()
        ));
    }
    totals.largest = totals.largest.max(contents.log.len());
    contents.check_acknowledged(&subject.acks).map_err(|fault| format!("{fault:?}"))?;
    let blobs = std::fs::read_dir(path.join("blobs")).map_or(0, Iterator::count);
    if blobs == 0 { Ok(()) } else { Err(format!("{blobs} pages in files of their own")) }
}

impl Totals {
    fn print(&self, rounds: u64) {
        let Self { appends, events, archived, largest, kills, failures } = self;
        println!("archive | rounds {rounds} | acknowledged: {appends} appends, {events} events");
        println!("        | archivings and compactions completed before a kill: {archived}");
        println!(
            "        | largest log {largest} events | rounds with a loss or fault: {failures}"
        );
        for (what, number) in kills {
            println!("        | {number:>4} of the {what}");
        }
    }
}
