//! Snapshots, in parts small enough for the tree. Nothing here needs to survive: a snapshot that is not whole is not there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use sled::IVec;

use super::tree::{Tree, stream_prefix};
use crate::{
    event::{Fingerprint, StreamId},
    store::{Snapshot, SnapshotKey, StoreError},
};

/// Bytes of the fingerprint, of the version and of the number of the part at the end of a key.
const FINGERPRINT: usize = 8;
const VERSION: usize = 8;
const PART: usize = 2;
/// Snapshots of so many fingerprints are kept a stream: two, so that two releases can run beside each other.
const FINGERPRINTS: usize = 2;
/// So many bytes of a snapshot go into one value. Fewer than elsewhere: where entries are removed, sled merges leaves, and one leaf
/// holds more than 20 of them until it is split again.
const PART_LENGTH: usize = 4_096;
const LENGTH: usize = 4;
const CRC: usize = 4;
/// Larger states are not kept: they are folded anew.
const LARGEST: usize = PART_LENGTH * u16::MAX as usize;

/// The tree of snapshots: stream, fingerprint, version and part lead to length, checksum and state.
#[derive(Clone, Debug)]
pub(super) struct Snapshots {
    tree: Tree,
    /// How often snapshots were about to be removed. A reader that finds none looks again if it has changed meanwhile.
    removals: Arc<AtomicU64>,
}

/// Which of its stream's snapshots one is.
type Place = (Fingerprint, u64);

impl Snapshots {
    pub(super) fn new(tree: Tree) -> Self {
        Self { tree, removals: Arc::default() }
    }

    /// Writes the snapshot, and only then removes what it leaves behind: there is never a moment without one.
    pub(super) fn put(
        &self,
        at: &SnapshotKey,
        snapshot: &Snapshot,
        keep: usize,
    ) -> Result<(), StoreError> {
        let bytes = encode(snapshot);
        if bytes.len() > LARGEST || at.stream.as_bytes().len() > at.stream.longest() {
            tracing::warn!(name: "patterns.store.snapshot", stream = %at.stream, "too large for a snapshot");
            return Ok(());
        }
        let parts = bytes.chunks(PART_LENGTH);
        let outdated = self.outdated(at, snapshot.version, parts.len(), keep)?;
        // One by one: every batch of sled keeps all other writes and reads of the database waiting.
        for (number, part) in (0..).zip(parts) {
            self.tree.insert(&key(at, snapshot.version, number), part.to_vec())?;
        }
        self.removals.fetch_add(1, Ordering::AcqRel);
        outdated.iter().try_for_each(|key| self.tree.remove(key))
    }

    /// The newest snapshot that covers at most `at_most` events.
    pub(super) fn get(
        &self,
        at: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        loop {
            let before = self.removals.load(Ordering::Acquire);
            let found = self.nearest_whole(at, at_most);
            // What was removed while it was read has left a newer one, which was not there yet when the reading began.
            let undisturbed = self.removals.load(Ordering::Acquire) == before;
            if undisturbed || matches!(found, Ok(Some(_))) {
                return found;
            }
        }
    }

    fn nearest_whole(
        &self,
        at: &SnapshotKey,
        at_most: u64,
    ) -> Result<Option<Snapshot>, StoreError> {
        let (mut below, mut found_any) = (Some(at_most), false);
        while let Some(version) = below.map_or(Ok(None), |below| self.newest(at, below))? {
            if let Some(snapshot) = self.read(at, version)? {
                return Ok(Some(snapshot));
            }
            found_any = true;
            below = version.checked_sub(1);
        }
        let damaged =
            || StoreError::damaged(format!("a snapshot of {} cannot be read", at.stream), 0);
        if found_any { Err(damaged()) } else { Ok(None) }
    }

    /// The highest version not above `at_most` of which there are parts.
    fn newest(&self, at: &SnapshotKey, at_most: u64) -> Result<Option<u64>, StoreError> {
        let (first, last) = (key(at, 0, 0), key(at, at_most, u16::MAX));
        let found = self.tree.last_between(&first, &last)?;
        Ok(found.and_then(|(key, _)| place(&key)).map(|(_, version)| version))
    }

    /// The snapshot of this version, if it is whole.
    fn read(&self, at: &SnapshotKey, version: u64) -> Result<Option<Snapshot>, StoreError> {
        let mut bytes = Vec::new();
        for entry in self.tree.iter_prefix(&version_prefix(at, version)) {
            bytes.extend_from_slice(&entry?.1);
        }
        Ok(decode(version, bytes))
    }

    /// Those of a stream that are whole, the oldest of a fingerprint first.
    pub(super) fn of(&self, stream: &StreamId) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let mut found: BTreeMap<Place, Vec<u8>> = BTreeMap::new();
        self.each_part(stream, |place, _, part| {
            found.entry(place).or_default().extend_from_slice(part);
        })?;
        let whole = found.into_iter().filter_map(|((fingerprint, version), bytes)| {
            let key = SnapshotKey { stream: stream.clone(), fingerprint };
            Some((key, decode(version, bytes)?))
        });
        Ok(whole.collect())
    }

    /// The keys that a new snapshot of so many parts leaves behind; those of snapshots that are not whole among them.
    fn outdated(
        &self,
        at: &SnapshotKey,
        version: u64,
        parts: usize,
        keep: usize,
    ) -> Result<Vec<IVec>, StoreError> {
        let mut stored: BTreeMap<Place, Stored> = BTreeMap::new();
        self.each_part(&at.stream, |place, key, part| {
            stored.entry(place).or_default().add(key, part);
        })?;
        let new = (at.fingerprint, version);
        let whole = stored.iter().filter(|(_, stored)| stored.is_whole());
        let kept = kept(whole.map(|(place, _)| *place), new, keep);
        let further = stored.remove(&new).into_iter().flat_map(|same| same.keys);
        let further: Vec<_> = further.filter(|key| part(key) >= parts).collect();
        let dropped = stored.into_iter().filter(|(place, _)| !kept.contains(place));
        Ok(further.into_iter().chain(dropped.flat_map(|(_, stored)| stored.keys)).collect())
    }

    fn each_part(
        &self,
        stream: &StreamId,
        mut visit: impl FnMut(Place, IVec, &[u8]),
    ) -> Result<(), StoreError> {
        for entry in self.tree.iter_prefix(&stream_prefix(stream)) {
            let (key, part) = entry?;
            if let Some(place) = place(&key) {
                visit(place, key, &part);
            }
        }
        Ok(())
    }
}

/// The parts of one snapshot that are there.
#[derive(Default)]
struct Stored {
    keys: Vec<IVec>,
    bytes: usize,
    /// How many bytes there should be; the first part says it.
    wanted: Option<usize>,
}

impl Stored {
    fn add(&mut self, key: IVec, value: &[u8]) {
        if part(&key) == 0 {
            self.wanted = length(value).map(|length| LENGTH + CRC + length);
        }
        self.bytes += value.len();
        self.keys.push(key);
    }

    fn is_whole(&self) -> bool {
        self.wanted == Some(self.bytes)
    }
}

/// Which snapshots stay beside the one that is put at `new`: the newest of its fingerprint that cover less, and all of the fingerprints that
/// were at work last.
fn kept(stored: impl Iterator<Item = Place>, new: Place, keep: usize) -> BTreeSet<Place> {
    let stored: BTreeSet<Place> = stored.collect();
    let older = stored.range((new.0, 0)..new).rev().take(keep.saturating_sub(1));
    let others = stored.iter().filter(|(fingerprint, _)| *fingerprint != new.0);
    let newest: BTreeMap<Fingerprint, u64> = others.clone().copied().collect();
    let mut newest: Vec<_> = newest.into_iter().map(|(of, version)| (version, of)).collect();
    newest.sort_unstable();
    let releases: Vec<_> =
        newest.iter().rev().take(FINGERPRINTS - 1).map(|(_, fingerprint)| *fingerprint).collect();
    let beside = others.filter(|(fingerprint, _)| releases.contains(fingerprint));
    older.chain(beside).copied().collect()
}

fn version_prefix(at: &SnapshotKey, version: u64) -> Vec<u8> {
    let (fingerprint, version) = (at.fingerprint.value().to_be_bytes(), version.to_be_bytes());
    [stream_prefix(&at.stream).as_slice(), &fingerprint, &version].concat()
}

fn key(at: &SnapshotKey, version: u64, part: u16) -> Vec<u8> {
    [version_prefix(at, version).as_slice(), &part.to_be_bytes()].concat()
}

fn place(key: &[u8]) -> Option<Place> {
    let (before, _) = key.split_last_chunk::<PART>()?;
    let (before, version) = before.split_last_chunk::<VERSION>()?;
    let (_, fingerprint) = before.split_last_chunk::<FINGERPRINT>()?;
    let fingerprint = Fingerprint::new(u64::from_be_bytes(*fingerprint));
    Some((fingerprint, u64::from_be_bytes(*version)))
}

fn part(key: &[u8]) -> usize {
    key.last_chunk::<PART>().map_or(0, |part| u16::from_be_bytes(*part).into())
}

fn length(value: &[u8]) -> Option<usize> {
    Some(u32::from_le_bytes(*value.first_chunk::<LENGTH>()?) as usize)
}

fn encode(snapshot: &Snapshot) -> Vec<u8> {
    // What does not fit into 32 bits is far beyond what is kept.
    let length = u32::try_from(snapshot.state.len()).unwrap_or(u32::MAX);
    let crc = checksum(snapshot.version, &snapshot.state);
    [&length.to_le_bytes(), &crc, snapshot.state.as_ref()].concat()
}

/// `None` when parts are missing or damaged.
fn decode(version: u64, bytes: Vec<u8>) -> Option<Snapshot> {
    let length = length(&bytes)?;
    let crc = bytes.get(LENGTH..LENGTH + CRC)?;
    let state = bytes.get(LENGTH + CRC..)?;
    (state.len() == length && crc == checksum(version, state))
        .then(|| Snapshot { version, state: Bytes::copy_from_slice(state) })
}

fn checksum(version: u64, state: &[u8]) -> [u8; CRC] {
    let mut hasher = crc32fast::Hasher::new_with_initial(version as u32);
    hasher.update(state);
    hasher.finalize().to_le_bytes()
}
