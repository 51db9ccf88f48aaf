use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = u64)]
enum Billing {
    Group,
}

fn main() {}
