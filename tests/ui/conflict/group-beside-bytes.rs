use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64)]
struct Billing;

#[derive(Aggregate)]
#[shard(group = Billing)]
struct Account {
    #[id]
    #[shard_key(bytes = 2)]
    number: u64,
}

fn main() {}
