use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(group = "billing")]
struct Account {
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
