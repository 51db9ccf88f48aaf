//! Records of derived entities, from declaring them to finding them again after the database was closed.

#![cfg(feature = "sled")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{num::NonZeroU32, path::Path};

use data_patterns::{
    entity::{EditError, WriteError},
    open,
    prelude::*,
    repository::RetryPolicy,
};
use pollster::block_on;

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    name: String,
    visits: u32,
}

/// Shares the log with entities, but none of its names.
#[derive(Aggregate)]
struct Account {
    #[id]
    number: u64,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

fn profile(id: u64, name: &str) -> UserProfile {
    UserProfile { id, name: name.into(), visits: 0 }
}

fn names(page: &[Versioned<UserProfile>]) -> Vec<&str> {
    page.iter().map(|profile| profile.name.as_str()).collect()
}

#[test]
fn e3_records_are_found_again_with_their_versions() {
    let directory = tempfile::tempdir().unwrap();
    let expected = write_some(directory.path());
    for _ in 0..2 {
        let db = open(directory.path()).unwrap();
        let profiles = db.entities::<UserProfile>();
        let found = block_on(profiles.scan(None, usize::MAX)).unwrap();
        assert_eq!(found, expected);
        assert_eq!(block_on(profiles.get(3)).unwrap(), None, "what was deleted stays deleted");
        let account = block_on(db.aggregate::<Account>(1_u64).load()).unwrap();
        assert_eq!((account.balance, account.version()), (5, 1));
    }
    let profiles = open(directory.path()).unwrap().entities::<UserProfile>();
    assert_eq!(block_on(profiles.insert(profile(3, "Cid again"))).unwrap(), 3);
    let exists = block_on(profiles.insert(profile(1, "Ann again"))).unwrap_err();
    assert!(matches!(exists, WriteError::Exists { version: 2, .. }), "{exists:?}");
}

fn write_some(directory: &Path) -> Vec<Versioned<UserProfile>> {
    let db = open(directory).unwrap();
    let profiles = db.entities::<UserProfile>();
    block_on(async {
        for (id, name) in [(3, "Cid"), (1, "Ann"), (2, "Bob"), (300, "Dora")] {
            profiles.put(profile(id, name)).await.unwrap();
            db.aggregate::<Account>(id).record(AccountEvent::deposited(5)).await.unwrap();
        }
        profiles.edit(1, |ann| ann.visits += 1).await.unwrap();
        profiles.delete(3).await.unwrap();
        let all = profiles.scan(None, 9).await.unwrap();
        assert_eq!(names(&all), ["Ann", "Bob", "Dora"]);
        all
    })
}

#[test]
fn pages_follow_one_another() {
    let directory = tempfile::tempdir().unwrap();
    let profiles = open(directory.path()).unwrap().entities::<UserProfile>();
    let (mut seen, mut after) = (Vec::new(), None);
    block_on(async {
        for id in 0..250 {
            profiles.put(profile(id, &id.to_string())).await.unwrap();
        }
        loop {
            let page = profiles.scan(after, 99).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id());
            seen.extend(page.iter().map(|profile| profile.id));
            profiles.delete(last.id()).await.unwrap();
        }
    });
    assert!(seen.into_iter().eq(0..250));
}

#[test]
fn an_edit_that_refuses_changes_nothing() {
    #[derive(Debug, PartialEq)]
    struct TooOften;

    let directory = tempfile::tempdir().unwrap();
    let profiles = open(directory.path()).unwrap().entities::<UserProfile>();
    let visit = |profile: &mut UserProfile| {
        profile.visits += 1;
        if profile.visits > 2 { Err(TooOften) } else { Ok(()) }
    };
    block_on(async {
        profiles.put(profile(1, "Ann")).await.unwrap();
        for visits in 1..=2 {
            assert_eq!(profiles.edit(1, visit).await.unwrap().visits, visits);
        }
        assert!(matches!(profiles.edit(1, visit).await, Err(EditError::Rejected(TooOften))));
        assert_eq!(profiles.get(1).await.unwrap().unwrap().visits, 2);
    });
}

/// Each of many tasks edits all of a few records; none of the edits is lost.
#[test]
fn e4_editors_of_the_same_records_lose_nothing() {
    const EDITORS: u32 = 4;
    const EDITS: u32 = 25;
    let directory = tempfile::tempdir().unwrap();
    let patient = RetryPolicy::default().attempts(NonZeroU32::MAX);
    let profiles = open(directory.path()).unwrap().with_retry(patient).entities::<UserProfile>();
    block_on(async {
        for id in 0..3 {
            profiles.put(profile(id, "shared")).await.unwrap();
        }
    });
    std::thread::scope(|scope| {
        for _ in 0..EDITORS {
            scope.spawn(|| {
                for id in (0..EDITS).flat_map(|_| 0..3) {
                    block_on(profiles.edit(id, |profile| profile.visits += 1)).unwrap();
                }
            });
        }
    });
    for profile in block_on(profiles.get_many(0..3)).unwrap() {
        assert_eq!(profile.unwrap().visits, EDITORS * EDITS);
    }
}
