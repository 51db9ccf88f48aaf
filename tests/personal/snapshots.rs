//! Snapshots of states in which somebody was forgotten, or which hold values that were never encrypted.

use std::sync::Arc;

use data_patterns::{personal::*, prelude::*, store::MemoryStore};

use super::{
    counted::{Asked, Counted},
    refused::copied,
    types::{Customer, database, gone, known},
};

mod clear {
    use data_patterns::prelude::*;

    #[derive(Aggregate)]
    pub(crate) struct Guest {
        #[id]
        number: u64,
        city: String,
    }

    #[events]
    impl Guest {
        fn came(&mut self, city: String) {
            self.city = city;
        }
    }
}

#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 1))]
struct Guest {
    #[id]
    number: u64,
    /// What an upcaster has made of a text in the clear.
    #[personal]
    city: Personal<String>,
    /// What the fold makes.
    #[personal]
    badge: Personal<String>,
}

#[derive(Deserialize)]
struct CameV1 {
    city: String,
}

fn came_v1(old: CameV1) -> GuestEvent {
    GuestEvent::came(old.city.into())
}

#[events]
impl Guest {
    #[event(version = 2, upcast = came_v1)]
    fn came(&mut self, #[personal] city: Personal<String>) {
        self.badge = Personal::new(format!("guest {}", self.number));
        self.city = city;
    }
}

async fn guest() -> (Database, Arc<MemoryKeys>) {
    let (db, keys) = database();
    let came = clear::GuestEvent::came("Köln".into());
    db.aggregate::<clear::Guest>(1).record(came).await.unwrap();
    (db, keys)
}

#[pollster::test]
async fn a_snapshot_after_forgetting_is_taken_and_shows_what_a_replay_shows() {
    let (db, _) = guest().await;
    let guest = db.aggregate::<Guest>(1);
    guest.forget().await.unwrap();
    let replayed = guest.load().await.unwrap();
    assert_eq!(replayed.city, gone());
    guest.snapshot().await.unwrap();
    let kept = guest.load().await.unwrap();
    assert_eq!((&kept.city, &kept.badge), (&gone(), &gone()));
    let statistics = db.statistics();
    assert_eq!((statistics.snapshots_used, statistics.snapshots_failed), (1, 0));
}

#[pollster::test]
async fn a_snapshot_before_forgetting_shows_what_a_replay_shows() {
    let (db, keys) = guest().await;
    let guest = db.aggregate::<Guest>(1);
    guest.snapshot().await.unwrap();
    let kept = guest.load().await.unwrap();
    assert_eq!((&kept.city, &kept.badge), (&known("Köln"), &known("guest 1")));
    assert_eq!(kept.city.subject(), Some(&subject_of::<Guest>(&1)));
    guest.forget().await.unwrap();
    let kept = guest.load().await.unwrap();
    assert_eq!(db.statistics().snapshots_used, 2);
    assert_eq!(kept.city, gone());
    let replaying = Database::new(copied(&db, |event| event).await).with_keys(keys);
    let replayed = replaying.aggregate::<Guest>(1).load().await.unwrap();
    assert_eq!((&replayed.city, replaying.statistics().snapshots_used), (&gone(), 0));
}

#[pollster::test]
async fn a_load_that_leads_to_a_snapshot_makes_no_key() {
    let keys = Arc::new(Counted::default());
    let db = Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys));
    let customer = db.aggregate::<Customer>(7);
    for name in ["Ann", "Anna", "Anne"] {
        customer.rename(name).await.unwrap();
    }
    // Where there is no snapshot yet.
    let elsewhere = Database::new(copied(&db, |event| event).await).with_keys(Arc::clone(&keys));
    db.snapshots_settled().await;
    keys.asked();
    elsewhere.aggregate::<Customer>(7).load().await.unwrap();
    elsewhere.snapshots_settled().await;
    assert_eq!(elsewhere.statistics().snapshots_taken, 1);
    let find = Asked::Find(subject_of::<Customer>(&7));
    assert_eq!(keys.asked(), [find.clone(), find], "one question to load, one for the snapshot");
}
