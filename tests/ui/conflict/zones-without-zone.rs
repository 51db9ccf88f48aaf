use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = hash, zones = ["eu"])]
struct Account {
    #[id]
    #[shard_key]
    region: String,
}

fn main() {}
