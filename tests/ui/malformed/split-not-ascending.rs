use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = ["N", "G", "G"])]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
