use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(bytes = 2)]
    tenant: u32,
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
