use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = composite)]
struct Account {
    #[id]
    #[shard_key(bytes = 2)]
    tenant: u32,
    #[id]
    #[shard_key(bytes = 2)]
    number: u64,
}

fn main() {}
