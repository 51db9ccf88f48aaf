//! Edits by somebody who knows how hashes are made, and makes them anew.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::{
    edit::{Edit, Place, around},
    events::any,
    format::{Frame, genesis, log_genesis, log_link},
};

/// How far hashes are made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Those of the append.
    Slice,
    /// Those of the stream.
    Stream,
    /// All.
    Log,
}

/// Changes an event, and makes hashes anew.
pub fn forge(frames: &mut [Frame], extent: Extent, random: &mut Rng) -> Edit {
    let (frame, slice, event) = any(frames, random);
    let edit = Edit::new(
        format!("an event forged at {:?}, {extent:?}", (frame, slice, event)),
        around(frames, frame),
    );
    let last = frames[frame].slices[slice].events.len() - 1;
    // All hashes of the append are its own again: which of its events it was cannot be told.
    let mut edit = edit.at_events(&frames[frame], slice, 0..=last);
    let payload = &mut frames[frame].slices[slice].events[event].payload;
    // As long as it was: the index is right all the same.
    payload[0] ^= random.u8(1..);
    if extent == Extent::Log {
        edit.needs_sign_off = true;
        let end = frames[frames.len() - 1].last_position();
        edit.area = 1..=end;
        edit.places = vec![Place { versions: Vec::new(), positions: end..=end }];
    }
    if extent == Extent::Stream {
        // The log is chained over all that was made anew.
        edit.area = *edit.area.start()..=frames[frames.len() - 1].last_position();
    }
    rehash(frames, (frame, slice), extent);
    edit
}

#[expect(clippy::needless_range_loop, reason = "a frame is read while its slices are changed")]
fn rehash(frames: &mut [Frame], (frame, slice): (usize, usize), extent: Extent) {
    let stream = frames[frame].slices[slice].stream.clone();
    let mut hashes = BTreeMap::<Vec<u8>, [u8; 32]>::new();
    let mut log = log_genesis();
    for at in 0..frames.len() {
        let recorded_at = frames[at].recorded_at;
        for number in 0..frames[at].slices.len() {
            let own = &mut frames[at].slices[number];
            let before = *hashes.entry(own.stream.clone()).or_insert_with(|| genesis(&own.stream));
            let is_meant = (at, number) == (frame, slice)
                || (extent != Extent::Slice && own.stream == stream && at >= frame);
            if is_meant {
                own.rehash(before, recorded_at);
            }
            hashes.insert(own.stream.clone(), own.hash);
            log = log_link(log, &frames[at], &frames[at].slices[number]);
        }
        if extent == Extent::Log {
            frames[at].log_hash = log;
        } else if at < frame {
            assert_eq!(frames[at].log_hash, log, "the format is as it is written down here");
        }
        frames[at].repair_checksum();
    }
}
