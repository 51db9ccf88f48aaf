use data_patterns::prelude::*;

#[derive(ShardKey)]
#[shard_key(splits)]
struct Tenant(u64);

fn main() {}
