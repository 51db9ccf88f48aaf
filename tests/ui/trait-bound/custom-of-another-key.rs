use data_patterns::{key::Place, prelude::*};

fn place(name: &String) -> Place {
    Place::new(name.len() as u64)
}

#[derive(Aggregate)]
#[shard(by = custom(place))]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
