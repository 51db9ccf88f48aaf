#![deny(warnings)]

use data_patterns::{
    key::{KeyDecoder, KeyEncoder, Place},
    prelude::*,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Zones)]
enum Region {
    EuWest,
    #[zone(name = "us")]
    America,
}

impl Key for Region {
    fn encode(&self, to: &mut KeyEncoder) {
        to.unsigned(*self as u128);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        [Self::EuWest, Self::America].get(usize::try_from(from.unsigned()?).ok()?).copied()
    }
}

#[derive(Aggregate)]
#[shard(by = zone, zones = ["eu-west", "us"])]
struct Customer {
    #[id]
    #[shard_key]
    region: Region,
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Key, ShardKey, Serialize, Deserialize)]
#[shard_key(split)]
struct Name(#[shard_key(normalize = "lowercase")] String);

#[derive(ShardGroup)]
#[shard_group(key = Name, by = range, split = ["g", "n"])]
struct ByName;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[shard(group = ByName)]
struct Profile {
    #[id]
    #[shard_key]
    name: Name,
}

#[derive(Aggregate)]
#[shard(group = ByName)]
struct Basket {
    #[id]
    number: u8,
    #[id]
    #[shard_key]
    owner: Name,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
#[shard(by = composite)]
struct Order {
    #[id]
    #[shard_key(bytes = 2, normalize = "lowercase")]
    tenant: String,
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Aggregate)]
#[shard(by = custom(own_place))]
struct Own {
    #[id]
    #[shard_key]
    number: u64,
}

fn own_place(number: &u64) -> Place {
    Place::new(*number)
}

#[derive(Aggregate)]
#[shard(by = directory)]
struct Tenant {
    #[id]
    #[shard_key]
    number: u64,
}

#[derive(Entity, Clone, Serialize, Deserialize)]
#[shard(by = range, split = [-1, 0x10, 1_000])]
struct Split {
    #[id]
    #[shard_key]
    number: i32,
}

// What decides depends on a parameter: what the tokens do not tell is checked where it is used.
#[derive(Aggregate)]
#[shard(by = range, split = [5])]
struct Page<K>
where
    K: Key,
{
    #[id]
    #[shard_key]
    number: K,
}

#[derive(Aggregate)]
#[shard(by = zone, zones = ["eu-west", "us"])]
struct Spread<Z: Key> {
    #[id]
    #[shard_key]
    zone: Z,
}

fn main() {
    let name = |name: &str| Name(name.to_owned());
    let basket = BasketKey { number: 1, owner: name("ann") };
    let places = [Profile::route(&name("Ann")), Basket::route(&basket)];
    assert_eq!(places[0].map(|route| route.place()), places[1].map(|route| route.place()));
    assert!(Customer::route(&CustomerKey { region: Region::EuWest, number: 1 }).is_some());
    assert!(Order::route(&OrderKey { tenant: "ACME".to_owned(), number: 1 }).is_some());
    assert_eq!(Own::route(&7).map(|route| route.place()), Some(Place::new(7)));
    assert!(Tenant::route(&7).is_some() && Split::route(&-7).is_some());
    assert!(Page::<u8>::route(&7).is_some() && Spread::<Region>::route(&Region::America).is_some());
}
