use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64, by = range)]
struct Billing;

fn main() {}
