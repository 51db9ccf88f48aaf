use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = custom)]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
