use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = [100, 300])]
struct Account {
    #[id]
    #[shard_key]
    number: u8,
}

fn main() {}
