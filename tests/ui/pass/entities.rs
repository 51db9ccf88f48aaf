#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    name: String,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
struct Seat {
    #[id]
    hall: u16,
    #[id]
    #[shard_key]
    show: String,
}

fn main() {
    let db = data_patterns::in_memory();
    pollster::block_on(async {
        let profiles = db.entities::<UserProfile>();
        let version = profiles.put(UserProfile { id: 7, name: "Ann".into() }).await.unwrap();
        let ann = profiles.get(7).await.unwrap().unwrap();
        assert_eq!((ann.version(), ann.name.as_str()), (version, "Ann"));
        let seats = db.entities::<Seat>();
        seats.insert(Seat { hall: 1, show: "Hamlet".into() }).await.unwrap();
        assert!(seats.get((1, "Hamlet".to_owned())).await.unwrap().is_some());
        assert!(seats.get(SeatKey { hall: 2, show: "Hamlet".into() }).await.unwrap().is_none());
    });
}
