use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(kye = u64)]
struct Billing;

fn main() {}
