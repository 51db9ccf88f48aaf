use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64)]
struct Billing {
    number: u64,
}

fn main() {}
