//! Snapshots, in parts small enough for the tree. Nothing here needs to survive: a snapshot that is not whole is not there.

use bytes::Bytes;

use super::tree::{Tree, stream_prefix};
use crate::{
    event::{Fingerprint, StreamId},
    store::{Snapshot, SnapshotKey, StoreError},
};

/// Bytes of the fingerprint and of the number of the part at the end of a key.
const FINGERPRINT: usize = 8;
const PART: usize = 2;
/// Snapshots of so many fingerprints are kept a stream: two, so that two releases can run beside each other.
const KEPT: usize = 2;
/// So many bytes of a snapshot go into one value. Fewer than elsewhere: where entries are removed, sled merges leaves, and one leaf
/// holds more than 20 of them until it is split again.
const PART_LENGTH: usize = 4_096;
/// So many values are written at once: smaller snapshots than this are replaced without a moment in which there is none.
const PARTS_AT_ONCE: usize = 16;
const VERSION: usize = 8;
const CRC: usize = 4;
/// Larger states are not kept: they are folded anew.
const LARGEST: usize = PART_LENGTH * u16::MAX as usize;

/// The tree of snapshots: stream, fingerprint and part lead to version, checksum and state.
#[derive(Clone, Debug)]
pub(super) struct Snapshots(Tree);

impl Snapshots {
    pub(super) const fn new(tree: Tree) -> Self {
        Self(tree)
    }

    pub(super) fn put(&self, at: &SnapshotKey, snapshot: &Snapshot) -> Result<(), StoreError> {
        let bytes = encode(snapshot);
        if bytes.len() > LARGEST || at.stream.as_bytes().len() > at.stream.longest() {
            tracing::warn!(name: "patterns.store.snapshot", stream = %at.stream, "too large for a snapshot");
            return Ok(());
        }
        for key in self.outdated(at, bytes.len().div_ceil(PART_LENGTH))? {
            self.0.remove(&key)?;
        }
        let parts = (0_u16..).zip(bytes.chunks(PART_LENGTH));
        let parts: Vec<_> = parts.map(|(n, part)| (key(at, n), part.to_vec())).collect();
        // Not all in one batch: a large state would leave more unsynced than is safe.
        parts.chunks(PARTS_AT_ONCE).try_for_each(|parts| self.0.insert_all(parts.to_vec()))
    }

    pub(super) fn get(&self, at: &SnapshotKey) -> Result<Option<Snapshot>, StoreError> {
        let mut bytes = Vec::new();
        for entry in self.0.iter_prefix(&prefix(&at.stream, at.fingerprint)) {
            bytes.extend_from_slice(&entry?.1);
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let damaged =
            || StoreError::damaged(format!("a snapshot of {} cannot be read", at.stream), 0);
        decode(bytes).map(Some).ok_or_else(damaged)
    }

    /// Those of a stream that are whole.
    pub(super) fn of(&self, stream: &StreamId) -> Result<Vec<(SnapshotKey, Snapshot)>, StoreError> {
        let mut found: Vec<(Fingerprint, Vec<u8>)> = Vec::new();
        for entry in self.0.iter_prefix(&stream_prefix(stream)) {
            let (key, part) = entry?;
            let Some(of) = fingerprint(&key) else { continue };
            match found.last_mut().filter(|(last, _)| *last == of) {
                Some((_, bytes)) => bytes.extend_from_slice(&part),
                None => found.push((of, part.to_vec())),
            }
        }
        let whole = found.into_iter().filter_map(|(fingerprint, bytes)| {
            let key = SnapshotKey { stream: stream.clone(), fingerprint };
            Some((key, decode(bytes)?))
        });
        Ok(whole.collect())
    }

    /// The keys that a new snapshot of so many parts leaves behind: the further parts of the old one, and all of the fingerprints beyond
    /// the number kept.
    fn outdated(&self, at: &SnapshotKey, parts: usize) -> Result<Vec<sled::IVec>, StoreError> {
        let (mut old, mut others) = (Vec::new(), Vec::new());
        for entry in self.0.iter_prefix(&stream_prefix(&at.stream)) {
            let (key, value) = entry?;
            match fingerprint(&key) {
                Some(found) if found == at.fingerprint => {
                    old.extend(Some(key).filter(|key| part(key) >= parts));
                }
                found => others.push((version(&value), found, key)),
            }
        }
        // First parts carry the version; the fingerprint with the highest one stays.
        let first_parts = others.iter().filter(|(_, _, key)| key.ends_with(&[0; PART]));
        let mut newest: Vec<_> =
            first_parts.map(|(version, found, _)| (*version, *found)).collect();
        newest.sort_unstable();
        let kept: Vec<_> = newest.iter().rev().take(KEPT - 1).map(|(_, found)| *found).collect();
        let dropped = others.into_iter().filter(|(_, found, _)| !kept.contains(found));
        old.extend(dropped.map(|(_, _, key)| key));
        Ok(old)
    }
}

fn prefix(stream: &StreamId, fingerprint: Fingerprint) -> Vec<u8> {
    [stream_prefix(stream).as_slice(), &fingerprint.value().to_be_bytes()].concat()
}

fn key(at: &SnapshotKey, part: u16) -> Vec<u8> {
    [prefix(&at.stream, at.fingerprint).as_slice(), &part.to_be_bytes()].concat()
}

fn fingerprint(key: &[u8]) -> Option<Fingerprint> {
    let (before, _) = key.split_last_chunk::<PART>()?;
    let (_, fingerprint) = before.split_last_chunk::<FINGERPRINT>()?;
    Some(Fingerprint::new(u64::from_be_bytes(*fingerprint)))
}

fn part(key: &[u8]) -> usize {
    key.last_chunk::<PART>().map_or(0, |part| u16::from_be_bytes(*part).into())
}

fn version(value: &[u8]) -> u64 {
    value.first_chunk::<VERSION>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn encode(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = snapshot.version.to_le_bytes().to_vec();
    bytes.extend(checksum(snapshot.version, &snapshot.state));
    bytes.extend_from_slice(&snapshot.state);
    bytes
}

fn decode(bytes: Vec<u8>) -> Option<Snapshot> {
    let version = u64::from_le_bytes(*bytes.first_chunk::<VERSION>()?);
    let crc = bytes.get(VERSION..VERSION + CRC)?;
    let state = bytes.get(VERSION + CRC..)?;
    (crc == checksum(version, state))
        .then(|| Snapshot { version, state: Bytes::copy_from_slice(state) })
}

fn checksum(version: u64, state: &[u8]) -> [u8; CRC] {
    let mut hasher = crc32fast::Hasher::new_with_initial(version as u32);
    hasher.update(state);
    hasher.finalize().to_le_bytes()
}
