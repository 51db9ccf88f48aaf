//! The copy of a database.

use std::{fs, io, path::Path};

use super::{CompactionStep, swap::Places};
use crate::{
    event::LogEnd,
    store::{
        StoreError,
        sled::{
            archive::FOLDER,
            disk::sync_tree,
            files::{CacheBytes, Files, TREES},
            segment::file_name,
            tree::Tree,
            verify::verify,
        },
    },
};

/// So many bytes are written at once.
const BYTES_AT_ONCE: usize = 64 << 10;

/// Copies `source`, whose log ends at `end`, checks the copy and closes it.
pub(super) fn copy(
    source: &Files,
    places: &Places,
    end: LogEnd,
    tell: &mut impl FnMut(CompactionStep),
) -> Result<(), StoreError> {
    let target = &places.copy;
    fs::create_dir(target).map_err(StoreError::io("creating a directory for the copy"))?;
    link_segments(source, target).map_err(StoreError::io("linking segment files"))?;
    let copied = Files::open(target, CacheBytes::default())?;
    for name in TREES {
        copy_tree(source, &copied, name, tell)?;
    }
    copied.accept(end.position)?;
    tell(CompactionStep::Copied);
    // Opened anew: what is checked is what the next opening finds.
    let copied = Files::open(target, CacheBytes::default())?;
    if verify(&copied.trees, copied.testimony)?.end != end {
        return Err(StoreError::damaged("a copy ends elsewhere than the database", end.position));
    }
    drop(copied);
    sync_tree(target).map_err(StoreError::io("syncing the copy"))
}

fn copy_tree(
    source: &Files,
    target: &Files,
    name: &str,
    tell: &mut impl FnMut(CompactionStep),
) -> Result<(), StoreError> {
    let from = Tree::open(&source.db, name)?;
    let to = Tree::counted(&target.db, name, &target.trees.syncer)?;
    let (mut entries, mut bytes) = (Vec::new(), 0);
    for entry in from.iter_from(&[]) {
        let (key, value) = entry?;
        bytes += key.len() + value.len();
        entries.push((key.to_vec(), value.to_vec()));
        if bytes >= BYTES_AT_ONCE {
            to.change(Vec::new(), std::mem::take(&mut entries))?;
            bytes = 0;
            tell(CompactionStep::Copying);
        }
    }
    to.change(Vec::new(), entries)?;
    tell(CompactionStep::Copying);
    Ok(())
}

/// Segment files never change, so both databases can have the same.
fn link_segments(source: &Files, target: &Path) -> io::Result<()> {
    let view = source.trees.archive.view();
    let folder = target.join(FOLDER);
    if view.segments().next().is_some() {
        fs::create_dir(&folder)?;
    }
    for segment in view.segments() {
        let name = file_name(segment.number);
        let (from, to) = (source.trees.archive.folder().join(&name), folder.join(&name));
        // Not every file system has links.
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}
