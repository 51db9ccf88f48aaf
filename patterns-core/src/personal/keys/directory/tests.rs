//! What opening a directory does, step by step.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, Mutex},
};

use super::{
    files::{Files, unlocked},
    step::KeyStep,
};
use crate::personal::{KeyError, Subject};

/// The steps in which an opened directory is finished.
fn finished(directory: &Path) -> Vec<KeyStep> {
    let files = Files::locked(directory).unwrap();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&steps);
    let watch = move |step| noted.lock().unwrap().push(step);
    assert!(files.watch.set(Box::new(watch)).is_ok());
    files.finish().unwrap();
    let steps = steps.lock().unwrap();
    steps.clone()
}

#[test]
fn names_survive_before_a_key_is_wiped_or_answered() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let ann = Subject::from("ann").id();
    Files::create(directory).unwrap().put(&ann).unwrap();
    assert_eq!(finished(directory), [KeyStep::SyncTombstone], "the name of a key");
    // As a process leaves it that was killed before the name was synced.
    fs::write(directory.join(format!("{ann}.forgotten")), b"forgotten\n").unwrap();
    let (wiped, first) = (&KeyStep::DESTROYING[3..], KeyStep::SyncTombstone);
    assert_eq!(finished(directory), [&[first], wiped].concat());
}

#[test]
fn a_system_without_locks_is_not_taken_for_another_process() {
    let why = |error| unlocked(Path::new("keys"), error);
    assert!(matches!(why(fs2::lock_contended_error()), KeyError::Locked { .. }));
    let none = io::Error::from(io::ErrorKind::Unsupported);
    assert!(matches!(why(none), KeyError::Io { doing: "locking", .. }));
}
