use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = f64)]
struct Billing;

fn main() {}
