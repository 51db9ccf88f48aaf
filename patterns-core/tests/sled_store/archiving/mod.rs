//! Events that leave the live database for compressed files, and are there as before.

mod boundary;
mod cutting_off;
mod damage;
mod under_load;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use patterns_core::{
    event::{RecordedEvent, StreamId},
    store::EventStore,
};

use super::samples::{any, append, noise, stream};

/// Appends of one event and of many, to one stream and to several, some longer than a value of the tree.
pub(super) fn write(store: &dyn EventStore, rounds: u64) {
    let name = |number: u64| stream(&format!("stream {}", number % 7));
    for round in 0..rounds {
        let length = |n: u64| if (round + n).is_multiple_of(40) { 9_000 } else { 60 };
        let some = |n: u64| (0..=n % 4).map(move |k| noise(round * 8 + n + k, length(n) as usize));
        let one = vec![any(&name(round), some(round))];
        let several = (0..4).map(|n| any(&name(round + n), some(n))).collect();
        drop((append(store, one), append(store, several)));
    }
}

pub(super) fn heads(events: &[RecordedEvent]) -> BTreeMap<StreamId, u64> {
    events.iter().map(|event| (event.stream.clone(), event.version)).collect()
}

/// Cuts of every kind: nothing, a part, everything, more than everything.
pub(super) fn random_cuts(
    heads: &BTreeMap<StreamId, u64>,
    random: &mut fastrand::Rng,
) -> Vec<(StreamId, u64)> {
    let mut cut = |head: u64| match random.u32(..5) {
        0 => 0,
        1 => head,
        2 => u64::MAX,
        _ => random.u64(..=head),
    };
    heads.iter().map(|(name, head)| (name.clone(), cut(*head))).collect()
}

pub(super) fn segments(directory: &Path) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(directory.join("archive")) else { return Vec::new() };
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// More streams than are led into a segment at once, and more frames than are taken out at once.
pub(super) fn write_much(store: &dyn EventStore) {
    for round in 0..3 {
        let names = (0..600).map(|number| stream(&format!("{number}")));
        append(store, names.map(|name| any(&name, [noise(round, 150)])).collect());
    }
    append(store, vec![any(&stream("newest"), ["newest"])]);
}
