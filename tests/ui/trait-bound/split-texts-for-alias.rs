use data_patterns::prelude::*;

type Number = u64;

#[derive(Aggregate)]
#[shard(by = range, split = ["G"])]
struct Account {
    #[id]
    #[shard_key]
    number: Number,
}

fn main() {}
