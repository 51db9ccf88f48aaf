use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = [10, -10])]
struct Account {
    #[id]
    #[shard_key]
    number: i64,
}

fn main() {}
