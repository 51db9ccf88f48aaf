//! Records by key.

use data_patterns::{entity::WriteError, event::EncodeError, personal::*, prelude::*};

use super::types::{database, gone, known};

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    #[id]
    pub(crate) id: u64,
    #[personal]
    pub(crate) name: Personal<String>,
    pub(crate) visits: u32,
}

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cached(ttl = 60)]
struct Friend {
    #[id]
    id: u64,
    #[personal]
    name: Personal<String>,
    #[personal]
    of: Option<Personal<String>>,
}

#[pollster::test]
async fn a_record_is_forgotten_field_by_field() {
    let (db, _) = database();
    let profiles = db.entities::<Profile>();
    for id in 1..=2 {
        profiles.put(Profile { id, name: known("Ann"), visits: 0 }).await.unwrap();
    }
    let visited = profiles.edit(1_u64, |profile| profile.visits += 1).await.unwrap();
    assert_eq!((&visited.name, visited.visits), (&known("Ann"), 1));
    assert!(profiles.forget(1_u64).await.unwrap());
    let left = profiles.get(1_u64).await.unwrap().unwrap();
    assert_eq!((&left.name, left.visits), (&gone(), 1));
    // What is forgotten stays so when the record is written again.
    profiles.edit(1_u64, |profile| profile.visits += 1).await.unwrap();
    let all = profiles.scan(None, 10).await.unwrap();
    let names: Vec<_> = all.iter().map(|profile| profile.name.clone()).collect();
    assert_eq!(names, [gone(), known("Ann")]);

    let refused = profiles.put(Profile { id: 1, name: known("Ann"), visits: 0 }).await;
    let Err(WriteError::Encode { cause: EncodeError::Personal(cause), .. }) = refused else {
        panic!("{refused:?}")
    };
    assert!(matches!(*cause, PersonalError::Forgotten { .. }), "{cause}");
}

#[pollster::test]
async fn a_cached_record_is_forgotten_at_once() {
    let (db, _) = database();
    let friends = db.entities::<Friend>();
    let of = Some(Personal::about("ann", "Ann".into()));
    friends.put(Friend { id: 1, name: known("Bea"), of }).await.unwrap();
    assert_eq!(friends.get(1_u64).await.unwrap().unwrap().name, known("Bea"));
    db.forget("ann").await.unwrap();
    let friend = friends.get(1_u64).await.unwrap().unwrap();
    assert_eq!((&friend.name, &friend.of), (&known("Bea"), &Some(gone())));
    friends.forget(1_u64).await.unwrap();
    assert_eq!(friends.get(1_u64).await.unwrap().unwrap().name, gone());
}
