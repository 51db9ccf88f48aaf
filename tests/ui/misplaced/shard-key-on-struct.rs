use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard_key]
struct Account {
    #[id]
    number: u64,
}

fn main() {}
