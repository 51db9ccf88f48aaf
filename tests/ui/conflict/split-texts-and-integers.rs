use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = ["G", 5])]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
