//! Edits that take events out.

use fastrand::Rng;

use super::{
    edit::{Edit, around},
    events::any,
    format::Frame,
};

/// How much the one who tampers makes true again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Nothing.
    Nothing,
    /// Checksums and numbers of the frame.
    Frame,
    /// All later positions and versions, too.
    Everything,
}

/// Takes out an event, an append to a stream, or a frame.
pub fn delete(frames: &mut Vec<Frame>, repair: Repair, random: &mut Rng) -> Edit {
    // The very last frame leaves no trace: that is another class.
    let (frame, slice, event) = loop {
        let at = any(frames, random);
        if at.0 + 1 < frames.len() {
            break at;
        }
    };
    let before = frames.clone();
    let edit = Edit::new(String::new(), around(frames, frame));
    let several = (frames[frame].slices.len() > 1, frames[frame].slices[slice].events.len() > 1);
    let edit = match (random.u8(..3), several) {
        (0, (_, true)) | (1, (false, true)) => {
            let events = &mut frames[frame].slices[slice];
            let last = events.events.len() - 1;
            events.events.remove(event);
            events.tags.remove(event.min(events.tags.len() - 1));
            let what = format!(
                "event {event} of slice {slice} of the frame at {} gone",
                before[frame].key
            );
            // Which of those behind it is gone cannot be told.
            let edit = edit.at_events(&before[frame], slice, event.saturating_sub(1)..=last);
            Edit { what, ..edit }
        }
        (0 | 1, (true, _)) => {
            frames[frame].slices.remove(slice);
            let last = before[frame].slices[slice].events.len() - 1;
            let what = format!("slice {slice} of the frame at {} gone", before[frame].key);
            let edit = edit.at_events(&before[frame], slice, 0..=last);
            Edit { what, ..edit }
        }
        _ => {
            frames.remove(frame);
            let edit = edit.at_frame(&before[frame]);
            Edit { what: format!("the frame at {} gone", before[frame].key), ..edit }
        }
    };
    finish(&before, frames, repair, edit)
}

/// Takes out the newest frames, and everything that tells of them.
pub fn truncate(frames: &mut Vec<Frame>, random: &mut Rng) -> Edit {
    let most = (frames.len() - 1).min(5);
    let left = frames.len() - random.usize(1..=most);
    // Whole commits only.
    let left = (1..=left)
        .rev()
        .find(|left| frames[left - 1].group_end == frames[left - 1].last_position());
    let left = left.expect("a whole commit");
    let (first, last) = (frames[left].first_position, frames[frames.len() - 1].last_position());
    frames.truncate(left);
    let mut edit = Edit::new(format!("truncated to {left} frames"), first..=last);
    let positions = first..=last;
    edit.places.push(super::edit::Place { versions: Vec::new(), positions });
    Edit { needs_sign_off: true, acknowledged: Some(first - 1), ..edit }
}

/// Makes true again what the one who tampers makes true.
pub fn finish(before: &[Frame], frames: &mut [Frame], repair: Repair, edit: Edit) -> Edit {
    match repair {
        Repair::Nothing => edit,
        Repair::Frame => {
            let changed =
                frames.iter_mut().filter(|frame| !before.iter().any(|other| is_same(other, frame)));
            changed.for_each(Frame::repair);
            edit
        }
        Repair::Everything => {
            let last = renumber(frames);
            // All frames of the commit say where it ends.
            let edited = before.iter().find(|frame| frame.last_position() >= *edit.area.start());
            let group = edited.map_or(0, |frame| frame.group_end);
            let first = before.iter().find(|frame| frame.group_end == group);
            let first = first.map_or(0, |frame| frame.first_position);
            let area = first.min(*edit.area.start())..=*edit.area.end();
            Edit { acknowledged: Some(last), area, ..edit }
        }
    }
}

fn is_same(one: &Frame, other: &Frame) -> bool {
    one.key == other.key && one.write() == other.write()
}

/// Gives all events the positions and versions that follow one another; answers the last position.
pub fn renumber(frames: &mut [Frame]) -> u64 {
    let mut heads = std::collections::BTreeMap::<Vec<u8>, u64>::new();
    let mut next = 1;
    // The ends of commits move along with the frames that they are the ends of.
    let ends: Vec<bool> =
        frames.iter().map(|frame| frame.group_end == frame.last_position()).collect();
    for frame in frames.iter_mut() {
        (frame.key, frame.first_position) = (next, next);
        for slice in &mut frame.slices {
            let head = heads.entry(slice.stream.clone()).or_default();
            slice.first_version = *head + 1;
            *head += slice.events.len() as u64;
        }
        frame.repair();
        next += u64::from(frame.events);
    }
    let mut group_end = next - 1;
    for (frame, is_end) in frames.iter_mut().zip(ends).rev() {
        if is_end {
            group_end = frame.last_position();
        }
        frame.group_end = group_end;
        frame.repair_checksum();
    }
    next - 1
}
