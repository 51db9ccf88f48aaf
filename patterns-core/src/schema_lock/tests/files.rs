//! The file: read, written where that was asked for, and nowhere else.

use std::{fs, path::PathBuf};

use super::{code, lock};
use crate::schema_lock::{
    LockError,
    file::{Environment, check_in},
    parse,
};

const PLAIN: Environment = Environment { accept: false, ci: false, locked: false };
const ACCEPT: Environment = Environment { accept: true, ..PLAIN };

struct Place {
    _directory: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("events.lock");
    Place { _directory: directory, path }
}

const OPENED: &str = "event opened\n  version 1\n    owner: String";
const LONGER: &str = "event opened\n  version 1\n    memo?: String\n    owner: String";
const OTHER: &str = "event opened\n  version 1\n    owner: u64";

#[test]
fn a_missing_lock_fails_and_says_how_to_make_it() {
    let place = place();
    let error = check_in(PLAIN, &place.path, &code(OPENED)).unwrap_err();
    assert!(matches!(error, LockError::Missing(_)));
    let path = place.path.display();
    assert_eq!(
        error.to_string(),
        format!(
            "there is no {path}; `PATTERNS_ACCEPT=1 cargo test` writes it, and it belongs into the repository"
        )
    );
    assert!(!place.path.exists());
}

#[test]
fn what_is_accepted_is_written_and_passes() {
    let place = place();
    check_in(ACCEPT, &place.path, &code(OPENED)).unwrap();
    check_in(PLAIN, &place.path, &code(OPENED)).unwrap();
    assert_eq!(parse(&fs::read_to_string(&place.path).unwrap()).unwrap(), lock(OPENED));
    // An addition passes, and changes nothing by itself.
    check_in(PLAIN, &place.path, &code(LONGER)).unwrap();
    assert_eq!(parse(&fs::read_to_string(&place.path).unwrap()).unwrap(), lock(OPENED));
    check_in(ACCEPT, &place.path, &code(LONGER)).unwrap();
    assert_eq!(parse(&fs::read_to_string(&place.path).unwrap()).unwrap(), lock(LONGER));
}

#[test]
fn what_breaks_fails_until_it_is_accepted() {
    let place = place();
    check_in(ACCEPT, &place.path, &code(OPENED)).unwrap();
    let error = check_in(PLAIN, &place.path, &code(OTHER)).unwrap_err();
    assert!(matches!(&error, LockError::Breaking { findings, .. } if findings.len() == 1));
    assert_eq!(
        error.to_string(),
        format!(
            "events that are stored do not fit the code any more:\n\n\
             account, event `opened`, version 1: field `owner` was `String` and is `u64`\n  \
             why:   stored events do not decode, or are read as something else\n  \
             write: `#[event(version = 2, upcast = from_v1)]`, which converts it\n\n\
             Where no store holds such events, `PATTERNS_ACCEPT=1 cargo test` writes {} as the code is.",
            place.path.display()
        )
    );
    check_in(ACCEPT, &place.path, &code(OTHER)).unwrap();
    check_in(PLAIN, &place.path, &code(OTHER)).unwrap();
}

#[test]
fn e7_two_types_of_one_stored_name_are_refused() {
    let place = place();
    let both = [code(OPENED), code(OTHER)].concat();
    let error = check_in(ACCEPT, &place.path, &both).unwrap_err();
    assert!(matches!(&error, LockError::Twice(name) if name == "account"), "{error}");
    assert!(!place.path.exists());
}

#[test]
fn nothing_is_accepted_in_ci() {
    let place = place();
    let environment = Environment { accept: true, ci: true, ..PLAIN };
    let error = check_in(environment, &place.path, &code(OPENED)).unwrap_err();
    assert!(matches!(error, LockError::AcceptedInCi(_)));
    assert!(error.to_string().starts_with("PATTERNS_ACCEPT is set, and so is CI"));
    assert!(!place.path.exists());
    // Without it CI compares as everybody does.
    check_in(ACCEPT, &place.path, &code(OPENED)).unwrap();
    let ci = Environment { ci: true, ..PLAIN };
    check_in(ci, &place.path, &code(OPENED)).unwrap();
    assert!(check_in(ci, &place.path, &code(OTHER)).is_err());
}

/// What nobody accepts the lock never knew, so whoever removes it again would not be told.
#[test]
fn additions_fail_where_the_lock_has_to_be_up_to_date() {
    let place = place();
    let locked = Environment { locked: true, ..PLAIN };
    check_in(ACCEPT, &place.path, &code(OPENED)).unwrap();
    check_in(locked, &place.path, &code(OPENED)).unwrap();
    let error = check_in(locked, &place.path, &code(LONGER)).unwrap_err();
    let path = place.path.display();
    assert!(matches!(&error, LockError::Behind { findings, .. } if findings.len() == 1));
    assert_eq!(
        error.to_string(),
        format!(
            "{path} is behind the code; `PATTERNS_ACCEPT=1 cargo test` writes it:\n  \
             account, event `opened`, version 1: field `memo` is new"
        )
    );
    check_in(Environment { locked: true, ..ACCEPT }, &place.path, &code(LONGER)).unwrap();
    check_in(locked, &place.path, &code(LONGER)).unwrap();
}

#[test]
fn a_merge_keeps_the_versions_of_both_sides() {
    let place = place();
    fs::write(&place.path, "patterns-lock 1\n<<<<<<< ours\n").unwrap();
    let error = check_in(PLAIN, &place.path, &code(OPENED)).unwrap_err().to_string();
    let remedy = "after a merge keep the versions of both sides, and `PATTERNS_ACCEPT=1 cargo test` writes today's anew";
    assert!(error.ends_with(remedy), "{error}");
}

#[test]
fn an_unreadable_lock_is_never_written_over() {
    let place = place();
    fs::write(&place.path, "patterns-lock 1\n<<<<<<< ours\n").unwrap();
    for environment in [PLAIN, ACCEPT] {
        let error = check_in(environment, &place.path, &code(OPENED)).unwrap_err();
        assert!(matches!(&error, LockError::Format { cause, .. } if cause.line == 2), "{error}");
    }
    assert!(fs::read_to_string(&place.path).unwrap().contains("<<<<<<<"));
    let error = check_in(PLAIN, place.path.parent().unwrap(), &code(OPENED)).unwrap_err();
    assert!(matches!(error, LockError::File { .. }), "{error}");
}
