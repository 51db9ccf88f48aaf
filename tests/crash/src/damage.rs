//! Damaged files: the store either says so by a typed error, or still has everything.

use std::{collections::BTreeMap, fs, io, path::Path, time::Duration};

use fastrand::Rng;
use patterns_core::store::{
    ArchiveCut, ArchiveProgress, EventStore, SledStore, StreamHead, conformance::block_on,
};
use tempfile::TempDir;

use super::{
    acks::Ack,
    check,
    events::random_append,
    harm::{HARMS, Harm},
    process::{self, Writer},
};

const LIMIT: Duration = Duration::from_secs(60);

/// An intact database, and what must be found in its damaged copies.
struct Base {
    name: &'static str,
    directory: TempDir,
    /// Everything up to this position was acknowledged.
    until: u64,
    digest: u32,
}

/// What became of a damaged copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Complete,
    Reported,
    Failed,
}

/// Runs the rounds and answers how many failed.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let bases = [
        Base::new("closed", &mut random, |path, random| close_cleanly(path, random, 700)),
        Base::new("closed, folded index", &mut random, |path, random| {
            close_cleanly(path, random, 2_500)
        }),
        Base::new("killed", &mut random, killed),
        Base::new("archived", &mut random, |path, random| {
            close_cleanly(path, random, 700);
            archive(path)
        }),
    ];
    let archived = &bases[bases.len() - 1];
    let mut table = BTreeMap::<(Harm, Outcome), u64>::new();
    for number in 0..rounds {
        let harm = HARMS[number as usize % HARMS.len()];
        let any = &bases[random.usize(..bases.len())];
        let base = if harm.is_of_segments() { archived } else { any };
        let outcome = round(base, harm, &mut random, number);
        *table.entry((harm, outcome)).or_default() += 1;
    }
    print_table(&table);
    table.iter().filter(|((_, outcome), _)| *outcome == Outcome::Failed).map(|(_, n)| n).sum()
}

impl Base {
    fn new(
        name: &'static str,
        random: &mut Rng,
        build: impl Fn(&Path, &mut Rng) -> Vec<Ack>,
    ) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let acks = build(directory.path(), random);
        // Read from a copy: opening repairs, and the copies to be damaged should be as the writer left them.
        let copy = tempfile::tempdir().expect("a directory");
        copy_all(directory.path(), copy.path()).expect("a copy");
        let contents = check::read_all(copy.path()).expect("an intact database");
        contents.check_acknowledged(&acks).expect("everything acknowledged");
        let until = acknowledged(directory.path()).expect("an acknowledged position");
        let digest = contents.digest_until(until);
        println!("damage  | base `{name}`: {} events, {until} acknowledged", contents.log.len());
        Self { name, directory, until, digest }
    }
}

/// The position that the store itself noted as acknowledged; more may be in the log, but nobody was told of it.
fn acknowledged(directory: &Path) -> io::Result<u64> {
    let bytes = fs::read(directory.join("acknowledged"))?;
    let position = bytes.first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(u64::from_le_bytes(*position))
}

fn close_cleanly(path: &Path, random: &mut Rng, appends: usize) -> Vec<Ack> {
    let store = SledStore::open(path).expect("a new database");
    for _ in 0..appends {
        block_on(store.append(random_append(random))).expect("an append");
    }
    Vec::new()
}

/// Archives most of what is there, in several segments.
fn archive(path: &Path) -> Vec<Ack> {
    let store = SledStore::open(path).expect("a database");
    for some in 1..=4 {
        let heads = block_on(store.list_streams(&[], None, usize::MAX)).expect("a list");
        let cut =
            |head: StreamHead| ArchiveCut { stream: head.stream, until: head.version * some / 5 };
        let cuts = heads.into_iter().map(cut).collect();
        block_on(store.archive(cuts, ArchiveProgress::default())).expect("an archiving");
    }
    Vec::new()
}

fn killed(path: &Path, random: &mut Rng) -> Vec<Ack> {
    let writer = Writer::start(path, random.u64(..));
    writer.wait_until_opened();
    std::thread::sleep(Duration::from_secs(2));
    writer.kill().acks
}

fn round(base: &Base, harm: Harm, random: &mut Rng, number: u64) -> Outcome {
    let copy = tempfile::tempdir().expect("a directory");
    copy_all(base.directory.path(), copy.path()).expect("a copy");
    let done = harm.inflict(copy.path(), random).expect("the damage is done");
    let said = process::check(copy.path(), base.until, LIMIT);
    let said = said.unwrap_or_else(|| format!("hangs for {LIMIT:?}"));
    let outcome = judge(base, &said);
    if outcome == Outcome::Failed {
        println!("round {number}, {harm:?} of `{}`, {done}: {said}", base.name);
    }
    outcome
}

fn judge(base: &Base, said: &str) -> Outcome {
    let mut words = said.split(' ');
    match words.next() {
        Some("reported") => Outcome::Reported,
        Some("read") => {
            let mut number = || words.next().and_then(|word| word.parse::<u64>().ok());
            let complete = number().is_some_and(|length| length >= base.until)
                && number() == Some(base.digest.into());
            if complete { Outcome::Complete } else { Outcome::Failed }
        }
        _ => Outcome::Failed,
    }
}

pub fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy_all(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn print_table(table: &BTreeMap<(Harm, Outcome), u64>) {
    println!("damage  | {:<20} {:>12} {:>14} {:>6}", "", "all there", "typed error", "FAILED");
    for harm in HARMS {
        let count = |outcome| table.get(&(harm, outcome)).copied().unwrap_or_default();
        let [complete, refused, failed] =
            [Outcome::Complete, Outcome::Reported, Outcome::Failed].map(count);
        println!("damage  | {:<20} {complete:>12} {refused:>14} {failed:>6}", format!("{harm:?}"));
    }
}
