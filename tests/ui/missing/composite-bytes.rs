use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = composite)]
struct Account {
    #[id]
    #[shard_key]
    tenant: u32,
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
