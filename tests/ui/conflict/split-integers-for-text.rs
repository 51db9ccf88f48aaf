use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = [1_000])]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
