use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = luck)]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
