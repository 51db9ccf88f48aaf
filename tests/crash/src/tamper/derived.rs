//! Edits of what the store derives from the events.

use std::{fs, path::Path};

use fastrand::Rng;
use sled::Db;

use super::edit::Edit;

/// Changes, removes or adds an entry of the index.
pub fn edit_index(db: &Db, random: &mut Rng) -> Edit {
    let tree = db.open_tree("streams").expect("the index");
    let entries: Vec<_> = tree.iter().map(|entry| entry.expect("an entry")).collect();
    let (key, value) = &entries[random.usize(..entries.len())];
    let mut edit = Edit::new("", 0..=0);
    edit.touched.insert(key[2..key.len() - 8].to_vec());
    let mut value = value.to_vec();
    let what = match random.u8(..4) {
        0 => {
            tree.remove(key).expect("an entry is removed");
            "an entry of the index gone"
        }
        1 => {
            let mut other = key.to_vec();
            let last = other.len() - 1;
            other[last] = other[last].wrapping_add(random.u8(1..));
            tree.insert(other, value).expect("an entry is written");
            "an entry of the index put in"
        }
        _ => {
            let at = random.usize(..value.len());
            value[at] ^= random.u8(1..);
            tree.insert(key, value).expect("an entry is written");
            "a byte of the index changed"
        }
    };
    Edit { what: what.into(), ..edit }
}

/// Changes, removes or adds a setting.
pub fn edit_settings(db: &Db, random: &mut Rng) -> Edit {
    let tree = db.open_tree("settings").expect("the settings");
    let entries: Vec<_> = tree.iter().map(|entry| entry.expect("a setting")).collect();
    let (key, value) = &entries[random.usize(..entries.len())];
    let mut value = value.to_vec();
    let name = String::from_utf8_lossy(key).into_owned();
    let what = match random.u8(..6) {
        0 => {
            tree.remove(key).expect("a setting is removed");
            format!("the setting {name} gone")
        }
        1 => {
            tree.insert(b"foreign", b"setting").expect("a setting is written");
            "a setting put in".into()
        }
        _ => {
            let at = random.usize(..value.len());
            value[at] ^= random.u8(1..);
            tree.insert(key, value).expect("a setting is written");
            format!("byte {at} of the setting {name}")
        }
    };
    Edit::new(what, 0..=0)
}

/// Changes a byte of a segment, or cuts it off.
pub fn edit_segment(directory: &Path, random: &mut Rng) -> Edit {
    let files = fs::read_dir(directory.join("archive")).expect("segments");
    let mut files: Vec<_> = files.map(|file| file.expect("a segment").path()).collect();
    files.sort();
    let file = &files[random.usize(..files.len())];
    let mut bytes = fs::read(file).expect("a segment");
    let at = random.usize(..bytes.len());
    let what = if random.u8(..5) == 0 {
        bytes.truncate(at);
        format!("{file:?} cut off at {at}")
    } else {
        bytes[at] ^= random.u8(1..);
        format!("byte {at} of {file:?}")
    };
    fs::write(file, bytes).expect("a segment is written");
    Edit::new(what, 0..=u64::MAX)
}
