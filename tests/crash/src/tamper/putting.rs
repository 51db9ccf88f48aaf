//! Edits that put events in: copies of others, and forged ones.

use fastrand::Rng;

use super::{
    edit::{Edit, Place, around},
    events::any,
    format::{Event, Frame, Slice},
    taking::{Repair, finish},
};

/// Puts an event into an append, an append into a frame, or a frame into the log.
pub fn insert(frames: &mut Vec<Frame>, repair: Repair, random: &mut Rng) -> Edit {
    let before = frames.clone();
    let (frame, slice, _) = any(frames, random);
    let edit = Edit::new(String::new(), around(frames, frame));
    let edit = match random.u8(..3) {
        0 => insert_event(frames, (frame, slice), random, edit),
        1 => insert_slice(frames, frame, random, edit),
        _ => insert_frame(frames, frame, repair, random, edit),
    };
    finish(&before, frames, repair, edit)
}

fn insert_event(
    frames: &mut [Frame],
    (frame, slice): (usize, usize),
    random: &mut Rng,
    edit: Edit,
) -> Edit {
    let event = foreign_event(frames, random);
    let before = frames[frame].clone();
    let events = &mut frames[frame].slices[slice];
    let at = random.usize(..=events.events.len());
    events.events.insert(at, event);
    events.tags.insert(at.min(events.tags.len()), random.u64(..).to_le_bytes());
    let last = before.slices[slice].events.len() - 1;
    let edit = edit.at_events(&before, slice, at.saturating_sub(1).min(last)..=at.min(last));
    let mut edit = edit;
    if let Some(place) = edit.places.last_mut() {
        // After the last one there was none before.
        for (_, versions) in &mut place.versions {
            *versions = *versions.start()..=versions.end() + 1;
        }
        place.positions = *place.positions.start()..=place.positions.end() + 1;
    }
    Edit {
        what: format!("an event put in at {at} of slice {slice} of the frame at {}", before.key),
        ..edit
    }
}

fn insert_slice(frames: &mut [Frame], frame: usize, random: &mut Rng, edit: Edit) -> Edit {
    let slice = foreign_slice(frames, frame, random);
    let at = random.usize(..=frames[frame].slices.len());
    let before = frames[frame].clone();
    let edit =
        name(edit, &slice, *super::edit::within(&before).start()..=before.last_position() + 1);
    frames[frame].slices.insert(at, slice);
    Edit { what: format!("a slice put in at {at} of the frame at {}", before.key), ..edit }
}

/// Behind the frame `frame`.
fn insert_frame(
    frames: &mut Vec<Frame>,
    frame: usize,
    repair: Repair,
    random: &mut Rng,
    edit: Edit,
) -> Edit {
    let slice = foreign_slice(frames, frame + 1, random);
    let last = frames[frame].last_position();
    let events = slice.events.len() as u64;
    // Without numbering anew there is room only for what has no position of its own.
    let first_position = if repair == Repair::Everything { last + 1 } else { last };
    let mut new = Frame {
        key: first_position,
        first_position,
        group_end: first_position + events - 1,
        events: events as u32,
        slices: vec![Slice { index: 0, count: events as u32, ..slice }],
        ..frames[random.usize(..frames.len())].clone()
    };
    if frames.iter().any(|other| other.key == new.key) && repair != Repair::Everything {
        // The place is taken by a frame of one event: behind the end, then.
        let end = frames[frames.len() - 1].last_position();
        (new.key, new.first_position, new.group_end) = (end + 1, end + 1, end + events);
    }
    if repair != Repair::Nothing {
        new.repair_checksum();
    }
    let positions = new.first_position - 1..=new.last_position();
    let mut edit = name(edit, &new.slices[0], positions.clone());
    edit.area =
        (*edit.area.start()).min(*positions.start())..=(*edit.area.end()).max(*positions.end());
    let at = frames.iter().position(|other| other.key >= new.key).unwrap_or(frames.len());
    let at = if repair == Repair::Everything { frame + 1 } else { at };
    let what = format!("a frame put in at {}", new.key);
    frames.insert(at, new);
    Edit { what, ..edit }
}

fn name(mut edit: Edit, slice: &Slice, positions: std::ops::RangeInclusive<u64>) -> Edit {
    edit.touched.insert(slice.stream.clone());
    edit.places.push(Place {
        versions: vec![(slice.stream.clone(), slice.first_version..=slice.last_version())],
        positions,
    });
    edit
}

/// A copy of an event, or a forged one.
fn foreign_event(frames: &[Frame], random: &mut Rng) -> Event {
    let (frame, slice, event) = any(frames, random);
    let copy = frames[frame].slices[slice].events[event].clone();
    if random.bool() {
        copy
    } else {
        Event { payload: random.u64(..).to_le_bytes().to_vec(), ..copy }
    }
}

/// A copy of an append, as one that follows its stream in front of the frame `until`; or one with a forged event.
fn foreign_slice(frames: &[Frame], until: usize, random: &mut Rng) -> Slice {
    let (frame, slice, _) = any(frames, random);
    let mut copy = frames[frame].slices[slice].clone();
    let earlier = frames[..until].iter().flat_map(|frame| &frame.slices);
    let own = earlier.filter(|slice| slice.stream == copy.stream);
    let head = own.map(Slice::last_version).max().unwrap_or_default();
    copy.first_version = head + 1;
    if random.bool() {
        copy.events[0].payload = random.u64(..).to_le_bytes().to_vec();
    }
    copy
}
