use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = hash(2))]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
