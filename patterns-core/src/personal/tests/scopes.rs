//! Nothing is left of a scope, however it ends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::personal::{measuring, scope::about};

fn writable() -> bool {
    rmp_serde::to_vec(&Personal::<String>::default()).is_ok()
}

#[test]
fn a_scope_ends_with_what_it_was_made_for() {
    let mut keyed = keyed("stream", &[]);
    assert!(!writable());
    assert!(keyed.run(Mode::Writing, writable).0);
    assert!(!keyed.run(Mode::Reading, writable).0, "who reads does not write");
    let panics = AssertUnwindSafe(|| keyed.run(Mode::Writing, || panic!("within the scope")));
    assert!(catch_unwind(panics).is_err());
    assert!(!writable(), "after a panic");
}

#[test]
fn a_scope_within_another_leaves_it_as_it_was() {
    let (subject, key) = (Subject::from("ann"), SubjectKey::random().unwrap());
    let mut outer = keyed("stream", &[(&subject, &key)]);
    let value = Personal::about("ann", 7_u8);
    let (bytes, wanted) = outer.run(Mode::Writing, || {
        let length = measuring(|| rmp_serde::to_vec(&value).unwrap().len());
        assert_eq!((length, trouble().is_some()), (1, false), "as long as the number");
        let (_, wanted) = Keyed::new("other".into())
            .run(Mode::Writing, || rmp_serde::to_vec(&Personal::about("bea", 7_u8)).is_ok());
        assert_eq!(wanted, [Subject::from("bea")].into());
        assert!(trouble().is_none(), "the trouble of another");
        rmp_serde::to_vec(&value).unwrap()
    });
    assert!(wanted.is_empty());
    assert_eq!(read::<u8>(&mut outer, &bytes).unwrap(), value);
}

#[test]
fn whom_a_field_is_about_ends_with_the_field() {
    let mut keyed = keyed("stream", &[]);
    let written = || rmp_serde::to_vec(&Personal::new(7_u8)).is_ok();
    let (_, wanted) = keyed.run(Mode::Writing, || {
        about("ann".into(), || about("bea".into(), written) && written()) && written()
    });
    assert_eq!(wanted, ["bea", "ann", "stream"].map(Subject::from).into());
}
