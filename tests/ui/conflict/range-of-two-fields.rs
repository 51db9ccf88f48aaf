use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = ["N"])]
struct Account {
    #[id]
    #[shard_key]
    country: String,
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
