//! Edits of single events: bytes, and places.

use fastrand::Rng;

use super::{
    edit::{Edit, around, within},
    format::{Frame, Spot},
};

/// An event, by its frame, its slice in it and its place in that.
pub type At = (usize, usize, usize);

/// Any event; frames are as likely as others, however large they are.
pub fn any(frames: &[Frame], random: &mut Rng) -> At {
    let frame = random.usize(..frames.len());
    let slice = random.usize(..frames[frame].slices.len());
    (frame, slice, random.usize(..frames[frame].slices[slice].events.len()))
}

/// Changes one byte of a frame.
pub fn change_byte(frames: &mut [Frame], repaired: bool, random: &mut Rng) -> (Vec<u8>, u64, Edit) {
    let at = random.usize(..frames.len());
    let frame = &frames[at];
    let (mut bytes, spots) = frame.write_with_spots();
    // The checksum itself cannot be changed by somebody who makes it true again.
    let first = if repaired { 4 } else { 0 };
    let byte = match random.u8(..3) {
        0 => random.usize(first..67),
        _ => random.usize(first..bytes.len()),
    };
    let change = random.u8(1..);
    bytes[byte] ^= change;
    if repaired {
        let crc = crc32fast::hash(&bytes[4..]);
        bytes[..4].copy_from_slice(&crc.to_le_bytes());
    }
    let what = format!("byte {byte} of the frame at {} xor {change}: {:?}", frame.key, spots[byte]);
    let edit = Edit::new(what, within(frame));
    let edit = match spots[byte] {
        Spot::Header => edit.at_frame(frame),
        Spot::Slice(slice) => {
            let last = frame.slices[slice].events.len() - 1;
            edit.at_events(frame, slice, 0..=last)
        }
        Spot::Event(slice, event) => edit.at_events(frame, slice, event..=event),
    };
    (bytes, frame.key, edit)
}

/// Swaps two events.
pub fn swap(frames: &mut [Frame], repaired: bool, random: &mut Rng) -> Edit {
    let (one, other) = pair(frames, random);
    let (first, second) = (one.0.min(other.0), one.0.max(other.0));
    let area = around(frames, first).start().to_owned()..=*around(frames, second).end();
    let edit = Edit::new(format!("{one:?} and {other:?} swapped"), area);
    let edit = edit.at_events(&frames[one.0], one.1, one.2..=one.2);
    let edit = edit.at_events(&frames[other.0], other.1, other.2..=other.2);
    let event = |frames: &[Frame], (frame, slice, event): At| {
        frames[frame].slices[slice].events[event].clone()
    };
    let (left, right) = (event(frames, one), event(frames, other));
    frames[one.0].slices[one.1].events[one.2] = right;
    frames[other.0].slices[other.1].events[other.2] = left;
    if repaired {
        frames[one.0].repair_checksum();
        frames[other.0].repair_checksum();
    }
    edit
}

/// Two events: of one slice, of one frame, of one stream, or any.
fn pair(frames: &[Frame], random: &mut Rng) -> (At, At) {
    let kind = random.u8(..4);
    loop {
        let (one, other) = (any(frames, random), any(frames, random));
        let other = match kind {
            0 => {
                let events = frames[one.0].slices[one.1].events.len();
                (one.0, one.1, random.usize(..events))
            }
            1 => {
                let slice = random.usize(..frames[one.0].slices.len());
                let events = frames[one.0].slices[slice].events.len();
                (one.0, slice, random.usize(..events))
            }
            _ => other,
        };
        let stream = |at: At| &frames[at.0].slices[at.1].stream;
        if one != other && (kind != 2 || stream(one) == stream(other)) {
            return (one, other);
        }
    }
}
