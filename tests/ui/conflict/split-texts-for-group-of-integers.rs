use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u32, by = range, split = ["G"])]
struct Billing;

fn main() {}
