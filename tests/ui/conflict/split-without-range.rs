use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = hash, split = ["N"])]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
