use data_patterns::prelude::*;

fn place(number: &u64) -> u64 {
    *number
}

#[derive(Aggregate)]
#[shard(by = custom(place))]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
