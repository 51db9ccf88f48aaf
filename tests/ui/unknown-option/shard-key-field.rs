use data_patterns::prelude::*;

#[derive(ShardKey)]
struct Tenant(#[shard_key(normalize_as = "lowercase")] String);

fn main() {}
