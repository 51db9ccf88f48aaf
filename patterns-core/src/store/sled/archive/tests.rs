//! What only somebody who writes into the files can do.

#![cfg(feature = "archive")]
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use bytes::Bytes;

use super::*;
use crate::{
    event::{EventData, EventName, StreamId},
    store::{
        Append, ArchiveCut, ArchiveProgress, ArchiveStep, EventStore, ExpectedVersion, FindingKind,
        SledStore, Verification,
        conformance::block_on,
        sled::{
            files::{CacheBytes, Files},
            segment::{ArchivedSlice, encode, file_name},
            verify_directory,
        },
    },
};

fn stream(number: u64) -> StreamId {
    StreamId::new("forged", &number)
}

fn append(store: &SledStore, number: u64, count: usize) {
    let event = |n: usize| EventData {
        name: EventName::from_static("happened"),
        schema_version: 1,
        payload: Bytes::from(format!("{n} of {number}")),
        metadata: Bytes::new(),
    };
    let (stream, events) = (stream(number), (0..count).map(event).collect());
    let entry = Append { stream, expected: ExpectedVersion::Any, events };
    block_on(store.append(vec![entry])).unwrap();
}

/// A database of ten streams of six events, of which four are archived.
fn archived(directory: &Path) {
    let store = SledStore::open(directory).unwrap();
    for round in 0..60 {
        append(&store, round % 10, if round < 10 { 2 } else { 1 });
    }
    let cuts = (0..10).map(|number| ArchiveCut { stream: stream(number), until: 4 });
    let archived = block_on(store.archive(cuts.collect(), ArchiveProgress::default())).unwrap();
    assert_eq!(archived.events, 40);
}

/// Changes slices of the first segment, and all that the database knows of it, so that every checksum is right.
fn forge(directory: &Path, change: impl FnOnce(&mut Vec<ArchivedSlice>)) {
    let files = Files::open(directory, CacheBytes::default()).unwrap();
    let archive = &files.trees.archive;
    let segment = archive.view().segments().next().unwrap().as_ref().clone();
    let file = archive.open_file(&segment).unwrap();
    let block = file.block(0).unwrap().unwrap();
    let mut slices: Vec<_> = file.slices(&block).map(Result::unwrap).collect();
    change(&mut slices);
    let encoded = encode(segment.number, slices).unwrap();
    fs::write(archive.folder().join(file_name(segment.number)), &encoded.bytes).unwrap();
    let forged = Segment { root: encoded.root, totals: encoded.totals, ..segment };
    archive.enter(forged).unwrap();
    files.trees.syncer.sync().unwrap();
}

fn changed(slice: &mut ArchivedSlice) {
    let mut bytes = slice.bytes.to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    slice.bytes = bytes.into();
}

/// What verification finds, of the closed database and of the open one: the same.
fn findings(directory: &Path) -> Verification {
    let closed = verify_directory(directory).unwrap();
    let store = SledStore::open(directory).unwrap();
    let open = block_on(store.verify()).unwrap();
    assert_eq!(closed, open, "verified alike, closed and open");
    open
}

#[test]
fn e10_an_archived_event_that_was_changed_with_all_checksums_is_found_where_it_is() {
    let directory = tempfile::tempdir().unwrap();
    archived(directory.path());
    assert!(findings(directory.path()).findings.is_empty());
    let is_it = |slice: &ArchivedSlice| slice.stream == stream(3) && slice.first_version == 4;
    forge(directory.path(), |slices| {
        changed(slices.iter_mut().find(|slice| is_it(slice)).unwrap());
    });
    let found = findings(directory.path()).findings;
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.kind, FindingKind::Changed);
    assert_eq!((&finding.stream, &finding.versions), (&Some(stream(3)), &Some(4..=4)));
    let store = SledStore::open(directory.path()).unwrap();
    let of_stream = |number| block_on(store.verify_stream(&stream(number), &[])).unwrap().findings;
    let found = of_stream(3);
    assert!(matches!(found.as_slice(), [one] if one.versions == Some(4..=4)), "{found:#?}");
    assert!(of_stream(4).is_empty());
}

#[test]
fn e10_an_archived_event_that_was_taken_out_is_found_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    archived(directory.path());
    forge(directory.path(), |slices| {
        let is_last = |slice: &ArchivedSlice| slice.stream == stream(9) && slice.first_version == 4;
        slices.retain(|slice| !is_last(slice));
    });
    let refused = SledStore::open(directory.path());
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "it does not open");
    let found = verify_directory(directory.path()).unwrap().findings;
    let missing = found.iter().filter(|finding| finding.kind == FindingKind::Missing);
    let position = missing.clone().find_map(|finding| finding.positions.clone());
    assert_eq!(position, Some(40..=40), "{found:#?}");
    let of_stream = missing.clone().find_map(|finding| finding.stream.clone());
    assert!(of_stream.is_none_or(|of| of == stream(9)), "{found:#?}");
}

#[test]
fn e10_a_segment_that_cannot_be_read_is_found_and_the_live_events_are_verified_all_the_same() {
    let directory = tempfile::tempdir().unwrap();
    archived(directory.path());
    let path = directory.path().join(FOLDER).join(file_name(1));
    let whole = fs::read(&path).unwrap();
    for (at, is_opened) in [(20, true), (whole.len() - 40, false)] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&path, &changed).unwrap();
        let verified = verify_directory(directory.path()).unwrap();
        let unreadable =
            verified.findings.iter().filter(|finding| finding.kind == FindingKind::Unreadable);
        assert!(unreadable.count() > 0, "{verified:#?}");
        assert!(verified.events >= 20, "what is live is verified: {}", verified.events);
        assert_eq!(SledStore::open(directory.path()).is_ok(), is_opened);
    }
    fs::write(&path, &whole).unwrap();
    assert!(findings(directory.path()).findings.is_empty());
}

#[test]
fn e9_frames_are_restored_byte_for_byte() {
    let [directory, saved] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let entries = |directory: &Path| {
        let files = Files::open(directory, CacheBytes::default()).unwrap();
        let entries = files.trees.log.entries_until(u64::MAX).map(Result::unwrap);
        entries.map(|(key, value)| (key.to_vec(), value.to_vec())).collect::<Vec<_>>()
    };
    let store = SledStore::open(directory.path()).unwrap();
    for round in 0..60 {
        append(&store, round % 10, 1 + round as usize % 3);
    }
    // Several streams in one frame, and a frame in several parts.
    let some = |number: u64, length: usize| Append {
        stream: stream(number),
        expected: ExpectedVersion::Any,
        events: vec![EventData {
            name: EventName::from_static("happened"),
            schema_version: 1,
            payload: vec![number as u8; length].into(),
            metadata: Bytes::from_static(&[0xc1, 0]),
        }],
    };
    for _ in 0..5 {
        let batch = (0..9).map(|number| some(number, 60)).chain([some(9, 20_000)]);
        block_on(store.append(batch.collect())).unwrap();
    }
    append(&store, 0, 1);
    drop(store);
    let before = entries(directory.path());
    let store = SledStore::open(directory.path()).unwrap();
    for numbers in [0..3, 2..6, 9..10] {
        let cuts = numbers.map(|number| ArchiveCut { stream: stream(number), until: u64::MAX });
        block_on(store.archive(cuts.collect(), ArchiveProgress::default())).unwrap();
    }
    drop(store);
    assert!(entries(directory.path()).len() < before.len() / 2);
    let salvaged = crate::store::sled::salvage(directory.path(), saved.path()).unwrap();
    assert!(salvaged.stopped_by.is_none());
    assert_eq!(entries(saved.path()), before, "hashes of the log included");
}

/// The view of the archive is the same before and after: only that slices were taken out tells the reader to look again.
#[test]
fn e9_who_looked_before_slices_were_taken_out_and_reads_after_looks_again() {
    let directory = tempfile::tempdir().unwrap();
    let store = SledStore::open(directory.path()).unwrap();
    (0..20).for_each(|_| append(&store, 1, 1));
    append(&store, 2, 1);
    let [(tell, told), (go, may_go)] = [(); 2].map(|()| std::sync::mpsc::channel());
    let may_go = std::sync::Mutex::new(may_go);
    let progress = ArchiveProgress::new(move |step| {
        if matches!(step, ArchiveStep::Registered | ArchiveStep::Removed) {
            tell.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
        }
    });
    std::thread::scope(|scope| {
        let cuts = vec![ArchiveCut { stream: stream(1), until: 20 }];
        let archiving = scope.spawn(|| block_on(store.archive(cuts, progress)).unwrap());
        told.recv().unwrap();
        let mut looks = 0;
        let events = store.events.steadily(|view| {
            let found = store.index.find(&stream(1), |head| Some((1, head)))?;
            looks += 1;
            if looks == 1 {
                go.send(()).unwrap();
                told.recv().unwrap();
            }
            store.events.read(view, &stream(1), &found)
        });
        assert_eq!(events.unwrap().len(), 20);
        assert_eq!(looks, 2);
        go.send(()).unwrap();
        assert_eq!(archiving.join().unwrap().events, 20);
    });
}
