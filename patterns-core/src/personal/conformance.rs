//! Checks that any key store must pass, one function a promise of [`KeyStore`].
//!
//! Each takes a fresh, empty store and panics with the promise that was broken. [`check_all`] runs them all:
//!
//! ```
//! use patterns_core::{personal::{MemoryKeys, conformance::check_all}, store::conformance::block_on};
//!
//! block_on(check_all(async || MemoryKeys::new()));
//! ```

#![allow(clippy::expect_used, clippy::panic, reason = "a check fails by panicking")]

use futures_util::future::join_all;

use super::{KeyState, KeyStore, Subject, SubjectKey};

/// Runs every check, each on a key store made by `fresh`.
///
/// # Panics
/// When one of the promises is broken.
pub async fn check_all<S: KeyStore>(fresh: impl AsyncFn() -> S) {
    nothing_is_known_of_a_new_subject(&fresh().await).await;
    a_key_stays_the_same(&fresh().await).await;
    subjects_have_keys_of_their_own(&fresh().await).await;
    a_destroyed_key_never_comes_back(&fresh().await).await;
    destroying_is_idempotent(&fresh().await).await;
    who_makes_a_key_at_the_same_time_gets_the_same(&fresh().await).await;
}

/// # Panics
/// When a subject without a key is not told from one that was forgotten.
pub async fn nothing_is_known_of_a_new_subject(keys: &impl KeyStore) {
    let found = keys.find(&"new".into()).await.expect("a key store can be asked");
    assert!(matches!(found, KeyState::Unknown), "a subject that is new is {found:?}");
}

/// # Panics
/// When a key is not found again, or is replaced.
pub async fn a_key_stays_the_same(keys: &impl KeyStore) {
    let (subject, made) = made(keys, "ann").await;
    let again = key(keys.create(&subject).await.expect("a key is found"));
    let found = key(keys.find(&subject).await.expect("a key is found"));
    assert!(made.is(&again) && made.is(&found), "the key of {subject} has changed");
}

/// # Panics
/// When two subjects share a key, or the fate of one.
pub async fn subjects_have_keys_of_their_own(keys: &impl KeyStore) {
    let ((_, ann), (bea, of_bea)) = (made(keys, "ann").await, made(keys, "bea").await);
    assert!(!ann.is(&of_bea), "two subjects have the same key");
    keys.destroy(&"ann".into()).await.expect("a key is destroyed");
    let found = key(keys.find(&bea).await.expect("a key is found"));
    assert!(of_bea.is(&found), "the key of {bea} went with another");
}

/// # Panics
/// When a key is had back, or a new one is made for a subject that was forgotten.
pub async fn a_destroyed_key_never_comes_back(keys: &impl KeyStore) {
    let (subject, _) = made(keys, "ann").await;
    let existed = keys.destroy(&subject).await.expect("a key is destroyed");
    assert!(existed, "the key of {subject} was not there to be destroyed");
    for _ in 0..2 {
        let found = keys.find(&subject).await.expect("a tombstone is found");
        assert!(matches!(found, KeyState::Destroyed), "{subject} was forgotten and is {found:?}");
        let made = keys.create(&subject).await.expect("a tombstone is found");
        assert!(matches!(made, KeyState::Destroyed), "{subject} was forgotten and is {made:?}");
    }
}

/// # Panics
/// When destroying again, or destroying what never was, does not leave a tombstone.
pub async fn destroying_is_idempotent(keys: &impl KeyStore) {
    let (subject, _) = made(keys, "ann").await;
    for (subject, existed) in [(&subject, true), (&subject, false), (&"never".into(), false)] {
        let answered = keys.destroy(subject).await.expect("destroying can be repeated");
        assert_eq!(answered, existed, "whether {subject} had a key");
        let found = keys.find(subject).await.expect("a tombstone is found");
        assert!(matches!(found, KeyState::Destroyed), "{subject} was forgotten and is {found:?}");
    }
}

/// # Panics
/// When two keys are made for one subject.
pub async fn who_makes_a_key_at_the_same_time_gets_the_same(keys: &impl KeyStore) {
    let subject = Subject::from("ann");
    let made = join_all((0..8).map(|_| keys.create(&subject))).await;
    let mut made = made.into_iter().map(|made| key(made.expect("a key is made")));
    let first = made.next().expect("there are several");
    assert!(made.all(|other| first.is(&other)), "several keys were made for {subject}");
}

async fn made(keys: &impl KeyStore, subject: &str) -> (Subject, SubjectKey) {
    let subject = Subject::from(subject);
    let made = key(keys.create(&subject).await.expect("a key is made"));
    (subject, made)
}

fn key(state: KeyState) -> SubjectKey {
    match state {
        KeyState::Known(key) => key,
        other => panic!("a key was expected, and not {other:?}"),
    }
}
