use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64)]
struct Billing;

#[derive(Aggregate)]
#[shard(group = Billing)]
struct Account {
    #[id]
    #[shard_key]
    tenant: u64,
    #[id]
    #[shard_key]
    number: u64,
}

fn main() {}
