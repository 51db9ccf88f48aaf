use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(by = hash)]
struct Billing;

fn main() {}
