use data_patterns::prelude::*;

#[derive(ShardGroup)]
#[shard_group(key = String)]
struct Billing;

#[derive(Aggregate)]
#[shard(group = Billing)]
struct Account {
    #[id]
    #[shard_key(normalize = "lowercase")]
    name: String,
}

fn main() {}
