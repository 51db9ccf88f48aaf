use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = composite)]
struct Account {
    #[id]
    #[shard_key]
    tenant: u32,
}

fn main() {}
