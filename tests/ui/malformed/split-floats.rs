use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = [1.5, 2.5])]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
