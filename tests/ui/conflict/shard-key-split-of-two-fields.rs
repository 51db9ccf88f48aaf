use data_patterns::prelude::*;

#[derive(ShardKey)]
#[shard_key(split)]
struct Tenant {
    country: String,
    number: u64,
}

fn main() {}
