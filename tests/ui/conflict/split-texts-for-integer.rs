use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = ["G", "N"])]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
