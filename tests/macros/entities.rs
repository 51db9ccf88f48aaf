//! Entities of every shape.

use data_patterns::{in_memory, prelude::*};

/// A profile.
#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserProfile {
    #[id]
    id: u64,
    #[serde(default)]
    name: String,
}

/// What lies with the hall it is in.
#[derive(ShardGroup)]
#[shard_group(name = "halls", key = String, by = range, split = ["G", "N"])]
pub struct Halls;

/// A seat, with a key of several fields.
#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[entity(name = "seat-v1", key = SeatNumber)]
#[shard(group = Halls)]
pub(crate) struct Seat {
    #[id]
    #[shard_key]
    pub hall: String,
    #[id]
    r#type: u16,
    guest: Option<String>,
}

/// A key of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Key, Serialize, Deserialize)]
pub struct Number(u64);

/// One page of something.
#[derive(Entity, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[entity(crate = ::renamed)]
pub struct Page<T, const N: usize = 1>
where
    T: PartialEq,
{
    #[id]
    number: Number,
    content: T,
}

/// Kept for those who have them still.
#[deprecated = "use `UserProfile`"]
#[derive(Entity, Clone, Serialize, Deserialize)]
pub struct Guest {
    #[id]
    r#type: String,
}

#[test]
fn names_are_those_of_the_types_unless_given() {
    assert_eq!(UserProfile::NAME, "user_profile");
    assert_eq!(Seat::NAME, "seat-v1");
    assert_eq!(Page::<u8>::NAME, "page");
}

#[test]
fn identities_are_read_from_the_fields() {
    assert_eq!(UserProfile { id: 7, name: String::new() }.id(), 7);
    let seat = Seat { hall: "Globe".to_owned(), r#type: 3, guest: None };
    assert_eq!(seat.id(), SeatNumber { hall: "Globe".to_owned(), r#type: 3 });
    assert_eq!(seat.id().key_bytes(), ("Globe".to_owned(), 3_u8).key_bytes());
    assert_eq!(Page::<_> { number: Number(1), content: "x".to_owned() }.id(), Number(1));
}

#[test]
#[expect(deprecated, reason = "it can still be read")]
fn a_deprecated_entity_warns_those_who_use_it_only() {
    assert_eq!(Guest { r#type: "x".to_owned() }.id(), "x");
}

#[test]
fn sharding_is_declared_as_on_aggregates() {
    let sharding = Seat::SHARDING.unwrap();
    assert_eq!((sharding.key, sharding.group), (&["hall"][..], Some("halls")));
    assert_eq!(UserProfile::SHARDING, None);
}

#[test]
fn a_key_of_several_fields_takes_a_tuple() {
    pollster::block_on(async {
        let seats = in_memory().entities::<Seat>();
        let seat = Seat { hall: "Globe".to_owned(), r#type: 3, guest: Some("Ann".to_owned()) };
        seats.put(seat.clone()).await.unwrap();
        assert_eq!(*seats.get(("Globe".to_owned(), 3)).await.unwrap().unwrap(), seat);
        assert_eq!(*seats.get(seat.id()).await.unwrap().unwrap(), seat);
        assert_eq!(seats.get(("Globe".to_owned(), 4)).await.unwrap(), None);
    });
}

#[test]
fn a_generic_entity_is_kept_for_each_of_its_types() {
    pollster::block_on(async {
        let db = in_memory();
        let page = Page::<String> { number: Number(1), content: "x".to_owned() };
        db.entities::<Page<String>>().put(page.clone()).await.unwrap();
        assert_eq!(*db.entities::<Page<String>>().get(Number(1)).await.unwrap().unwrap(), page);
        assert!(db.entities::<Page<u8>>().get(Number(1)).await.is_err(), "they share a name");
    });
}
