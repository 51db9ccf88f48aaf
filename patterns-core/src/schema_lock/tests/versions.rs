//! Versions that can lie in a store, and that the lock does not have.

use super::{additions::adds, code, lock, shown};
use crate::schema_lock::{accepted, compare};

/// As where one side of a merge was taken, and the other one had raised the version twice.
#[test]
fn e6_a_version_that_the_lock_has_lost() {
    let (before, after) = (lock("event opened\n  version 1"), code("event opened\n  version 3"));
    let (breaking, _) = shown(compare(&before, &after));
    assert_eq!(
        breaking,
        ["account, event `opened`, version 2: the lock has nothing of this version
  why:   what is stored in this version may stop every reader, and nobody would know before
  write: its lines into the lock, from the other side of the merge or from its history; accept if no store holds this version"]
    );
    let accepted = accepted(&before, &after);
    let lost = "  event opened\n    version 1\n    version 2\n      undeclared\n    version 3\n";
    assert!(accepted.to_string().ends_with(lost), "{accepted}");
    assert_eq!(compare(&accepted, &after), []);
}

/// What was stored under the name before is known as well.
#[test]
fn e6_versions_under_older_names_are_not_lost() {
    let before = lock("event opened\n  version 1\n  version 2");
    let after = code("event begun | opened\n  version 3");
    let (breaking, _) = shown(compare(&before, &after));
    assert!(breaking.is_empty(), "{breaking:#?}");
    let accepted = accepted(&before, &after);
    assert_eq!(
        accepted,
        lock("event begun | opened\n  version 3\nevent opened\n  version 1\n  version 2")
    );
    assert_eq!(compare(&accepted, &after), []);
}

/// A lock may be younger than an event: what was stored before is told of until it is accepted as unknown.
#[test]
fn versions_that_are_older_than_the_lock() {
    let event = "event opened\n  version 3";
    let unknown = |version: u16| {
        format!(
            "account, event `opened`, version {version}: what it looks like is not known, so its upcaster is compared with nothing"
        )
    };
    assert_eq!(adds(event, event), [unknown(1), unknown(2)]);
    let new = "account, event `opened`, version 3: the event is new".to_owned();
    assert_eq!(adds("# none", event), [unknown(1), unknown(2), new]);
    let written =
        "event opened\n  version 1\n    undeclared\n  version 2\n    undeclared\n  version 3";
    assert_eq!(accepted(&lock(event), &code(event)), lock(written));
    assert!(adds(written, event).is_empty());
    // `oldest` says that there are none.
    let mut code = code(event);
    code[0].events[0].oldest = 3;
    assert!(compare(&lock(event), &code).is_empty());
}
