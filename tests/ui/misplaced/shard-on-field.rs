use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard(by = hash)]
    number: u64,
}

fn main() {}
