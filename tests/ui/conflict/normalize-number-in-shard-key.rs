use data_patterns::prelude::*;

#[derive(ShardKey)]
struct Tenant(#[shard_key(normalize = "lowercase")] u64);

fn main() {}
