//! The lock of the third release, beside this file.

use data_patterns::{
    event::Shape as _,
    schema_lock::{LockError, accepted, check, compare, declared, parse},
};

use super::releases::{first, second, third};

const LOCKED: &str = include_str!("events.lock");

/// The one line.
#[test]
fn stored_events_fit_the_code() {
    data_patterns::schema_lock!("tests/evolution/events.lock", third::Account);
}

/// It was accepted release by release, so it still has the versions of all three.
#[test]
fn e7_a_lock_keeps_what_older_releases_have_stored() {
    let first = accepted(&Default::default(), &[declared::<first::Account>()]);
    let second = accepted(&first, &[declared::<second::Account>()]);
    let third = accepted(&second, &[declared::<third::Account>()]);
    // The second release had no event for the points, and was accepted all the same; the third has it again.
    assert!(!second.to_string().contains("points"));
    assert_eq!(third.to_string(), LOCKED);
}

#[test]
fn e6_a_release_that_forgets_an_event_is_told() {
    let lock = accepted(&Default::default(), &[declared::<first::Account>()]);
    let found: Vec<String> =
        compare(&lock, &[declared::<second::Account>()]).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "account, event `deposited`, version 2: the version is new",
            "account, event `granted`, version 1: the event is gone
  why:   stored events of this name stop every reader of their streams
  write: keep the event as `#[event(retired)]`: it is replayed, and cannot be recorded again",
        ]
    );
}

/// Acceptance is about what the code records; what upcasters leave behind lies in stores already.
#[test]
fn e6_what_an_upcaster_does_not_take_is_never_accepted() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("events.lock");
    let text = LOCKED.replace("      euros: i64\n", "      euros: i64\n      memo: String\n");
    std::fs::write(&path, &text).unwrap();
    let Err(LockError::Breaking { findings, .. }) = check(&path, &[declared::<third::Account>()])
    else {
        panic!("the upcaster from version 1 does not take the memo");
    };
    assert_eq!(findings.len(), 1);
    assert!(findings[0].to_string().contains("its upcaster does not take field `memo`"));
    let after = accepted(&parse(&text).unwrap(), &[declared::<third::Account>()]);
    assert_eq!(compare(&after, &[declared::<third::Account>()]), findings);
}

#[test]
fn e6_a_version_that_a_merge_has_lost_is_missed() {
    let text = LOCKED.replace("    version 2\n      cents: i64\n      currency: String\n", "");
    let found: Vec<String> = compare(&parse(&text).unwrap(), &[declared::<third::Account>()])
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    let missed = "account, event `paid_in`, version 2: the lock has nothing of this version";
    assert!(found[0].starts_with(missed), "{found:#?}");
}

/// An upcaster cannot be compared with what nobody knows.
#[test]
fn a_version_that_is_not_known_fits_every_upcaster() {
    let text = LOCKED.replace("      euros: i64\n", "      undeclared\n");
    assert_eq!(compare(&parse(&text).unwrap(), &[declared::<third::Account>()]), []);
}

/// What the macros see of types within.
#[test]
fn shapes_are_those_that_serde_stores() {
    let currency = third::Currency::SHAPE;
    let names: Vec<_> =
        currency.variants.iter().map(|variant| (variant.name, variant.aliases)).collect();
    assert_eq!(names, [("EUR", &[][..]), ("USD", &["USN"])]);
    assert!(currency.path.ends_with("third::Currency"));
}
