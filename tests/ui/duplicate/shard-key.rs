use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    #[shard_key]
    number: u64,
}

fn main() {}
