//! What is written comes back, and what was changed is found.

#![cfg(feature = "archive")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;

use bytes::Bytes;
use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    event::{StreamId, Timestamp},
    store::StoreError,
};

/// Slices of the streams `streams`, in the order of positions, with gaps between some of them.
fn slices(streams: &[(u8, u32, usize, u64)]) -> Vec<ArchivedSlice> {
    let (mut versions, mut position, mut time) = ([1; 256], 1, 1_000);
    let mut slices = Vec::new();
    for (index, (stream, count, length, gap)) in streams.iter().copied().enumerate() {
        position += gap;
        time += gap * 1_000;
        let version = &mut versions[usize::from(stream)];
        slices.push(ArchivedSlice {
            stream: StreamId::new("segment", &stream),
            first_version: *version,
            count,
            first_position: position,
            recorded_at: Timestamp::from_micros(time),
            group_end: position + u64::from(count) + gap,
            bytes: Bytes::from(vec![index as u8; length]),
        });
        *version += u64::from(count);
        position += u64::from(count);
    }
    slices
}

type Contents = (Vec<ArchivedSlice>, Vec<StreamRun>, Vec<Placed>);

struct OnDisk {
    directory: tempfile::TempDir,
    root: Root,
}

impl OnDisk {
    fn write(slices: Vec<ArchivedSlice>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let encoded = encode(7, slices).unwrap();
        write(directory.path(), 7, &encoded, |_| {}).unwrap();
        Self { directory, root: encoded.root }
    }

    fn path(&self) -> std::path::PathBuf {
        self.directory.path().join(file_name(7))
    }

    fn open(&self) -> Result<SegmentFile, StoreError> {
        SegmentFile::open(&self.path(), 7, &self.root)
    }

    /// Everything that can be read.
    fn read(&self) -> Result<Contents, StoreError> {
        let file = self.open()?;
        let mut slices = Vec::new();
        for index in 0..file.blocks() {
            let block = file.block(index)?.unwrap();
            slices.extend(file.slices(&block).collect::<Result<Vec<_>, _>>()?);
        }
        let positions = file.positions()?.collect::<Result<_, _>>()?;
        Ok((slices, file.streams()?, positions))
    }
}

fn any_slices() -> impl Strategy<Value = Vec<(u8, u32, usize, u64)>> {
    let length = prop_oneof![6 => 0..300_usize, 1 => 20_000..90_000_usize];
    vec((0..20_u8, 1..5_u32, length, prop_oneof![3 => Just(0_u64), 1 => 1..1_000_u64]), 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn e9_what_is_archived_comes_back_byte_for_byte(streams in any_slices()) {
        let mut expected = slices(&streams);
        let disk = OnDisk::write(expected.clone());
        let (found, streams, positions) = disk.read().unwrap();
        let of = |slice: &ArchivedSlice| (slice.first_position, slice.count);
        let placed = positions.iter().map(|placed| (placed.first, placed.events));
        prop_assert_eq!(placed.collect::<Vec<_>>(), expected.iter().map(of).collect::<Vec<_>>());
        expected.sort_by_key(|slice| (slice.stream.clone(), slice.first_version));
        prop_assert_eq!(&found, &expected);
        for run in &streams {
            let own = found.iter().filter(|slice| slice.stream == run.stream);
            prop_assert_eq!(own.map(|slice| u64::from(slice.count)).sum::<u64>(), run.events);
        }
        let totals = disk.open().unwrap().totals;
        prop_assert_eq!(totals.events, expected.iter().map(|slice| u64::from(slice.count)).sum::<u64>());
        prop_assert_eq!(totals.raw, expected.iter().map(|slice| slice.bytes.len() as u64).sum::<u64>());
    }

    #[test]
    fn every_version_and_position_is_found_in_the_block_that_is_said_to_hold_it(streams in any_slices()) {
        let expected = slices(&streams);
        let disk = OnDisk::write(expected.clone());
        let file = disk.open().unwrap();
        let positions = file.positions().unwrap().map(Result::unwrap);
        for (slice, placed) in expected.into_iter().zip(positions) {
            let last = slice.next_version() - 1;
            let holders = [slice.first_version, last].map(|version| file.holder(&slice.stream, version));
            for holder in [holders[0], holders[1], placed.block as usize] {
                let block = file.block(holder).unwrap().unwrap();
                let found = file.slices(&block).map(Result::unwrap).any(|found| found == slice);
                prop_assert!(found, "{}", slice.stream);
            }
        }
    }
}

fn sample() -> Vec<ArchivedSlice> {
    let streams: Vec<_> =
        (0..400).map(|n| (n as u8 % 30, 1 + n % 3, 300, u64::from(n % 2))).collect();
    slices(&streams)
}

#[test]
fn e10_every_changed_byte_of_a_segment_is_found() {
    let disk = OnDisk::write(sample());
    let whole = fs::read(disk.path()).unwrap();
    let intact = disk.read().unwrap();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(disk.path(), &changed).unwrap();
        let read = disk.read();
        assert!(matches!(read, Err(StoreError::Damaged { .. })), "byte {at}: {read:?}");
    }
    fs::write(disk.path(), &whole).unwrap();
    assert_eq!(disk.read().unwrap(), intact);
}

#[test]
fn e10_a_segment_that_was_cut_extended_or_removed_is_found() {
    let disk = OnDisk::write(sample());
    let whole = fs::read(disk.path()).unwrap();
    for length in [0, 1, 15, 16, 100, whole.len() / 2, whole.len() - 1] {
        fs::write(disk.path(), &whole[..length]).unwrap();
        assert!(matches!(disk.open(), Err(StoreError::Damaged { .. })), "{length} bytes");
    }
    fs::write(disk.path(), [whole.as_slice(), &[0]].concat()).unwrap();
    assert!(matches!(disk.open(), Err(StoreError::Damaged { .. })), "a byte more");
    fs::remove_file(disk.path()).unwrap();
    let missing = disk.open().unwrap_err().to_string();
    assert!(missing.contains("is missing"), "{missing}");
}

#[test]
fn e10_another_segment_cannot_stand_in_for_one() {
    let disk = OnDisk::write(sample());
    let other = encode(8, sample()).unwrap();
    assert_ne!(other.root, disk.root, "the number counts");
    fs::write(disk.path(), &other.bytes).unwrap();
    let error = disk.open().unwrap_err().to_string();
    assert!(error.contains("is not the one"), "{error}");
    assert!(SegmentFile::open(&disk.path(), 7, &other.root).is_err(), "nor under its own root");
}

#[test]
fn slices_that_contradict_each_other_are_not_archived() {
    let (mut twice, mut gap) = (sample(), sample());
    twice[1].first_position = twice[0].first_position;
    gap[31].first_version += 1;
    for wrong in [twice, gap] {
        assert!(matches!(encode(1, wrong), Err(StoreError::Damaged { .. })));
    }
}

#[test]
fn files_are_known_by_their_names() {
    assert_eq!(number_of(&file_name(0x1234)), Some(0x1234));
    assert_eq!(number_of("00000000000000ff.segment.tmp"), Some(255));
    for other in ["db", "1.segment", "00000000000000ff", "00000000000000fg.segment", ".segment"] {
        assert_eq!(number_of(other), None, "{other}");
    }
}
