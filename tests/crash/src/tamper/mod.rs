//! Tampering: one edit a round through the raw trees, by somebody who knows the format; verification must find it, and say where it is.

mod base;
mod derived;
mod edit;
mod events;
mod format;
mod hashing;
mod judge;
mod putting;
mod taking;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fastrand::Rng;
use patterns_core::store::{
    EventStore, SignOff, SledStore, Verification, conformance::block_on,
    sled::verify_directory_against,
};

use self::{
    base::Base,
    edit::{CLASSES, Class, Edit},
    format::{open_sled, parts, write_log},
    hashing::Extent,
    judge::{Verdict, judge},
    taking::Repair,
};
use super::damage::copy_all;

/// What became of the rounds of a class.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    rounds: u64,
    found: u64,
    placed: u64,
    opened: u64,
    failed: u64,
}

/// Runs the rounds and answers how many failed.
pub fn campaign(rounds: u64, seed: u64) -> u64 {
    let mut random = Rng::with_seed(seed);
    let bases =
        [Base::small, Base::folded, Base::node, Base::archived].map(|base| base(&mut random));
    let mut table = BTreeMap::<Class, Tally>::new();
    for number in 0..rounds {
        let class = CLASSES[number as usize % CLASSES.len()];
        let base = match class {
            // An index that is not folded holds nothing.
            Class::Index => &bases[if random.bool() { 1 } else { 3 }],
            Class::Segment => &bases[3],
            // Who makes hashes anew here knows nothing of nodes.
            Class::Rehashed | Class::RehashedStream | Class::Rewritten => &bases[0],
            Class::Byte | Class::ByteRepaired | Class::Swap | Class::SwapRepaired
                if random.u8(..4) == 0 =>
            {
                &bases[3]
            }
            _ if number % 24 == 5 => &bases[1],
            _ => &bases[if random.u8(..4) == 0 { 2 } else { 0 }],
        };
        round(base, class, number, &mut random, table.entry(class).or_default());
    }
    print_table(&table);
    table.values().map(|tally| tally.failed).sum()
}

fn round(base: &Base, class: Class, number: u64, random: &mut Rng, tally: &mut Tally) {
    let copy = tempfile::tempdir().expect("a directory");
    copy_all(base.directory.path(), copy.path()).expect("a copy");
    let edit = base.with_archived(tamper(base, class, copy.path(), random));
    let known = base.frames.iter().flat_map(|frame| &frame.slices);
    let known: BTreeSet<_> = known.map(|slice| slice.stream.clone()).collect();
    // Only who has kept what was signed off can find that everything is new.
    let signed = if edit.needs_sign_off { base.signed.clone() } else { SignOff::default() };
    let before = checksum(copy.path());
    let closed = verify_directory_against(copy.path(), &signed).expect("a verification");
    let untouched = checksum(copy.path()) == before;
    let online = verify_online(copy.path(), &signed);
    let verdict = judge(class, &edit, &known, &closed);
    let online_verdict = online.as_ref().map(|online| judge(class, &edit, &known, online));
    // What stands in the index on the disk only is not missed while the one in memory is right.
    let online_passes = online_verdict.is_none_or(Verdict::passes) || class == Class::Settings;
    tally.rounds += 1;
    tally.found += u64::from(verdict.found);
    tally.placed += u64::from(verdict.placed && verdict.nobody_else_blamed);
    tally.opened += u64::from(online.is_some());
    if !(verdict.passes() && online_passes && untouched) {
        tally.failed += 1;
        println!(
            "round {number}, {class:?} of `{}`: {}\n{verdict:?} {edit:?}\n{closed}",
            base.name, edit.what
        );
        if let Some(online) = online {
            println!("online: {online_verdict:?} {online}");
        }
    }
}

/// What an open database says, if it opens.
fn verify_online(directory: &Path, signed: &SignOff) -> Option<Verification> {
    let store = SledStore::open(directory).ok()?;
    Some(block_on(store.verify_against(signed)).expect("a verification"))
}

fn tamper(base: &Base, class: Class, directory: &Path, random: &mut Rng) -> Edit {
    let db = open_sled(directory);
    let mut frames = base.frames.clone();
    let edit = match class {
        Class::Byte | Class::ByteRepaired => {
            let repaired = class == Class::ByteRepaired;
            let (bytes, key, edit) = events::change_byte(&mut frames, repaired, random);
            let tree = db.open_tree("log").expect("the log");
            for (key, value) in parts(key, &bytes) {
                tree.insert(key, value).expect("an entry is written");
            }
            edit
        }
        Class::Swap => events::swap(&mut frames, false, random),
        Class::SwapRepaired => events::swap(&mut frames, true, random),
        Class::Delete => taking::delete(&mut frames, Repair::Nothing, random),
        Class::DeleteRepaired => taking::delete(&mut frames, Repair::Frame, random),
        Class::DeleteRenumbered => taking::delete(&mut frames, Repair::Everything, random),
        Class::Insert => putting::insert(&mut frames, Repair::Nothing, random),
        Class::InsertRepaired => putting::insert(&mut frames, Repair::Frame, random),
        Class::InsertRenumbered => putting::insert(&mut frames, Repair::Everything, random),
        Class::Rehashed => hashing::forge(&mut frames, Extent::Slice, random),
        Class::RehashedStream => hashing::forge(&mut frames, Extent::Stream, random),
        Class::Rewritten => hashing::forge(&mut frames, Extent::Log, random),
        Class::Truncated => taking::truncate(&mut frames, random),
        Class::Index => derived::edit_index(&db, random),
        Class::Settings => derived::edit_settings(&db, random),
        Class::Segment => derived::edit_segment(directory, random),
    };
    let has_written =
        [Class::Byte, Class::ByteRepaired, Class::Index, Class::Settings, Class::Segment];
    if !has_written.contains(&class) {
        write_log(&db, &base.frames, &frames);
    }
    db.flush().expect("sled flushes");
    drop(db);
    if let Some(position) = edit.acknowledged {
        let position = position.to_le_bytes();
        let record = [position.as_slice(), &crc32fast::hash(&position).to_le_bytes()].concat();
        fs::write(directory.join("acknowledged"), record).expect("the witness is written");
    }
    edit
}

/// Of all files.
fn checksum(directory: &Path) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    add_files(directory, &mut hasher);
    hasher.finalize()
}

fn add_files(directory: &Path, hasher: &mut crc32fast::Hasher) {
    let files = fs::read_dir(directory).expect("a directory");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        hasher.update(path.as_os_str().as_encoded_bytes());
        if path.is_dir() {
            add_files(&path, hasher);
        } else {
            hasher.update(&fs::read(path).expect("a file"));
        }
    }
}

fn print_table(table: &BTreeMap<Class, Tally>) {
    println!(
        "tamper  | {:<18} {:>7} {:>7} {:>7} {:>14} {:>7}",
        "", "rounds", "found", "placed", "still opens", "FAILED"
    );
    let mut all = Tally::default();
    for (class, tally) in table {
        let Tally { rounds, found, placed, opened, failed } = tally;
        println!(
            "tamper  | {:<18} {rounds:>7} {found:>7} {placed:>7} {opened:>14} {failed:>7}",
            format!("{class:?}")
        );
        all.rounds += rounds;
        all.found += found;
        all.placed += placed;
    }
    println!("tamper  | {} rounds, {} found, {} placed", all.rounds, all.found, all.placed);
}
