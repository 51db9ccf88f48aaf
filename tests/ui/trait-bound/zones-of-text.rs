use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = zone)]
struct Account {
    #[id]
    #[shard_key]
    region: String,
}

fn main() {}
