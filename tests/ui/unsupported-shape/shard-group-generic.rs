use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64)]
struct Billing<const N: usize>;

fn main() {}
